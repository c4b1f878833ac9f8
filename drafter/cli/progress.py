"""Progress: a bar on a terminal; elsewhere silence, or a line now and then."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

EVERY = 500  # files after which a line is written where there is no terminal to draw a bar on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


def bar(label: str) -> Any:
    """A progress bar over files on a terminal; plain iteration elsewhere."""
    def over(files: Iterable[Path]) -> Iterator[Path]:
        if not sys.stderr.isatty():
            yield from files
            return
        with click.progressbar(list(files), label=label, file=sys.stderr) as items:
            yield from items
    return over


@contextmanager
def counted(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """What to call with each number of files done: it moves a bar, or writes a line after every EVERY files."""
    if sys.stderr.isatty():
        with click.progressbar(length=total, label=label, file=sys.stderr) as items:
            yield items.update
        return
    done = 0

    def write(number: int) -> None:
        nonlocal done
        done += number
        if done % EVERY == 0 and done < total:
            click.echo(f"{label}：{done}／{total} 个文件", err=True)

    yield write
