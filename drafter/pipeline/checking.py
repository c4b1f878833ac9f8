"""Check files: read → rules → proof sheet, and a copy in which what a machine can be sure of is put right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from drafter import __version__, checks, saving, writers
from drafter import brief as briefs
from drafter.checks import settings as kept
from drafter.checks.rules import FAMILIES, Rule
from drafter.checks.settings import Settings
from drafter.document import Document, Heading
from drafter.errors import DrafterError, InputError, OutputError, TemplateError, nearest, reason
from drafter.findings import Finding
from drafter.pipeline.materials import walk
from drafter.proof import Proof, as_sarif, told
from drafter.readers import encoding, load, trace
from drafter.readers import read as read_file
from drafter.readers.formats import formats
from drafter.writers import amending, package, style
from drafter.writers.amending import Amendment

STDIN = "-"
TEXTS = (".md", ".txt")
ROUNDS = 200  # one repair may bare another (。；。；。): each round takes marks away or makes them full-width, so that it ends
_LINES = re.compile(r"(\r\n|\r|\n)")


def settings(rules: str | Path | None = None, *, only: Iterable[str] = (), brief: str | Path | None = None,
             folder: Path | None = None) -> Settings:
    """The settings for a run: the three 检查.yaml, the rules or families of `only`, and the brief's facts. Raises DrafterError."""
    wanted = kept.load(rules, folder=folder or Path.cwd())
    for name in only:
        for each in kept.named(name.strip()):
            wanted.only.add(each)
            wanted.off.discard(each)
    if brief is not None:
        wanted.brief = briefs.load(Path(brief)).model_dump(mode="json")
    return wanted


def files(paths: Iterable[str | Path]) -> list[tuple[Path, str]]:
    """(file, trouble) of everything to check: folders are searched, a path that is missing has its trouble told."""
    found: dict[Path, str] = {}
    for path in paths:
        if str(path) == STDIN:
            found[Path(STDIN)] = ""
            continue
        try:
            found.update(dict.fromkeys(walk([path]), ""))
        except DrafterError as error:
            found[Path(path)] = error.line()
    return list(found.items())


def check(path: str | Path, wanted: Settings | None = None, *, data: bytes | None = None) -> Proof:
    """The proof of one file (or of `data`, read from standard input). Raises InputError."""
    return _proof(_document(Path(path), data), wanted or settings())


def check_files(paths: Iterable[tuple[Path, str]], wanted: Settings, *, stdin: Callable[[], bytes] = lambda: b"",
                fix: bool = False, output: str | Path | None = None, force: bool = False) -> Iterator[Proof]:
    """The proof of each file in order; one that cannot be read, or whose copy cannot be written, tells why and the rest goes on."""
    for path, trouble in paths:
        if trouble:
            yield Proof(str(path), trouble=trouble)
            continue
        try:
            data = stdin() if str(path) == STDIN else load(path)
            yield _mended(path, data, wanted, output, force) if fix else check(path, wanted, data=data)
        except OutputError:
            raise
        except DrafterError as error:
            yield Proof(str(path), trouble=error.line())
        except OSError as error:
            yield Proof(str(path), trouble=f"{path}：读不出来（{reason(error)}）")


def _suffix(path: Path, data: bytes) -> str:
    """The suffix that tells how to read the file; standard input is Word's package or text."""
    if str(path) == STDIN:
        return ".docx" if data.startswith(b"PK\x03\x04") else ".md"
    return path.suffix.lower()


def _document(path: Path, data: bytes | None) -> Document:
    """The file as a document; a .docx brings its effective formats, a draft what it was made from."""
    data = load(path) if data is None else data
    suffix = _suffix(path, data)
    if suffix == ".docx":
        from drafter.readers import docx

        document = docx.read(data, str(path))
        document.meta["formats"] = formats(data)
        if (record := trace.held(data)) is not None and record.state:
            document.meta["state"] = record.state
    elif suffix in TEXTS:
        from drafter.readers import txt

        document = txt.read(data, str(path) if str(path) != STDIN else "标准输入.md")
    else:
        document = read_file(path)
    document.file = str(path) if str(path) != STDIN else "标准输入.md"
    document.meta["suffix"] = suffix
    return document


def _proof(document: Document, wanted: Settings) -> Proof:
    lines: dict[int, str] = {}
    for block in document.blocks:
        lines.setdefault(block.line, block.text)
    shifts = {b.line: b.level + 2 for b in document.blocks if isinstance(b, Heading)} if document.meta["suffix"] in TEXTS else {}  # ## 一、
    return Proof(document.file, checks.check(document, wanted), lines, "段" if document.meta["suffix"] == ".docx" else "行", shifts)


def fixed(path: Path, data: bytes, wanted: Settings) -> tuple[bytes, list[Finding]]:
    """The file's bytes with everything put right that cannot change a meaning, and what was. Raises InputError for other formats."""
    suffix = _suffix(path, data)
    if suffix not in (*TEXTS, ".docx"):
        raise InputError(f"不能改“{suffix}”格式", file=path, cure="请先另存为 .docx、.md 或 .txt")
    if suffix == ".docx":
        _document(path, data)  # what is no Word document is told so first
        package.whole(data, path)
    done: list[Finding] = []
    for _ in range(ROUNDS):
        document = _document(path, data)
        sure = _apart([f for f in checks.check(document, wanted) if f.replacement is not None and f.line])
        made, changed = (_fixed_word if suffix == ".docx" else _fixed_text)(document, data, sure)
        if not changed:
            break
        data = made
        done += changed
    return data, done


def _apart(findings: list[Finding]) -> list[Finding]:
    """The findings that do not touch one another: what touches waits for the next round."""
    found: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.line, f.start, f.end)):
        if not found or found[-1].line != finding.line or found[-1].end < finding.start:
            found.append(finding)
    return found


def _fixed_text(document: Document, data: bytes, findings: list[Finding]) -> tuple[bytes, list[Finding]]:
    """The text with the findings put right, and which were; every other byte as it was."""
    text, name = encoding.decode(data, document.file)
    if not findings or text.encode(name, "replace") != data:  # bytes that are no characters would not come back
        return data, []
    pieces = _LINES.split(text)
    blocks = {block.line: block.text for block in document.blocks}
    done = []
    for finding in reversed(findings):
        row = 2 * (finding.line - 1)
        at = pieces[row].find(blocks[finding.line]) if finding.line in blocks and row < len(pieces) else -1
        if at < 0 or finding.replacement is None:
            continue
        a, b = at + finding.start, at + finding.end
        pieces[row] = pieces[row][:a] + finding.replacement + pieces[row][b:]
        done.append(finding)
    return "".join(pieces).encode(name), done[::-1]


def _fixed_word(document: Document, data: bytes, findings: list[Finding]) -> tuple[bytes, list[Finding]]:
    """The package with the findings put right, and which were."""
    texts = amending.texts(data) if findings else []
    blocks = {block.line: block.text for block in document.blocks}
    amendments, done = [], []
    for finding in findings:
        span = _span(finding, blocks, texts)
        if span is not None and span[1] > span[0] and finding.replacement is not None:
            amendments.append(Amendment(finding.line, *span, finding.replacement))
            done.append(finding)
    return (amending.edited(data, amendments), done) if amendments else (data, [])


def _span(finding: Finding, blocks: dict[int, str], texts: list[str]) -> tuple[int, int] | None:
    """The finding's span in the package's own paragraph: the reader strips it, and puts an automatic number before it."""
    if finding.line not in blocks or not 0 < finding.line <= len(texts):
        return None
    own, read = texts[finding.line - 1], blocks[finding.line]
    at = read.find(own.strip())
    if at < 0:
        return None
    shift = len(own) - len(own.lstrip()) - at
    start, end = finding.start + shift, finding.end + shift
    return (start, end) if 0 <= start <= end <= len(own) and own[start:end] == read[finding.start:finding.end] else None


def _mended(path: Path, data: bytes, wanted: Settings, output: str | Path | None, force: bool) -> Proof:
    """The proof of the mended copy, which stands beside the file (稿.改.docx) or where told; a file that is right gets none."""
    suffix = _suffix(path, data)
    beside = Path(f"标准输入.改{suffix}") if str(path) == STDIN else path.with_name(f"{path.stem}.改{path.suffix}")
    target = Path(output) if output else beside
    if target.absolute() == path.absolute():
        raise OutputError("不改原文件，改好的要另存", file=target, cure="请给 -o 另一个名字")
    made, changes = fixed(path, data, wanted)
    proof = check(path, wanted, data=made)
    proof.changes = changes
    if changes or output:
        saving.save(target, lambda place: place.write_bytes(made), force=force)
        proof.output = target
    return proof


def commented(path: Path, data: bytes, proof: Proof) -> bytes:
    """A .docx with the findings as Word comments at their places: the file itself, or the text laid out plainly. Raises InputError."""
    document = _document(path, data)
    if document.meta["suffix"] != ".docx":
        body = [b for b in document.blocks if not (isinstance(b, Heading) and b.level == 0)]
        plain = replace(document, blocks=body, meta={}, file="")
        data = writers.WRITERS[".docx"](plain, style.load("gb9704"))
        lines = _same_lines(document, amending.texts(data))
        findings = [replace(f, line=lines.get(f.line, 0)) for f in proof.findings]
    else:
        package.whole(data, path)
        findings = proof.findings
    texts = amending.texts(data)
    blocks = {block.line: block.text for block in document.blocks} if document.meta["suffix"] == ".docx" else dict(enumerate(texts, 1))
    first = next((n for n, text in enumerate(texts, 1) if text.strip()), 0)
    made = []
    for finding in findings:
        span = _span(finding, blocks, texts) if finding.line else None
        line = finding.line if finding.line and texts[finding.line - 1:finding.line] else first
        if line:
            made.append(Amendment(line, *(span or (0, len(texts[line - 1]))), told(finding)))
    return amending.commented(data, made, path)


def _same_lines(document: Document, texts: list[str]) -> dict[int, int]:
    """The package's paragraph for each line of the text that was laid out."""
    found: dict[int, int] = {}
    at = 0
    for block in document.blocks:
        wanted = "".join(block.text.split())
        place = next((n for n in range(at, len(texts)) if "".join(texts[n].split()) == wanted), None)
        if place is not None:
            found[block.line], at = place + 1, place + 1
    return found


def sarif(proofs: list[Proof]) -> str:
    """The proofs as SARIF, with every rule."""
    return as_sarif(proofs, [{"name": r.name, "message": r.message, "source": r.source, "severity": r.severity, "cure": r.cure,
                              "family": FAMILIES[r.family]} for r in checks.load().rows.values()], __version__)


def rule(name: str) -> Rule:
    """The rule of that name. Raises TemplateError."""
    rows = checks.load().rows
    if name not in rows:
        raise TemplateError(f"没有叫“{name}”的规则", cure=nearest(name, rows) or "用 drafter check --list 看有哪些")
    return rows[name]


def rules() -> list[Rule]:
    """Every rule, family by family."""
    return list(checks.load().rows.values())

