"""Features of units for the role model: character n-grams of the unit and of the headings above, cues, place, neighbours.

All features are hashed into one table of 2^16 weights a role; n-grams are hashed with numpy over all units at once.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import Any

import numpy as np

from drafter import numbering
from drafter.mining import clauses, roles
from drafter.phrases import Unit

BUCKETS = 1 << 16
FIELDS = {"own": 11, "heading": 23, "chapter": 37, "nearest": 53, "first": 71, "last": 73}
# What each sort of feature weighs before training; n-grams share their field's weight among them.
WEIGHT_GRAMS, WEIGHT_CLAUSE, WEIGHT_HEADING = 2.0, 1.5, 3.0
_FIGURES = re.compile(r"\d+")

Entries = tuple[Any, Any, Any]  # rows, columns, values: arrays of one length


def entries(units: list[Unit], reading: roles.Reading) -> Entries:
    """(row, column, value) of every feature of the units of one article; rows are the units' places in the list."""
    parts = [_grams([_plain(u) for u in units], WEIGHT_GRAMS, [FIELDS["own" if u.kind == "sentence" else "heading"] for u in units])]
    clause = [_ends(_plain(u)) if u.kind == "sentence" else ("", "") for u in units]
    for i, field in enumerate(("first", "last")):
        parts.append(_grams([c[i] for c in clause], WEIGHT_CLAUSE, [FIELDS[field]] * len(units)))
    for field, place in (("chapter", 0), ("nearest", -1)):
        texts = [above[place] if (above := _above(u)) else "" for u in units]
        parts.append(_grams(texts, WEIGHT_HEADING, [FIELDS[field]] * len(units)))
    rows, columns, values = [], [], []
    for row, (name, value) in _signs(units, reading):
        rows.append(row)
        columns.append(_bucket(name))
        values.append(value)
    parts.append((np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64), np.array(values, dtype=np.float32)))
    return tuple(np.concatenate([part[i] for part in parts]) for i in range(3))  # type: ignore[return-value]


@lru_cache(maxsize=1 << 16)
def _bucket(name: str) -> int:
    return zlib.crc32(name.encode()) % BUCKETS


def _plain(unit: Unit) -> str:
    text = numbering.strip(unit.text) if unit.kind == "heading" else unit.text
    return _FIGURES.sub("0", text)


_CLAUSES = re.compile("[，；：。]")


def _ends(text: str) -> tuple[str, str]:
    """The first and the last clause of a sentence: where its subject and its main verb mostly stand."""
    found = [clause for clause in _CLAUSES.split(text) if clause]
    return (found[0], found[-1]) if found else ("", "")


def _above(unit: Unit) -> tuple[str, ...]:
    return unit.above[:-1] if unit.kind == "heading" else unit.above


def _grams(texts: list[str], weight: float, salts: list[int]) -> Entries:
    """The hashed 1-, 2- and 3-grams of the texts; a text's n-grams together weigh weight × √number."""
    lengths = np.array([len(t) for t in texts], dtype=np.int64)
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(texts)), lengths)
    salt = np.repeat(np.array(salts, dtype=np.uint64), lengths)
    rows, columns = [], []
    hashed = salt * np.uint64(0x9E3779B1)
    for n in range(1, 4):
        size = len(codes) - n + 1
        if size <= 0:
            break
        hashed = (hashed[:size] * np.uint64(0x01000193)) ^ codes[n - 1:n - 1 + size]
        same = owner[:size] == owner[n - 1:n - 1 + size]
        mixed = hashed ^ (hashed >> np.uint64(15)) ^ (hashed >> np.uint64(31))
        columns.append((mixed[same] % np.uint64(BUCKETS)).astype(np.int64))
        rows.append(owner[:size][same])
    if not rows:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    row, column = np.concatenate(rows), np.concatenate(columns)
    counts = np.bincount(row, minlength=len(texts)).clip(min=1)
    return row, column, (weight / np.sqrt(counts))[row].astype(np.float32)


def _signs(units: list[Unit], reading: roles.Reading) -> list[tuple[int, tuple[str, float]]]:
    """(place, (name, value)) of the features that are no n-grams."""
    found: list[tuple[int, tuple[str, float]]] = []
    scores, parsed, said = reading
    chapters = sum(u.kind == "heading" and u.level == 1 for u in units)
    chapter = 0
    for i, unit in enumerate(units):
        chapter += unit.kind == "heading" and unit.level == 1
        signs = {f"cue {role}": value / 3 for role, value in scores[i].items() if value}
        signs[f"kind {unit.kind} {unit.level}"] = 1.0
        signs[f"chapter {min(chapter, 6)} of {min(chapters, 6)}"] = 1.0
        signs[f"fifth {min(4, 5 * i // len(units))}"] = 0.5
        signs[f"opening {unit.text[:2]}"] = signs[f"opening {unit.text[:3]}"] = signs[f"end {unit.text[-3:]}"] = 1.0
        signs |= clauses.signs(parsed[i])
        if unit.kind == "sentence":
            if i + 3 > len(units):
                signs[f"last but {len(units) - 1 - i}"] = 0.5
            if i < 3:
                signs[f"first {i}"] = 0.5
        if said[i]:
            signs[f"announced {said[i]}"] = 1.5
        if numbering.ordinal(unit.text):
            signs["in a list"] = 1.0
        above = _above(unit)
        if above:
            nearest = roles.heading_role(above[-1])
            signs[f"chapter role {roles.heading_role(above[0])}"] = 1.5
            signs[f"nearest role {nearest}"] = 1.5
            if unit.kind == "sentence":
                signs[f"under {nearest} {clauses.stance(parsed[i])}"] = 1.5
        else:
            signs["no heading above"] = 1.0
        if i:
            signs[f"after {units[i - 1].kind}"] = 0.5
            signs |= {f"after cue {role}": value / 4 for role, value in scores[i - 1].items() if value}
            if units[i - 1].paragraph == unit.paragraph:
                signs["within a paragraph"] = 0.5
        if i + 1 < len(units):
            signs |= {f"before cue {role}": value / 4 for role, value in scores[i + 1].items() if value}
        if unit.kind != "sentence":
            signs |= _section(units, scores, i)
        found.extend((i, sign) for sign in signs.items())
    return found


def _section(units: list[Unit], scores: list[dict[str, float]], start: int) -> dict[str, float]:
    """What the sentences under a heading or title speak of, by their cues."""
    totals: dict[str, float] = {}
    level = units[start].level or 0
    for i in range(start + 1, min(len(units), start + 14)):
        if units[i].kind == "heading" and (units[i].level or 1) <= level:
            break
        for role, value in scores[i].items():
            totals[role] = totals.get(role, 0.0) + value
    whole = sum(totals.values())
    return {f"section {role}": 2 * value / whole for role, value in totals.items() if value} if whole else {}
