"""Parallel headings: one frame a chapter, filled from the word tables so that no content word stands twice."""

from __future__ import annotations

import itertools
import math
import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from drafter import meaning, resources, words, yamlfile
from drafter.aspects import Aspect, unheaded
from drafter.composing import answers, heading_rows, names
from drafter.composing.candidates import Group
from drafter.composing.facts import Placed
from drafter.composing.heading_rows import Row
from drafter.composing.points import THREADED, Points
from drafter.composing.scheme import Plan
from drafter.composing.selection import Pool
from drafter.errors import TemplateError, nearest
from drafter.handwritten import Heads
from drafter.outlines import Items

LIMIT = 20_000  # combinations looked at; five aspects with seven rows each are 16,807
OFF = 4.0  # what it costs a row to lie so much further than the nearest row (1.0 in meaning) from what the clerk tells of the aspect
BY_FAULT = 1.2  # what it is worth that a row says the kind of fault which the clerk's problem shows
# What it is worth that a row is of just the passage that will stand under it. Judges found its words better over what is wrong, why, and
# what is to be done, and worse over what was done and learned, which is told in wider words (12 pairs): there the table's stand alone.
BY_POINT = {"cause": 1.2, "measure": 0.3}
COINED = 0.3  # what each character of a lever costs that no word of the dictionary covers, but the first: 拆步分人 is no word of an office
AGAIN, THOUGH = 2.0, 0.2  # what it costs to say once more what an earlier heading says is done; how much of it where a fact calls for that
UNSEEN = 4.0  # what it costs not to show the name of an aspect that no heading has shown
# What it costs not to name an aspect of that very page that no heading has named, and what where something else is its lever (在征集难题上
# 交实账 of 思想认识).
UNNAMED, UNNAMED_LEVER = 0.6, 1.2
PLAIN = 2.5  # what it costs a row to say nothing of the trade
FAR = 3  # rows further apart than so many are no thread either way
ROWS = ("problem", "cause", "measure", "short", "task", "name")


class Frame(BaseModel):
    """A heading pattern; `rows` are the table rows it takes words from, `lists` words that go one to an item, `suits` for whom each is."""

    model_config = ConfigDict(extra="forbid")
    name: str
    rows: list[str]
    text: str
    lists: dict[str, list[str]] = Field(default_factory=dict)
    suits: dict[str, str] = Field(default_factory=dict)
    same: bool = False  # only where all aspects' names are of one length
    spoken: str = ""  # which tails a name that is a clause gets beside others that are none (spoken-names.yaml)
    guessed: bool = False  # only where the tables do not know of most of the names what is to be looked for in such a thing
    deeds: bool = False  # only where all the clerk's own names are of deeds: 坚持库房条件 is no Chinese
    least: int = 1
    example: str


class Title(NamedTuple):
    """A heading's words, the table row they come from, and the measure's lever if it has one."""

    text: str
    source: str
    lever: str = ""
    slots: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()


class Other(NamedTuple):
    """Another solution for one heading: its words, what the chapter then costs, its slots, (aspect, words, slots) of what changes too."""

    text: str
    cost: float
    slots: tuple[str, ...]
    also: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


@cache
def frames() -> dict[str, Frame]:
    """The frames by name."""
    path = resources.table("frames.yaml")
    rows, _ = yamlfile.parse(path, TemplateError)
    found = {row["name"]: Frame.model_validate(row) for row in rows}
    for frame in found.values():
        if wrong := [r for r in frame.rows if r not in ROWS]:
            raise TemplateError(f"句式“{frame.name}”的 rows 没有“{wrong[0]}”", file=path, cure=f"可用的有 {'、'.join(ROWS)}")
    return found


def known(name: str, section: str) -> Frame:
    """The frame of that name. Raises TemplateError with the nearest one."""
    if name not in frames():
        raise TemplateError(f"没有叫“{name}”的标题句式", place=f"“{section}”一节",
                            cure=nearest(name, frames()) or f"现有：{'、'.join(frames())}")
    return frames()[name]


@cache
def _short_endings() -> tuple[tuple[str, str], ...]:
    rows = yamlfile.table("short-subjects.yaml")
    return tuple(sorted(((row["ending"], row.get("short", row["ending"])) for row in rows), key=lambda row: -len(row[0])))


def short_subject(subject: str) -> str:
    """The subject's short form for headings (…深度融合 → 融合), or an empty string where none is safe."""
    return next((short for ending, short in _short_endings() if subject.endswith(ending) and subject != short), "")


def generate(scheme: Plan, subject: str, pool: Pool, seed: int = 0,
             again: dict[int, tuple[int, frozenset[str]]] | None = None) -> dict[tuple[int, str], Title]:
    """The heading of every (chapter number, item name) whose headings come from a frame; near to what will stand under it.

    None has a word that the brief wants avoided.

    `again` gives chapters that are drawn anew a seed of their own and the headings that shall not come back; they come last.
    """
    again, points = again or {}, pool.points
    titles: dict[tuple[int, str], Title] = {}
    short = short_subject(subject)
    drawn: dict[str, int] = {}
    used: set[str] = set()
    spent: set[str] = set()  # what earlier chapters' headings say is done: what comes next is not headed by what was done
    seen: set[str] = set()  # the aspects whose names stand in a heading: the clerk looks for his own words
    for number, chapter in sorted(enumerate(scheme.chapters), key=lambda row: row[0] in again):
        seed, gone = again.get(number, (seed, frozenset()))
        items = chapter.section.items
        if not isinstance(items, Items) or not items.frames or items.each != "方面":
            continue
        aspects = [e.aspect for e in chapter.entries if e.aspect]
        frame = _frame([known(name, chapter.section.name) for name in items.frames], aspects, used, seed)
        used.add(frame.name)
        chance = random.Random(f"{seed}{frame.name}") if seed else None
        told = {a.name: scheme.told(a.name, number) for a in aspects}
        here = {a.name: [p for p in told[a.name] if p not in scheme.elsewhere.get(a.name, [])] for a in aspects}
        homes = [a.base or a.name for a in aspects]  # two of the clerk's words on one page of the tables need more rows than it has
        sorts: set[str] = {step.phrase or "acts" for step in items.recipe if step.phrase or step.acts}
        problems = [scheme.problem(a.name) for a in aspects]
        threads = [points.thread(a.name, problem) for a, problem in zip(aspects, problems, strict=True)]
        heads = [_heads(points, a.name, problem, thread, sorts) for a, problem, thread in zip(aspects, problems, threads, strict=True)]
        said = "" if any(heads) or any(problems) else short  # 匀出融合的党务精力: what a passage or a fault is after is not the subject's
        options = [_options(frame, a, said, here[a.name], spare=a.base not in ("", a.name) and homes.count(home) > 1, heads=own,
                            threaded=thread is not None)
                   for a, home, own, thread in zip(aspects, homes, heads, threads, strict=True)]
        options = [_spared(frame, rows, a, pool) for rows, a in zip(options, aspects, strict=True)]
        frame = frame.model_copy(update={"lists": {slot: _dealt(rows, frame.suits, [a.name for a in aspects], seed)
                                                   for slot, rows in frame.lists.items()}})
        if gone:
            options = [[r for r in rows if _filled(frame, r, i)[0] not in gone] or rows for i, rows in enumerate(options)]
        under = [answers.body(problem) or points.body(a.name, sorts, problem) for a, problem in zip(aspects, problems, strict=True)]
        off = [_off(frame, rows, "，".join(p.text for p in told[a.name]), body, a, seen=a.name in seen)
               for rows, a, body in zip(options, aspects, under, strict=True)]
        again_at = [AGAIN * (THOUGH if e.facts else 1.0) for e in chapter.entries if e.aspect]
        off = [[cost + worse * (_deed(row) in spent) for cost, row in zip(costs, rows, strict=True)]
               for costs, rows, worse in zip(off, options, again_at, strict=True)]
        chosen = _best(options, [drawn.get(a.name, 0) for a in aspects], frame, chance, off)
        for index, (aspect, row) in enumerate(zip(aspects, chosen, strict=True)):
            drawn[aspect.name] = options[index].index(row)
            spent |= {_deed(row)} - {""}
            text, slots, values = _filled(frame, row, index)
            seen |= {aspect.name} if heading_rows.shows(aspect, text) and heading_rows.names_it(aspect, text) else set()
            table = "成段的话" if "point" in row else "词表"
            titles[number, aspect.name] = Title(text, f"{aspect.trade}{table}·{aspect.base or aspect.name}", values.get("lever", ""), slots,
                                                _others(options, chosen, index, frame, [a.name for a in aspects]))
        spoken = _as_spoken({a.name: titles[number, a.name].text for a in aspects}, seen)
        seen |= set(spoken)
        others = [len(titles[number, a.name].text) for a in aspects if a.name not in spoken]
        tails: list[str] = []
        for name in spoken:
            tails.append(_tail(name, frame.spoken, others, tails))
            titles[number, name] = Title("，".join(filter(None, (name, tails[-1]))), "任务书着重的方面")
    return titles


def _heads(points: Points, aspect: str, problem: str, thread: Group | None, sorts: set[str]) -> Heads | None:
    """The heading words of the passage that sentences of those sorts tell of the aspect; None where none of its threads is told."""
    if "体会" in sorts:  # the lesson of what was done: 关键在当户打分
        return points.heads(points.thread(aspect, ""))
    return points.heads(thread) if sorts & THREADED.keys() and not answers.body(problem) else None


def _spared(frame: Frame, rows: list[Row], aspect: Aspect, pool: Pool) -> list[Row]:
    """The rows, plain ones in the place of those that name what the brief wants avoided (水价 among the rows of 计量)."""
    kept = [row for row in rows if not pool.avoids("".join(row.values()).replace(aspect.name, ""))]
    return rows if len(kept) == len(rows) else [*kept, *_options(frame, unheaded(aspect), "", spare=True)]


def _deed(row: Row) -> str:
    """What a row of a measure says is done (控好作业总量); empty for any other row."""
    return row["verb"] + row["object"] if "object" in row else ""


def _as_spoken(headings: dict[str, str], seen: AbstractSet[str] = frozenset()) -> list[str]:
    """The aspects that are to be headed by the clerk's own words, as these make a clause that fits into no frame (抓实为什么要禁烧).

    So are those whose heading does not show a clause that no heading has shown (`seen`).

    Where they are half of a chapter the others bear their names too, so that the headings are of one build.
    """
    spoken = [name for name in headings if names.long_clause(name)]
    unfit = [name for name in spoken if (not headings[name].startswith(f"{name}，") if name in headings[name] else name not in seen)]
    return list(headings) if unfit and 2 * len(spoken) >= len(headings) else unfit


def _tail(name: str, tails: str, others: list[int], used: list[str]) -> str:
    """The tail that makes the clerk's clause about as long as the other headings; empty where there are none, or no tail fits."""
    if not others:
        return ""
    rows = yamlfile.table("spoken-names.yaml")["tails"].get(tails, [])
    wanted = sorted(others)[len(others) // 2] - len(name) - 1
    return max((tail for tail in rows if len(tail) <= wanted + 1 and tail not in used), key=lambda t: -abs(len(t) - wanted), default="")


def _dealt(listed: list[str], suits: dict[str, str], names: list[str], seed: int) -> list[str]:
    """The listed words, one an item: the one that suits its name best (本领 an expert, 服务 a friend), or as the seed turns the list."""
    if not suits:
        return [listed[(index + seed) % len(listed)] for index in range(len(listed))]
    near = [[meaning.nearness(name, suits[word]) + sum(name.count(cue) for cue in suits[word].split("、")) for word in listed]
            for name in names]
    picked = max(itertools.permutations(range(len(listed)), len(names)), key=lambda p: sum(near[i][word] for i, word in enumerate(p)))
    return [listed[word] for word in (*picked, *(w for w in range(len(listed)) if w not in picked))]


def _filled(frame: Frame, row: Row, index: int) -> tuple[str, tuple[str, ...], Row]:
    """(the heading, the words in its slots in the frame's order, every value) of a row at the index-th item."""
    values = row | {slot: rows[index % len(rows)] for slot, rows in frame.lists.items()}
    return frame.text.format(**values), tuple(values[s] for s in re.findall(r"{(\w+)}", frame.text) if s != "short"), values


def _others(options: list[list[Row]], chosen: list[Row], index: int, frame: Frame, names: list[str]) -> tuple[Other, ...]:
    """The other solutions for one heading, the best first; one with a word that a sibling has in the same slot changes the sibling too."""
    now = [_filled(frame, row, i) for i, row in enumerate(chosen)]
    bare = {id(row): _bare(frame, row) for rows in (*options, chosen) for row in rows}
    found: dict[str, Other] = {}
    for row in options[index]:
        text, slots, _ = _filled(frame, row, index)
        if text == now[index][0] or text in found:
            continue
        rows, moved = [*chosen[:index], row, *chosen[index + 1:]], []
        for other in range(len(chosen)):
            if other != index and _same_slot(slots, now[other][1]):
                best = _least(options[other], [bare[id(r)] for r in rows], other, bare)
                rows[other] = best
                moved.append((names[other], *_filled(frame, best, other)[:2]))
        filled = [_filled(frame, r, i)[1] for i, r in enumerate(rows)]
        if not any(_same_slot(a, b) for a, b in itertools.combinations(filled, 2)):
            found[text] = Other(text, _clashes([bare[id(r)] for r in rows]), slots, tuple(moved))
    return tuple(sorted(found.values(), key=lambda o: (o.cost, o.text)))


def _least(rows: list[Row], shown: list[_Shown], place: int, bare: dict[int, _Shown]) -> Row:
    """The row that clashes least at a place among the others."""
    return min(rows, key=lambda row: _clashes([*shown[:place], bare[id(row)], *shown[place + 1:]]))


class _Shown(NamedTuple):
    """The values of a row that the frame shows, their characters, their pairs of characters, and how many of these stand twice."""

    values: tuple[str, ...]
    length: int
    pairs: frozenset[str]
    doubles: int


def _bare(frame: Frame, row: Row) -> _Shown:
    """What the frame shows of a row."""
    return _shown(tuple(row[slot] for slot in _slots(frame.text) if slot in row and slot not in frame.lists and slot != "short"))


@cache
def _slots(text: str) -> tuple[str, ...]:
    """The slots of a frame, each once."""
    return tuple(dict.fromkeys(re.findall(r"{(\w+)}", text)))


@lru_cache(maxsize=20_000)
def _shown(values: tuple[str, ...]) -> _Shown:
    pairs = [words.bigrams(value) for value in values]
    union = frozenset().union(*pairs)
    return _Shown(values, sum(map(len, values)), union, sum(map(len, pairs)) - len(union))


def _same_slot(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """True where two headings have the same word in the same slot."""
    return any(x == y for x, y in zip(a, b, strict=True))


def _frame(wanted: list[Frame], aspects: list[Aspect], used: set[str], seed: int) -> Frame:
    """The frame for a chapter: one that every aspect has words for and no chapter before used; the seed chooses among several."""
    wanted = [f for f in wanted if not f.deeds or all(a.base in ("", a.name) or names.deed(a.name) for a in aspects)] or wanted
    able = [f for f in wanted if all(_has(a, kind) for a in aspects for kind in f.rows)
            and all(len(rows) >= len(aspects) for rows in f.lists.values()) and len(aspects) >= f.least
            and (not f.same or len({len(a.name) for a in aspects}) == 1)]
    guessed = 2 * sum(heading_rows.trait_guessed(a) for a in aspects) > len(aspects)
    able = [f for f in able if f.guessed == guessed] or [f for f in able if not f.guessed] or able
    able = [f for f in able if all(any(heading_rows.shows(a, text) for text in _texts(f, a)) for a in aspects)] or able
    able = [f for f in able if all(any(not _doubled(text) for text in _texts(f, a)) for a in aspects)] or able
    fresh = [f for f in able if f.name not in used] or able or [f for f in wanted if not f.same] or wanted
    first = fresh[seed % len(fresh)]
    # 在…上下功夫 and 坚持…，着力… do the same: not every report is to say the first
    peers = [f for f in fresh if f.rows == first.rows] if first.rows == ["measure"] else [first]
    return peers[(zlib.crc32("".join(a.name for a in aspects).encode()) + seed) % len(peers)]


def _texts(frame: Frame, aspect: Aspect) -> Iterator[str]:
    """The headings that the frame makes of the table's rows for the aspect, its listed words left out."""
    return (frame.text.format(**row, **dict.fromkeys(frame.lists, "")) for row in _options(frame, aspect, ""))


@cache
def _coined(lever: str) -> int:
    """How many characters of a lever belong to no word of two, but one, which may be a 按 or a 逐."""
    return max(0, sum(len(word) == 1 for word in words.plain(lever)) - 1)


def _doubled(text: str) -> bool:
    """True where a pair of characters stands twice in one heading: 广泛收集问题，抓实问题收集."""
    first, _, second = text.partition("，")
    return bool(words.bigrams(first) & words.bigrams(second))


def _has(aspect: Aspect, kind: str) -> bool:
    """True where the table holds that kind of row for the aspect; what a clause asks to be done is said by itself (扣水扣杂讲明白)."""
    return kind == "name" or bool({"problem": aspect.problem, "cause": aspect.cause, "measure": aspect.measure,
                                   "short": aspect.short, "task": len(aspect.task) >= 2 or names.long_clause(aspect.name)}[kind])


_STUTTER = re.compile(r"([以在把对向用抓着])\1")  # 以以销定产破题


def _options(frame: Frame, aspect: Aspect, short: str, told: Sequence[Placed] = (), *, spare: bool = False,
             heads: Heads | None = None, threaded: bool = False) -> list[Row]:
    """Every way to fill the frame for the aspect: the table's rows, the passage's, those for the kind of fault that a problem shows.

    Of a kind that is but guessed none where a passage's own thread answers the problem (`threaded`).
    """
    read = (answers.read(p.text, wrong=True) for p in told if p.use == "问题")
    shown = next((reading for reading in read if reading is not None and not (reading.guessed and threaded)), None)
    by_fault = answers.headings(shown) if shown else {}
    nouns = {kind: answers.at_fault(shown, aspect.name, "lever" if kind == "measure" else "noun") if shown else "" for kind in frame.rows}
    tells = any(p.use == "问题" for p in told)
    many = [[*heading_rows.of_table(kind, aspect, spare=spare), *heading_rows.of_passage(kind, aspect, heads, told=tells),
             *heading_rows.by_fault(kind, aspect, by_fault, nouns[kind])] for kind in frame.rows]
    made = []
    for combination in itertools.product(*many):
        row: Row = {"short": f"{short}的" if short else ""}
        for kind, values in zip(frame.rows, combination, strict=True):
            row |= values if kind != "short" else {"word": values["noun"], "trait": values["adj"]}
        made.append(row)
    whole = [row for row in made if "{view}不" in frame.text or not row.get("view", "").endswith("得")]  # 根子拔得尚有差距
    return [row for row in whole if not _STUTTER.search(frame.text.format(**row, **dict.fromkeys(frame.lists, "")))] or made


def _off(frame: Frame, rows: list[Row], told: str, body: str, aspect: Aspect, *, seen: bool) -> list[float]:
    """What it costs each row to say something else than the clerk's facts and the passage under it, or not to show an aspect yet unseen.

    The words for a kind of fault go with sentences on that fault, not with a passage of its own. Where the clerk's own word stands for the
    lever, what follows it must be its matter too (技能提升，练强岗位本领).
    """
    texts = ["，".join(v for k, v in row.items() if f"{{{k}}}" in frame.text) for row in rows]
    unnamed = [UNNAMED_LEVER if "lever" in row and "fault" not in row else UNNAMED for row in rows]
    costs = [0.0 if seen else UNSEEN if not heading_rows.shows(aspect, text) else cost * (not heading_rows.names_it(aspect, text))
             for text, cost in zip(texts, unnamed, strict=True)]
    costs = [cost + (COINED * _coined(row["lever"]) if row.get("lever", aspect.name) != aspect.name else 0.0)
             for cost, row in zip(costs, rows, strict=True)]
    own = [row.get("lever") == aspect.name and "plain" not in row for row in rows]
    if sum(own) > 1:
        follows = [meaning.nearness(aspect.name, row["verb"] + row["object"]) if said else 0.0 for row, said in zip(rows, own, strict=True)]
        costs = [cost + OFF * said * (max(follows) - near) for cost, said, near in zip(costs, own, follows, strict=True)]
    if not told and not body:
        return costs
    near = [meaning.nearness(f"{told}，{told}，{body}", text) for text in texts]
    return [OFF * (max(near) - value) + PLAIN * ("plain" in row) - BY_FAULT * ("fault" in row and not body)
            - BY_POINT.get(frame.rows[0], 0.0) * ("point" in row) + cost for value, row, cost in zip(near, rows, costs, strict=True)]


def _best(options: list[list[Row]], drawn: list[int], frame: Frame, chance: random.Random | None, off: list[list[float]]) -> list[Row]:
    """One row an aspect: no content word twice in a slot, all of one length, near to the facts (`off`: what it costs not to be).

    Rows of the same number make a thread and are preferred.
    """
    bare = {id(row): _bare(frame, row) for rows in options for row in rows}
    orders = [list(enumerate(rows)) for rows in options]
    if chance is not None:
        for order in orders:
            chance.shuffle(order)
    worths = [{id(row): costs[index] + 0.4 * min(FAR, abs(index - d)) * ("fault" not in row and "point" not in row) for index, row in order}
              for order, costs, d in zip(orders, off, drawn, strict=True)]

    def cost(rows: Sequence[Row]) -> float:
        return sum(worth[id(row)] for worth, row in zip(worths, rows, strict=False)) + _clashes([bare[id(row)] for row in rows])

    found = _descended([[row for _, row in order] for order in orders], worths, bare, cost)
    if math.prod(map(len, orders)) > LIMIT:  # too many to look at them all
        return found
    least = [sum(min(worth.values()) for worth in worths[place:]) for place in range(len(worths) + 1)]
    best = cost(found) + 1e-9

    def search(rows: list[Row]) -> None:
        """Nothing; of the combinations that begin with these rows the first that costs less than any before is kept."""
        nonlocal best, found
        if rows and cost(rows) + least[len(rows)] >= best:
            return  # rows cost no less with others after them
        if len(rows) == len(orders):
            best, found = cost(rows), rows
            return
        for _, row in orders[len(rows)]:
            search([*rows, row])

    search([])
    return found


def _descended(rows_of: list[list[Row]], worths: list[dict[int, float]], bare: dict[int, _Shown],
               cost: Callable[[Sequence[Row]], float]) -> list[Row]:
    """A good row an aspect: from headings of one length one heading after the other is bettered, as long as that betters the whole."""
    sizes = {key: row.length for key, row in bare.items()}
    pairs = list(zip(rows_of, worths, strict=True))
    chosen = min(([min(rows, key=lambda row: (abs(sizes[id(row)] - size), worth[id(row)])) for rows, worth in pairs]
                  for size in sorted(set(sizes.values()))), key=cost)
    worth, better = cost(chosen), True
    while better:
        better = False
        for place, rows in enumerate(rows_of):
            for row in rows:
                tried = [*chosen[:place], row, *chosen[place + 1:]]
                if (now := cost(tried)) < worth - 1e-9:
                    chosen, worth, better = tried, now, True
    return chosen


def _clashes(rows: list[_Shown]) -> float:
    """How many content words stand twice in one slot, how many pairs of characters twice anywhere, and unequal lengths."""
    twice = sum(len(column) - len(set(column)) for column in zip(*(row.values for row in rows), strict=True))
    lengths = [row.length for row in rows]
    longest = max(lengths)
    uneven = 12.0 * max(0, longest - min(lengths) - 1) + 0.6 * (longest * len(lengths) - sum(lengths))
    shared = sum(len(row.pairs) for row in rows) - len(frozenset().union(*(row.pairs for row in rows)))
    return 3.0 * twice + uneven + 4.0 * sum(row.doubles for row in rows) + 0.5 * shared
