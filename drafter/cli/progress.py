"""Progress on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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
