"""What the tables of phrasebank/ were read to, kept in the cache folder: reading their YAML anew would take a third of a draft's time.

An entry is a text of three lines of JSON: the table's hash, its values, the places of the values. Whatever is odd about one makes the table
be read again; only faultless tables are kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from drafter import loading, resources, saving
from drafter.errors import InputError, OutputError
from drafter.yamlfile.faults import Keys

__all__ = ["Place", "Places", "found", "keep"]
Place = tuple[int, int]
FOLDER = "tables"  # of the cache folder; one entry a table, so that it grows with phrasebank/ and no further
FORMAT = "1"  # of an entry; raised when one is written otherwise


class Places(Mapping[Keys, Place]):
    """The line and column of each value, made out only when the first is asked for: most readings never ask."""

    def __init__(self, rows: str) -> None:
        """`rows`: JSON, a list of [keys, line, column]."""
        self._rows = rows
        self._made: dict[Keys, Place] | None = None

    def _places(self) -> dict[Keys, Place]:
        if self._made is None:
            self._made = {tuple(keys): (line, column) for keys, line, column in json.loads(self._rows)}
        return self._made

    def __getitem__(self, keys: Keys) -> Place:
        return self._places()[keys]

    def __iter__(self) -> Iterator[Keys]:
        return iter(self._places())

    def __len__(self) -> int:
        return len(self._places())


def found(path: Path) -> tuple[Any, Mapping[Keys, Place]] | None:
    """The values of a table and their places as they were kept; None where it is no table, has changed or was not read before."""
    entry = _entry(path)
    if entry is None:
        return None
    try:
        head, values, places = entry.read_text(encoding="utf-8").split("\n")
        return (json.loads(values), Places(places)) if head == _hash(path) else None
    except (OSError, ValueError, InputError):
        return None


def keep(path: Path, values: Any, places: Mapping[Keys, Place]) -> None:
    """Nothing; the table's values are kept, where it is one, JSON can hold them and the folder can be written."""
    entry = _entry(path)
    if entry is None:
        return
    with contextlib.suppress(OSError, InputError, OutputError, TypeError, ValueError):
        told = json.dumps(values, ensure_ascii=False)
        if json.loads(told) == values:  # keys that are numbers would come back as strings
            rows = json.dumps([[list(keys), *place] for keys, place in places.items()], ensure_ascii=False)
            entry.parent.mkdir(parents=True, exist_ok=True)
            saving.save_text(entry, f"{_hash(path)}\n{told}\n{rows}", force=True)


def _entry(path: Path) -> Path | None:
    """Where a table's entry is kept: one for ours and one for the user's own of that name; None for other files."""
    with contextlib.suppress(InputError):
        for owner, folder in (("", resources.folder("phrasebank")), ("own-", resources.user_folder("phrasebank"))):
            if path.is_relative_to(folder):
                return resources.cache_folder() / FOLDER / f"{owner}{'-'.join(path.relative_to(folder).with_suffix('').parts)}.json"
    return None


def _hash(path: Path) -> str:
    return hashlib.blake2b(FORMAT.encode() + loading.load(path), digest_size=16).hexdigest()
