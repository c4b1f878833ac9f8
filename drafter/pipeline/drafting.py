"""Draft: brief → compose → write → why."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from drafter import aspects, handwritten, headwords, outlines, saving, words, writers
from drafter.bank import Found
from drafter.brief import Brief
from drafter.brief import load as load_brief
from drafter.composing import Draft, compose
from drafter.composing.planning import beside
from drafter.document import Document
from drafter.errors import OutputError, TemplateError
from drafter.phrases import Phrase
from drafter.pipeline import state
from drafter.pipeline.banks import everywhere, phrases
from drafter.readers.trace import TracedSentence, traced

KEPT = 3  # other wordings that travel in the .docx unasked


def draft(brief: Brief | str | Path, *, bank: str | Path | None = None, builtin: bool = True, template: str = "",
          seed: int = 0, alternatives: int = KEPT, progress: Callable[[Iterable[Path]], Iterator[Path]] = iter) -> Draft:
    """The composed draft of a brief (or of the brief in that file), ready for `write`, with so many other wordings for each sentence."""
    if not isinstance(brief, Brief):
        brief = load_brief(Path(brief))
    path = outlines.resolve(template) if template else outlines.choose(brief.kind, brief.subkind)
    outline = outlines.load(path)
    if "length" not in brief.model_fields_set:
        brief = brief.model_copy(update={"length": outline.length})
    with uncollected():
        trades = trades_of(brief)
        drawn = phrases(bank, builtin=builtin, trades=trades, topics=topics_of(brief, trades), progress=progress)
        try:
            made = compose(outline, brief, [*drawn.found, *written(brief, trades)], seed=seed, options=alternatives,
                           common=everywhere() if builtin else None)
        except TemplateError as error:
            raise outlines.placed(error, path) from error
    made.document.meta["state"] = state.made(brief, outline, seed, drawn.used, made.document.meta.pop("plan"), builtin=builtin)
    return made


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing; the collector of cycles rests: it would walk over every phrase again and again, a fifth of a draft's time."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()


def trades_of(brief: Brief) -> tuple[str, ...]:
    """The trades whose phrases may stand in a draft of the brief: its own and the general one."""
    return tuple(dict.fromkeys((aspects.trade_of(brief.subject, brief.context, brief.org), aspects.GENERAL)))


def topics_of(brief: Brief, trades: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words that a draft of the brief looks for in a large bank: a row for the subject, one for each aspect that it may treat."""
    trade = trades[0]
    known = [aspects.named(word, trade) for word in brief.stress]
    table = aspects.trades().get(trade)
    rows = {a.name: a for a in (*known, *(table.aspects if table else ()), *aspects.general())}
    return [tuple(sorted(words.content(brief.subject))), *(tuple(dict.fromkeys((a.name, *a.cues))) for a in rows.values())]


def written(brief: Brief, trades: tuple[str, ...]) -> list[Found]:
    """The sentences written by hand for the brief's trade, those for every trade, and those beside them that it asks for."""
    found = [row for trade in trades for row in _written(trade)]
    said = "，".join((brief.subject, *brief.context))
    for page, name in sorted(beside(brief, trades[0])):
        unspoken = handwritten.unspoken(handwritten.only(page), said)
        found += [row for row in _written(page) if name in row.phrase.aspects
                  and not any(word in row.phrase.lead + row.phrase.text for word in unspoken)]
    for aspect in (aspects.named(word, trades[0]) for word in dict.fromkeys(brief.stress)):
        own = aspect.trade == trades[0] and not aspect.page and not aspect.borrowed  # 学情摸排 is told by its page, not by 摸排
        if aspect.base != aspect.name and not own:
            found += _by_name(aspect.name)
    return found


@cache
def _by_name(word: str) -> tuple[Found, ...]:
    """What is said of a stressed word by its head word alone."""
    return _kept(headwords.phrases(word))


@cache
def _written(name: str) -> tuple[Found, ...]:
    return _kept(handwritten.of(name))


def _kept(phrases: Iterable[Phrase]) -> tuple[Found, ...]:
    """Sentences written by hand as a bank would give them."""
    return tuple(Found(0, phrase, "kept", (phrase.origin,), handwritten.BANK) for phrase in phrases)


def why(path: str | Path, *, find: str = "") -> list[TracedSentence]:
    """For each sentence of a draft where it comes from; with `find` only the sentences that hold those words."""
    rows = traced(Path(path))
    return [row for row in rows if find in row.text] if find else rows


def write_trace(document: Document, path: Path, *, force: bool = False) -> None:
    """Nothing; the trace of a draft stands in a JSON file beside it."""
    from drafter.writers.docx import trace_rows

    text = json.dumps(trace_rows(document), ensure_ascii=False, indent=1)
    saving.save_text(path, text, force=force)


def alternatives_file(path: Path) -> Path:
    """Where the alternatives of a draft are written: 报告.备选.md beside 报告.docx."""
    return path.with_suffix(".备选.md")


def write_alternatives(document: Document, path: Path, *, number: int = KEPT, force: bool = False) -> Path:
    """The file beside the draft that now lists so many other wordings for each heading and sentence."""
    from drafter.writers import alternatives

    target = alternatives_file(path)
    saving.save_text(target, alternatives.page(document, path.name, number), force=force)
    return target


def check_output(path: Path, *, trace: Path | None = None, alternatives: bool = False, force: bool = False) -> None:
    """Nothing, if a draft can be written there, and its trace and alternatives beside it; else OutputError."""
    writers.check(path, force=force)
    if alternatives:
        saving.check_target(alternatives_file(path), force=force)
    if trace is not None:
        if trace.absolute() == path.absolute():
            raise OutputError("草稿和出处不能写进同一个文件", file=trace, cure="请给 --trace 另起一个名字，如 出处.json")
        saving.check_target(trace, force=force)
