"""Draft a pile of briefs: each into a .docx of its own, in workers where they are many; one that fails is told, the rest goes on."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from drafter import brief, gaps, jobs, saving, writers
from drafter.composing.realization import body_length
from drafter.errors import DrafterError, InputError, OutputError, reason
from drafter.jobs import Crew
from drafter.pipeline.banks import phrases, steady
from drafter.pipeline.drafting import KEPT, check_output, draft, uncollected, write_alternatives

CHUNK = 8  # briefs that a worker is given at a time: about a second's work, as long as it takes to start
SUFFIX = ".docx"
BRIEFS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Way:
    """How all of the pile is drafted: the options of `drafter draft`, for each brief the same."""

    bank: str | None = None
    builtin: bool = True
    template: str = ""
    style: str = ""
    seed: int = 0
    toc: bool = False
    comments: bool = False
    alternatives: int = 0
    force: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A brief, the file its draft goes to, and whether that is there already and stays."""

    brief: Path
    target: Path
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one brief: characters of the body, gaps to be filled, what the clerk should know; or why it failed."""

    length: int = 0
    gaps: int = 0
    notes: tuple[str, ...] = ()
    trouble: str = ""


def tasks(paths: Iterable[str | Path], folder: Path, *, force: bool = False) -> list[Task]:
    """What is to be drafted: the briefs, and those that lie in the folders among them; a draft that is there stays unless forced.

    Raises InputError where a path is missing, a folder holds no brief, or two briefs would go to one file; OutputError for a file's name.
    """
    if folder.suffix.lower() in writers.WRITERS:
        raise OutputError("几份任务书一起起草，要写放草稿的文件夹，不是文件", file=folder, cure="请写文件夹名，如 -o 草稿")
    found: dict[Path, Path] = {}
    for path in dict.fromkeys(each for name in paths for each in _briefs(Path(name))):
        target = folder / f"{path.stem}{SUFFIX}"
        if target in found:
            raise InputError(f"和 {found[target]} 同名，草稿会写成一个文件", file=path, cure="请改一个文件名，或分两次起草")
        found[target] = path
    return [Task(path, target, kept=target.exists() and not force) for target, path in found.items()]


def _briefs(path: Path) -> list[Path]:
    """The brief itself, or those in the folder, by name."""
    if not path.is_dir():
        if not path.exists():
            raise InputError("文件或文件夹不存在", file=path, cure="请检查文件名和路径")
        return [path]
    inside = sorted(each for each in path.iterdir() if each.suffix.lower() in BRIEFS and not each.name.startswith((".", "~$")))
    if not inside:
        raise InputError("里面没有任务书", file=path, cure=f"任务书以 {' '.join(BRIEFS)} 结尾；写一份用 drafter brief new")
    return inside


def draft_all(todo: list[Task], way: Way, *, crew: Crew | None = None,
              progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Iterator[tuple[Task, Done | None]]:
    """Each task with what came of it, in order; None for a draft that stays. Each is the draft that `draft` alone would make.

    Raises BankError, before anything is written, where the bank cannot be used.
    """
    for folder in {task.target.parent for task in todo}:
        saving.make_folder(folder)
    if any(not task.kept for task in todo):
        phrases(way.bank, builtin=way.builtin, trades=("",), progress=progress)  # built once, before the workers ask for it
    yield from jobs.ordered(partial(drafted, way=way), todo, lambda task: not task.kept, crew, CHUNK)


def drafted(todo: list[Task], way: Way) -> list[Done]:
    """What came of each brief; called in the workers."""
    with uncollected(), steady():
        done = [_drafted(task, way) for task in todo]
        _settle()
        return done


@cache
def _settle() -> None:
    """Nothing; the tables read for the first drafts stay to the end, and the collector of cycles need never walk over them."""
    gc.freeze()


def _drafted(task: Task, way: Way) -> Done:
    try:
        check_output(task.target, alternatives=bool(way.alternatives), force=way.force)
        made = draft(brief.load(task.brief), bank=way.bank, builtin=way.builtin, template=way.template, seed=way.seed,
                     alternatives=max(way.alternatives, KEPT))
        document = made.document
        document.meta |= {name: True for name, wanted in (("toc", way.toc), ("comments", way.comments)) if wanted}
        if way.alternatives:
            write_alternatives(document, task.target, number=way.alternatives, force=way.force)
        writers.write(document, task.target, style=way.style, force=way.force)
    except DrafterError as error:
        return Done(trouble=error.line())
    except OSError as error:
        return Done(trouble=f"{task.brief}：{reason(error)}")
    return Done(body_length(document), len(gaps.find(document)), tuple(finding.message for finding in made.findings))
