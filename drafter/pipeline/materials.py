"""Read and clean an office's own documents: walk folders, cut what is no text, write the articles and the report."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from drafter import cleaning, readers, saving
from drafter.document import Document, Heading
from drafter.duplicates import Seen, take
from drafter.errors import DrafterError, InputError, OutputError, nearest, reason
from drafter.findings import Finding
from drafter.health import REPORTS, Health, examine
from drafter.readers import archive, read

Progress = Callable[[int], None]


def walk(paths: Iterable[str | Path]) -> list[Path]:
    """The files under the paths that drafter can read, in order; a folder is searched through. Raises InputError."""
    found: list[Path] = []
    for name in paths:
        path = name if isinstance(name, Path) else Path(name)  # a hundred thousand paths are not held twice
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
            first = seen.add(take(article.text(), place))
            if first:
                line = article.blocks[0].line if article.blocks else 0
                findings.append(Finding("repost", f"与{first}相同，只留一份", str(path), line, article.title or article.text()[:40]))
                continue
            names[path.stem] += 1
            text = ("# " + article.title + "\n\n" if article.title else "") + "\n".join(
                "#" * (b.level + 1) + " " + b.text if isinstance(b, Heading) else b.text for b in article.blocks)
            target = folder / f"{path.stem}-{names[path.stem]:02}.txt"
            saving.save_text(target, text + "\n", force=force)
        report.append(examine(document, articles, findings))
    return report


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
