"""The only file that joins the stages: read → clean → label → mine → bank, and brief → compose → write → why."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from drafter import __version__, aspects, cleaning, mining, outlines, readers, resources, saving, writers
from drafter.bank import Bank, Found, SourceFile
from drafter.brief import Brief
from drafter.brief import load as load_brief
from drafter.composing import Draft, compose
from drafter.document import Document, Heading
from drafter.duplicates import Seen, normal
from drafter.errors import BankError, DrafterError, InputError, OutputError, nearest, reason
from drafter.findings import Finding
from drafter.health import REPORTS, Health, examine
from drafter.mining.explain import Explanation
from drafter.mining.explain import explain as explain_role
from drafter.phrases import ROLES, Unit
from drafter.readers import archive, read
from drafter.readers.trace import TracedSentence, sentences_of_draft, traced
from drafter.writers import write

__all__ = ["Draft", "builtin_bank", "clean", "draft", "label", "mine", "read", "walk", "why", "write"]

Progress = Callable[[int], None]


def walk(paths: Iterable[str | Path]) -> list[Path]:
    """The files under the paths that drafter can read, in order; a folder is searched through. Raises InputError."""
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            inside = [Path(folder) / file for folder, folders, files in os.walk(path)
                      for file in sorted(files) if not file.startswith((".", "~$"))]
            for file in sorted(p for p in inside if _readable(p)):
                found.extend(_unzipped(file))
        elif path.exists() or archive.inside(path):
            found.extend(_unzipped(path))
        else:
            raise InputError("文件或文件夹不存在", file=path, cure="请检查文件名和路径")
    if not found:
        raise InputError("里面没有能读的文件", file="、".join(str(p) for p in paths),
                         cure=f"能读的格式有 {' '.join(readers.READERS)}")
    return list(dict.fromkeys(found))


def _readable(path: Path) -> bool:
    """True for a file of a known format that is no notes or labels of ours."""
    return (path.suffix.lower() in (*readers.READERS, archive.SUFFIX) and path.name != "README.md"
            and not path.name.lower().endswith(".labels.jsonl"))


def _unzipped(path: Path) -> list[Path]:
    """The members of a zip, or the path itself; a zip that is refused stays, and reading it tells why."""
    if path.suffix.lower() != archive.SUFFIX or archive.inside(path):
        return [path]
    try:
        return archive.members(path)
    except InputError:
        return [path]


def clean(path: str | Path, *, keep: Iterable[str] = (), allow: Iterable[str] = ()) -> tuple[list[Document], list[Finding]]:
    """The articles of one file, body text alone, and what was cut; `keep` and `allow` as in cleaning.clean."""
    return cleaning.clean(read(path), keep=keep, allow=allow)


def clean_files(paths: Iterable[str | Path], folder: Path, *, keep: Iterable[str] = (), allow: Iterable[str] = (), force: bool = False,
                progress: Progress = lambda _: None) -> list[Health]:
    """The health of every file; each article is written to the folder once, as text with its title behind `# `."""
    seen, names, report = Seen(), Counter[str](), []
    unknown = [k for k in keep if k not in cleaning.REASONS]
    if unknown:
        raise InputError(f"没有“{unknown[0]}”这个删去的原因",
                         cure=nearest(unknown[0], cleaning.REASONS) or f"可用的有 {'、'.join(cleaning.REASONS)}")
    saving.make_folder(folder)
    for path in walk(paths):
        progress(1)
        try:
            document = read(path)
            articles, findings = cleaning.clean(document, keep=keep, allow=allow)
        except DrafterError as error:
            report.append(Health(str(path), trouble=error.line()))
            continue
        except OSError as error:
            report.append(Health(str(path), trouble=f"读不出来（{reason(error)}）"))
            continue
        for number, article in enumerate(articles, 1):
            place = f"{path}《{article.title}》" if article.title else f"{path} 第{number}篇"
            first = seen.add(article.text(), place)
            if first:
                line = article.blocks[0].line if article.blocks else 0
                findings.append(Finding("repost", f"与{first}相同，只留一份", str(path), line, article.title or article.text()[:40]))
                continue
            names[path.stem] += 1
            text = ("# " + article.title + "\n\n" if article.title else "") + "\n".join(
                "#" * (b.level + 1) + " " + b.text if isinstance(b, Heading) else b.text for b in article.blocks)
            target = folder / f"{path.stem}-{names[path.stem]:02}.txt"
            saving.save(target, partial(_write_text, text=text + "\n"), force=force)
        report.append(examine(document, articles, findings))
    return report


def _write_text(target: Path, text: str) -> None:
    target.write_text(text, encoding="utf-8")


def write_report(report: list[Health], path: Path, *, force: bool = False) -> None:
    """Nothing; the report stands in the file, in the format of its suffix. Raises OutputError."""
    check_report(path, force=force)
    data = REPORTS[path.suffix.lower()](report)
    saving.save(path, lambda target: target.write_bytes(data), force=force)


def check_report(path: Path, *, force: bool = False) -> None:
    """Nothing, if a report can be written there; else OutputError."""
    if path.suffix.lower() not in REPORTS:
        raise OutputError(f"不会写“{path.suffix or '没有后缀'}”格式的报告", file=path, cure=f"文件名请以 {' '.join(REPORTS)} 结尾")
    saving.check_target(path, force=force)


def label(path: str | Path) -> tuple[list[list[Unit]], list[Finding]]:
    """The units of each article of one file with their roles, and what was cut."""
    return _label_document(read(path), Path(path))


def _label_document(document: Document, path: Path) -> tuple[list[list[Unit]], list[Finding]]:
    """The units of each article of a document that was read from the path, and what was cut."""
    articles, findings = cleaning.clean(document)
    labels = _labels_beside(path)
    units = []
    for number, article in enumerate(articles, 1):
        units.append(mining.label(article, number, labels=labels))
    return units, findings


def _labels_beside(path: Path) -> list[dict[str, object]]:
    """Labels that a person wrote beside a text (NAME.labels.jsonl), or an empty list."""
    beside = path.with_suffix(".labels.jsonl")
    if not beside.is_file():
        return []
    try:
        lines = beside.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("标注文件读不出来", file=beside, cure="应当是 UTF-8 的文本，每行一条 JSON") from error
    return [_label(line, number, beside) for number, line in enumerate(lines, 1) if line.strip()]


def _label(line: str, number: int, file: Path) -> dict[str, object]:
    """One label of a labels file. Raises InputError with its line for a row that is none."""
    place = f"第{number}行"
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError("不是一条 JSON", file=file, place=place, cure='应当像 {"text": "…", "role": "problem"}') from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError("缺少“text”", file=file, place=place, cure='应当像 {"text": "…", "role": "problem"}')
    if row.get("role") not in ROLES:
        raise InputError(f"没有“{row.get('role')}”这种作用", file=file, place=place,
                         cure=nearest(str(row.get("role")), ROLES) or f"可用的有 {'、'.join(ROLES)}")
    if row.get("level") is not None and not isinstance(row["level"], int):
        raise InputError("“level”应当是数字", file=file, place=place, cure="标题写 1 到 4，句子写 null")
    return row


@dataclass(slots=True)
class Mined:
    """What `drafter mine` did."""

    files: int = 0
    known: int = 0
    gone: int = 0
    articles: int = 0
    units: int = 0
    phrases: int = 0
    roles: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    why: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


def mine(paths: Iterable[str | Path], bank: Bank, *, progress: Progress = lambda _: None, base: Path | None = None,
         prune: bool = False) -> Mined:
    """The summary of reading, cleaning and labelling the files into the bank; a file known by its hash is passed over.

    A file that changed, or that was mined under other rules, replaces what it gave before. Sources are noted by their paths,
    relative to `base` where it is given. With `prune` files that are gone from the folders leave the bank.
    """
    summary = Mined()
    if prune:
        folders = [str(p) for p in paths if Path(p).is_dir()]
        for known in bank.paths():
            if not Path(known).exists() and any(known.startswith(folder.rstrip("/\\") + os.sep) for folder in folders):
                bank.forget(known)
                summary.gone += 1
    seen = Seen(bank.prints())
    for path in walk(paths):
        progress(1)
        try:
            digest = _digest(path)
            if bank.has(digest, rules()):
                summary.known += 1
                continue
            _mine_file(path, digest, bank, summary, seen, base)
        except BankError:
            raise
        except DrafterError as error:
            summary.skipped.append(error.line())
        except OSError as error:
            summary.skipped.append(f"{path}：读不出来（{reason(error)}）")
    return summary


def _trade(told: str, subject: str, article: str) -> str:
    """The trade a text belongs to: by its subject, else its title; general only where its header says so, else unknown."""
    if told == aspects.GENERAL:
        return told
    found = [t for t in (aspects.trade_of(subject), aspects.trade_of(article)) if t != aspects.GENERAL]
    return found[0] if found else told if told in aspects.trades() else ""


def _digest(path: Path) -> str:
    """The hash of a file and of the labels beside it: either one changed means the file is read anew."""
    beside = path.with_suffix(".labels.jsonl")
    data = readers.load(path) + (beside.read_bytes() if beside.is_file() else b"")
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _year(meta: dict[str, Any]) -> int:
    """The year that a document's header tells, or 0."""
    match = re.match(r"(?:19|20)\d\d", str(meta.get("date", "")))
    return int(match[0]) if match else 0


def _mine_file(path: Path, digest: str, bank: Bank, summary: Mined, seen: Seen, base: Path | None) -> None:
    document = read(path)
    name = path.relative_to(base).as_posix() if base else str(path)
    labelled, findings = _label_document(document, path)
    drafted = {normal(text) for text in sentences_of_draft(path)}  # a draft of ours teaches only what the clerk wrote into it
    hauls, prints = [], []
    units = 0
    seen.forget(name)
    share = min(1.0, sum(len(u.text) for rows in labelled for u in rows) / max(1, len(document.text())))
    for rows in labelled:
        units += len(rows)
        summary.roles.update(u.role for u in rows)
        article = rows[0].article if rows else ""
        subject = str(document.meta.get("subject") or article)
        trade = _trade(str(document.meta.get("trade", "")), subject, article)
        rows = [u for u in rows if normal(u.text) not in drafted]
        haul = mining.mine(rows, subject=subject, trade=trade, year=datetime.date.today().year, cleanliness=share)
        haul.year = _year(document.meta)
        first = seen.add("".join(u.text for u in rows), f"{name}《{article}》", name)
        if seen.last:
            prints.append(seen.last)
        if first:  # posted again: known words gain a source, slightly changed ones are kept out of drafts
            findings.append(Finding("repost", "转载的文章，只算一份", str(path), rows[0].line, article))
            for phrase in haul.phrases:
                phrase.flags = (*phrase.flags, "repost")
            haul.threads.clear()
        hauls.append(haul)
    for finding in findings:
        summary.cut[finding.rule] += 1
        summary.why[finding.rule] = finding.message
    summary.phrases += bank.add(SourceFile(name, digest, len(labelled), units, len(findings), rules()), hauls, prints)
    summary.files += 1
    summary.articles += len(labelled)
    summary.units += units


@cache
def rules() -> str:
    """The hash of all that decides what a document gives: rules, tables, weights, program; another one means mining anew."""
    package = Path(__file__).parent
    digest = hashlib.blake2b(__version__.encode(), digest_size=8)
    own = resources.user_folder("cues")
    ours = [p for pattern in ("*.py", "*.yaml", "mining/*.npz", "mining/*.txt") for p in sorted(package.rglob(pattern))]
    for path in [*ours, *aspects.table_files(), *(sorted(own.glob("*.yaml")) if own.is_dir() else ())]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def explain(text: str, under: str = "") -> Explanation:
    """Why a sentence gets the role it gets, alone or under a heading."""
    return explain_role(text, under, year=datetime.date.today().year)


def default_bank() -> Path | None:
    """The bank to use where none is named: $DRAFTER_BANK, else the nearest phrasebank/bank.sqlite above here, else None."""
    named = os.environ.get("DRAFTER_BANK")
    if named:
        return Path(named)
    for folder in (Path.cwd(), *Path.cwd().parents):
        path = folder / "phrasebank" / "bank.sqlite"
        if path.is_file():
            return path
    return None


TRAINING = "training"  # corpus/training teaches the role model; its wording is not for drafts


def builtin_bank(*, progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Bank:
    """The bank of the shipped corpus: built on first use, kept in the user's cache folder, rebuilt when either changes."""
    corpus = resources.folder("corpus")
    files = sorted(p for p in corpus.rglob("*.txt") if TRAINING not in p.parts)
    digest = hashlib.blake2b(rules().encode(), digest_size=8)
    for path in [*files, *sorted(corpus.rglob("*.jsonl"))]:
        digest.update(path.read_bytes())
    if not files:
        raise InputError("随程序带的语料是空的", file=corpus, cure="请重新安装 drafter")
    name = f"builtin-{digest.hexdigest()}.sqlite"
    folder = resources.cache_folder()
    target = folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.is_file():
            return Bank(target)
        temporary = folder / f".{name}.{os.getpid()}"
    except OSError:
        return _fill(Bank(":memory:"), files, corpus, progress)
    with Bank(temporary, create=True) as bank:
        _fill(bank, files, corpus, progress)
    for old in folder.glob("builtin-*.sqlite"):
        old.unlink(missing_ok=True)
    temporary.replace(target)
    for rest in folder.glob(f".{name}.*"):
        rest.unlink(missing_ok=True)
    return Bank(target)


def _fill(bank: Bank, files: list[Path], corpus: Path, progress: Callable[[Iterable[Path]], Iterator[Path]]) -> Bank:
    for path in progress(files):
        mine([path], bank, base=corpus.parent)
    return bank


@dataclass(slots=True)
class Banks:
    """The phrases a draft may draw on, and how many come from each bank."""

    found: list[Found]
    own: str = ""


def phrases(bank: str | Path | None = None, *, builtin: bool = True,
            progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Banks:
    """The usable phrases of the office's own bank, then those of the shipped corpus (docs/decisions/0005)."""
    path = Path(bank) if bank else default_bank()
    if path is None and not builtin:
        raise BankError("只用本单位的语料库，却没有给语料库", cure="请加 --bank 语料库文件，或去掉 --no-builtin")
    found: list[Found] = []
    if path is not None:
        with Bank(path) as own:
            found.extend(own.all())
        if not found and not builtin:
            raise BankError("语料库里没有可用的词句", file=path, cure="请先用 drafter mine 喂一些材料")
    if builtin:
        known = {f.phrase.key for f in found}
        with builtin_bank(progress=progress) as shipped:
            for f in shipped.all():
                if f.phrase.key not in known:
                    f.bank = "内置语料"
                    found.append(f)
    return Banks(found, str(path) if path else "")


def draft(brief: Brief | str | Path, *, bank: str | Path | None = None, builtin: bool = True, template: str = "",
          seed: int = 0, progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Draft:
    """The composed draft of a brief (or of the brief in that file), ready for `write`."""
    if not isinstance(brief, Brief):
        brief = load_brief(Path(brief))
    outline = outlines.load(Path(template)) if template else outlines.choose(brief.kind, brief.subkind)
    drawn = phrases(bank, builtin=builtin, progress=progress)
    return compose(outline, brief, drawn.found, seed=seed)


def why(path: str | Path, *, find: str = "") -> list[TracedSentence]:
    """For each sentence of a draft where it comes from; with `find` only the sentences that hold those words."""
    rows = traced(Path(path))
    return [row for row in rows if find in row.text] if find else rows


def write_trace(document: Document, path: Path, *, force: bool = False) -> None:
    """Nothing; the trace of a draft stands in a JSON file beside it."""
    from drafter.writers.docx import trace_rows

    text = json.dumps(trace_rows(document), ensure_ascii=False, indent=1)
    saving.save(path, lambda target: target.write_text(text, encoding="utf-8"), force=force)


def check_output(path: Path, *, trace: Path | None = None, force: bool = False) -> None:
    """Nothing, if a draft can be written there, and its trace beside it; else OutputError."""
    writers.check(path, force=force)
    if trace is not None:
        if trace.absolute() == path.absolute():
            raise OutputError("草稿和出处不能写进同一个文件", file=trace, cure="请给 --trace 另起一个名字，如 出处.json")
        saving.check_target(trace, force=force)
