"""Features of units for the role model: character n-grams of the unit and of the headings above, cues, place, neighbours.

All features are hashed into one table of 2^16 weights a role. They come in three sorts, so that numpy weighs a whole
article at once: n-grams of texts, properties of which each unit has one value, and amounts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

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


class Features(NamedTuple):
    """The features of the units of one article.

    `grams` are (row, column) of the n-grams of texts, rows ascending, `shares` what one n-gram of each text counts, and
    `texts` [unit, field] the texts that each unit is described by, -1 for none. `properties` [unit, property] are columns,
    BUCKETS for none, each counting `counts`; `amounts` [unit, amount] are the values of `amount_columns`.
    """

    grams: tuple[Any, Any]
    shares: Any
    texts: Any
    properties: Any
    counts: Any
    amounts: Any
    amount_columns: Any


def entries(units: list[Unit], reading: roles.Reading) -> Entries:
    """(row, column, value) of every feature of the units of one article; rows are the units' places in the list."""
    found = of(units, reading)
    (text_rows, text_columns), parts = found.grams, []
    for texts in found.texts.T:
        bounds = np.searchsorted(text_rows, [texts, texts + 1])
        sizes = np.where(texts < 0, 0, bounds[1] - bounds[0])
        rows = np.repeat(np.arange(len(units)), sizes)
        places = np.arange(sizes.sum()) + np.repeat(bounds[0] - np.cumsum(sizes) + sizes, sizes)
        parts.append((rows, text_columns[places], found.shares[texts[rows]]))
    rows, which = np.nonzero(found.properties < BUCKETS)
    parts.append((rows, found.properties[rows, which], found.counts[which]))
    rows, which = np.nonzero(found.amounts)
    parts.append((rows, found.amount_columns[which], found.amounts[rows, which]))
    return tuple(np.concatenate([part[i] for part in parts]) for i in range(3))  # type: ignore[return-value]


def of(units: list[Unit], reading: roles.Reading) -> Features:
    """The features of the units of one article."""
    rows, columns, shares, texts = _texts(units)
    properties, counts = _properties(units, reading)
    amounts, amount_columns = _amounts(units, reading)
    return Features((rows, columns), shares, texts, properties, counts, amounts, amount_columns)


def bucket(name: str) -> int:
    """The column of a feature's name."""
    return zlib.crc32(name.encode()) % BUCKETS


_LENGTHS = (12, 20, 35, 60, 90, 120)
_TELLING_SETS = tuple("+".join(n for i, n in enumerate(clauses.TELLING) if bits >> i & 1) for bits in range(1 << len(clauses.TELLING)))


@cache
def _columns() -> dict[str, Any]:
    """For each property with few values its columns in the order of the values, with that of none behind them for -1."""
    openings = clauses.words().openings
    values = {
        "chapter": [f"chapter {i} of {n}" for i in range(7) for n in range(7)], "fifth": [f"fifth {i}" for i in range(5)],
        "last but": ["last but 0", "last but 1"], "first": ["first 0", "first 1", "first 2"], "list": ["in a list"],
        "none above": ["no heading above"], "same paragraph": ["within a paragraph"],
        "opening": [f"opening {name}" for name in openings], "last opening": [f"last opening {name}" for name in openings],
        "from to": [f"from {name} to {rest}" for name in openings for rest in _TELLING_SETS],
        "telling first": [f"telling first {names}" for names in _TELLING_SETS],
        "telling last": [f"telling last {names}" for names in _TELLING_SETS],
        "order": [f"order {name}" for name in clauses.STANCES], "acts": ["all acts"], "condition": ["condition, demand"],
        "clauses": [f"clauses {i}" for i in range(7)], "couplet": ["couplet 2", "couplet 3", "couplet 4"],
        "end": ["ends in a couplet"], "length": [f"length {n}" for n in _LENGTHS]}
    return {name: np.array([*map(bucket, names), BUCKETS]) for name, names in values.items()}


def _plain(unit: Unit) -> str:
    text = numbering.strip(unit.text) if unit.kind == "heading" else unit.text
    return _FIGURES.sub("0", text)


_CLAUSES = re.compile("[，；：。]")


def _ends(text: str) -> tuple[str, str]:
    """The first and the last clause of a sentence: where its subject and its main verb mostly stand."""
    core = text.strip("，；：。")
    return _CLAUSES.split(core, 1)[0], core[max(map(core.rfind, "，；：。")) + 1:]


def _above(unit: Unit) -> tuple[str, ...]:
    return unit.above[:-1] if unit.kind == "heading" else unit.above


def _texts(units: list[Unit]) -> tuple[Any, Any, Any, Any]:
    """(row, column) of the n-grams of all texts, what one counts, and the texts of each unit: own, ends, headings above.

    A heading stands above many units: it is a text only once.
    """
    own = [_plain(u) for u in units]
    ends = [_ends(text) if u.kind == "sentence" else ("", "") for u, text in zip(units, own, strict=True)]
    texts = [*own, *(first for first, _ in ends), *(last for _, last in ends)]
    salts = [FIELDS["own" if u.kind == "sentence" else "heading"] for u in units]
    salts += [FIELDS["first"]] * len(units) + [FIELDS["last"]] * len(units)
    weights = [WEIGHT_GRAMS] * len(units) + [WEIGHT_CLAUSE] * 2 * len(units)
    place = np.full((len(units), 5), -1)
    place[:, :3] = np.arange(3 * len(units)).reshape(3, -1).T
    above = [_above(u) for u in units]
    for field, column, which in (("chapter", 3, 0), ("nearest", 4, -1)):
        names = [headings[which] if headings else "" for headings in above]
        known = {name: i for i, name in enumerate(dict.fromkeys(filter(None, names)), len(texts))}
        place[:, column] = [known.get(name, -1) for name in names]
        texts += known
        salts += [FIELDS[field]] * len(known)
        weights += [WEIGHT_HEADING] * len(known)
    rows, columns, counts = _grams(texts, salts)
    return rows, columns, (np.array(weights) / np.sqrt(counts.clip(min=1))).astype(np.float32), place


def _grams(texts: list[str], salts: list[int]) -> tuple[Any, Any, Any]:
    """(row, column) of the hashed 1-, 2- and 3-grams of the texts, rows ascending, and how many each text has."""
    lengths = np.array([len(t) for t in texts], dtype=np.int64)
    codes = clauses.codes_of("".join(texts)).astype(np.uint64)
    salt = np.repeat(np.array(salts, dtype=np.uint64), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(codes))  # characters up to the text's end
    columns = np.zeros((len(codes), 3), dtype=np.int64)
    inside = np.zeros((len(codes), 3), dtype=bool)
    hashed = salt * np.uint64(0x9E3779B1)
    for n in range(1, min(3, len(codes)) + 1):
        size = len(codes) - n + 1
        hashed = (hashed[:size] * np.uint64(0x01000193)) ^ codes[n - 1:]
        columns[:size, n - 1] = (hashed ^ (hashed >> np.uint64(15)) ^ (hashed >> np.uint64(31))) & np.uint64(BUCKETS - 1)
        inside[:, n - 1] = left >= n
    counts = np.where(lengths > 2, 3 * lengths - 3, np.where(lengths == 2, 3, lengths))
    return np.repeat(np.arange(len(texts)), counts), columns[inside], counts


_OPENING, _END = zlib.crc32(b"opening "), zlib.crc32(b"end ")


def _properties(units: list[Unit], reading: roles.Reading) -> tuple[Any, Any]:
    """([unit, property], what each property counts) of the features of which a unit has one value or none."""
    table, n = _columns(), len(units)
    found: list[tuple[float, Any]] = []
    chapter = np.cumsum([u.kind == "heading" and u.level == 1 for u in units])
    texts = [u.text for u in units]
    openings = [(zlib.crc32(t[:2].encode(), _OPENING), zlib.crc32(t[:3].encode(), _OPENING), zlib.crc32(t[-3:].encode(), _END))
                for t in texts]
    hashed = np.array(openings) % BUCKETS
    hashed[[len(t) < 3 for t in texts], 1] = BUCKETS
    found += [(1.0, column) for column in hashed.T]
    found.append((1.0, np.array([_kind(u.kind, u.level) for u in units])))
    found.append((1.0, table["chapter"][np.minimum(chapter, 6) * 7 + min(chapter[-1], 6)]))
    found.append((0.5, table["fifth"][5 * np.arange(n) // n]))
    sentence = np.array([u.kind == "sentence" for u in units])
    place = np.arange(n)
    found.append((0.5, table["last but"][np.where(sentence & (place + 3 > n), n - 1 - place, -1)]))
    found.append((0.5, table["first"][np.where(sentence & (place < 3), place, -1)]))
    found.append((1.5, _named("announced ", reading.announced)))
    found.append((1.0, table["list"][[0 if numbering.ordinal(text) else -1 for text in texts]]))
    above = [_above(u) for u in units]
    chapters = [roles.heading_role(headings[0]) if headings else "" for headings in above]
    nearest = [roles.heading_role(headings[-1]) if headings else "" for headings in above]
    found.append((1.5, _named("chapter role ", chapters)))
    found.append((1.5, _named("nearest role ", nearest)))
    stances = [clauses.STANCES[i] for i in reading.clauses.stances]
    found.append((1.5, _named("under ", [f"{role} {stance}" if role and own else ""
                                         for role, stance, own in zip(nearest, stances, sentence, strict=True)])))
    found.append((1.0, table["none above"][np.array([-1 if headings else 0 for headings in above])]))
    found.append((0.5, _named("after ", ["", *(u.kind for u in units[:-1])])))
    paragraphs = np.array([u.paragraph for u in units])
    found.append((0.5, table["same paragraph"][np.concatenate(((-1,), np.where(paragraphs[1:] == paragraphs[:-1], 0, -1)))]))
    found += _of_clauses(reading.clauses)
    return np.stack([column for _, column in found], axis=1), np.array([value for value, _ in found], dtype=np.float32)


@cache
def _kind(kind: str, level: int | None) -> int:
    return bucket(f"kind {kind} {level}")


def _named(before: str, names: Sequence[str]) -> Any:
    """The column of each name, that of none for an empty one."""
    return np.array([_name(before, name) for name in names])


@cache
def _name(before: str, name: str) -> int:
    return bucket(before + name) if name else BUCKETS


def _of_clauses(parsed: clauses.Clauses) -> list[tuple[float, Any]]:
    """(what it counts, the column for each text) of what the order of a text's clauses tells."""
    table = _columns()
    some = parsed.numbers > 0
    first, last = parsed.firsts[:-1][some], parsed.firsts[1:][some] - 1
    number = last - first + 1
    tells = sum(parsed.marked(name).astype(np.int64) << i for i, name in enumerate(clauses.TELLING))
    telling = np.flatnonzero(tells)
    owner = (np.cumsum(some) - 1)[parsed.owners[telling]]  # among the texts that have clauses
    telling_first, telling_last = np.zeros(len(first), np.int64), np.zeros(len(first), np.int64)
    telling_first[owner[::-1]] = tells[telling[::-1]]
    telling_last[owner] = tells[telling]
    lengths, whole = parsed.lengths, np.zeros(0, np.int64)
    couplet = ends_even = np.zeros(len(first), dtype=bool)
    if len(first):
        whole = np.add.reduceat(lengths, first)
        even = np.maximum.reduceat(lengths, first) == np.minimum.reduceat(lengths, first)
        crossed = (number == 4) & (lengths[first] == lengths[last - 1]) & (lengths[np.minimum(first + 1, last)] == lengths[last])
        couplet = (number > 1) & (even | crossed)
        ends_even = ~couplet & (number > 1) & (lengths[last] == lengths[last - 1])
    acts = parsed.acting[some] / np.maximum(number, 1)
    gate = parsed.marked("gate")[:-1] & parsed.marked("modal")[1:] & (parsed.owners[1:] == parsed.owners[:-1])
    condition = np.bincount(parsed.owners[:-1][gate], minlength=len(parsed))[some] > 0
    openings, order = parsed.openings, parsed.stances[some]
    found = [
        (1.0, table["opening"][openings[first]]),
        (0.7, table["last opening"][openings[last]]),
        (0.7, table["from to"][openings[first] * len(_TELLING_SETS) + tells[last]]),
        (1.0, table["telling first"][telling_first]),
        (1.0, table["telling last"][telling_last]),
        (1.0, table["order"][order]),
        (1.0, table["acts"][np.where(acts > 0.7, 0, -1)]),
        (1.0, table["condition"][np.where(condition, 0, -1)]),
        (0.5, table["clauses"][np.minimum(number, 6)]),
        (1.5, table["couplet"][np.where(couplet, np.minimum(number, 4) - 2, -1)]),
        (0.7, table["end"][np.where(ends_even, 0, -1)]),
        (0.7, table["length"][np.searchsorted(_LENGTHS[:-1], whole)])]
    return [(value, _spread(columns, some)) for value, columns in found]


def _spread(columns: Any, some: Any) -> Any:
    """The columns of the texts that have clauses, among all texts."""
    spread = np.full(len(some), BUCKETS)
    spread[some] = columns
    return spread


def _amounts(units: list[Unit], reading: roles.Reading) -> tuple[Any, Any]:
    """([unit, amount], column of each amount): cues of the unit, its neighbours and its section, classes of its clauses."""
    cues, parsed, n = reading.scores, reading.clauses, len(units)
    around = np.zeros((2, n, cues.shape[1]))
    around[0, 1:], around[1, :-1] = cues[:-1], cues[1:]
    some = parsed.numbers > 0
    first, last = parsed.firsts[:-1][some], parsed.firsts[1:][some] - 1
    classes = np.zeros((3, n, len(clauses.words().classes)))
    acts = np.zeros((n, 1))
    if len(first):
        masks = np.stack((parsed.marks[first], parsed.marks[last], np.bitwise_or.reduceat(parsed.marks, first)))
        classes[:, some] = masks[:, :, None] >> np.arange(classes.shape[2]) & 1
        acts[some, 0] = 2 * parsed.acting[some] / (last - first + 1)
    found = (cues / 3, around[0] / 4, around[1] / 4, _sections(units, cues), classes[0], classes[1], 0.7 * classes[2], acts)
    return np.concatenate(found, axis=1, dtype=np.float32), _amount_columns()


@cache
def _amount_columns() -> Any:
    names = [f"{before} {role}" for before in ("cue", "after cue", "before cue", "section") for role in roles.TOLD]
    names += [f"{before} {name}" for before in ("first", "last", "any") for name in clauses.words().classes]
    return np.array([bucket(name) for name in (*names, "acts")])


SECTION = 13  # units behind a heading or title that are asked what its section speaks of


def _sections(units: list[Unit], cues: Any) -> Any:
    """What the sentences under each heading or title speak of, by their cues: [unit, role]."""
    found = np.zeros(cues.shape)
    bounds = []
    heads = [i for i, unit in enumerate(units) if unit.kind != "sentence"]
    for place, i in enumerate(heads):
        level = units[i].level or 0
        end = next((j for j in heads[place + 1:] if units[j].kind == "heading" and (units[j].level or 1) <= level), len(units))
        bounds.append((i + 1, min(i + 1 + SECTION, end)))
    if not heads:
        return found
    padded = np.concatenate((cues, np.zeros((1, cues.shape[1]))))
    ends = np.array(bounds)
    totals = np.add.reduceat(padded, ends.ravel(), axis=0)[::2]
    totals[ends[:, 0] == ends[:, 1]] = 0
    whole = totals.sum(axis=1, keepdims=True)
    found[heads] = np.divide(2 * totals, whole, out=np.zeros_like(totals), where=whole != 0)
    return found
