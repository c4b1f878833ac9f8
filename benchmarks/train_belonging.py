"""Learn from phrasebank/ and from facts written for its pages under which heading a sentence belongs: drafter/belonging.npz.

`make train` (extra `train`). corpus/training/page-facts.tsv holds two facts a page (line of work, page, use, fact), as clerks put them in
briefs and without the words of the page's name: what offices count is told in other words than what they say about it.

Of each sentence of a page the page's own name, or one of those by which clerks call it, is to be chosen among names of other pages of the
same line of work and a few of any (softmax over cosines, Adam). With `--held-out` a seventh of the lines of work is kept
back, and it is printed how often a sentence of theirs finds its page among the pages of its line of work, against drafter/meaning.npz.
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter import belonging, meaning, yamlfile  # noqa: E402
from drafter.errors import TemplateError  # noqa: E402

FACTS = ROOT / "corpus" / "training" / "page-facts.tsv"
OFTEN = 6  # how often a fact is seen for each time that a sentence is
LEAST = 8  # times that a word must occur
SIZE = 64  # numbers a word
ROUNDS, BATCH, RATE = 4, 1024, 0.005
BESIDE, ANY = 6, 2  # names of other pages of the line of work, and of any, among which the page's own is to be found
SHARP = 8.0  # by how much cosines are multiplied before they are weighed against each other
KEPT = 1e-5  # how strongly words stay where meaning.npz has them
APART = ("only", "cues", "calls", "when", "heads", "like")  # what is no sentence of a page


class Page(NamedTuple):
    """A page: its line of work, its names (its own first), the sentences on it, the facts that clerks tell there."""

    trade: str
    names: list[str]
    texts: list[str]
    facts: list[str]


def pages() -> list[Page]:
    """The pages of all lines of work with what phrasebank/sentences and phrasebank/passages say on them."""
    found: dict[tuple[str, str], Page] = {}
    for path in sorted((ROOT / "phrasebank" / "aspects").glob("*.yaml")):
        table = yamlfile.parse(path, TemplateError)[0]
        trade = table.get("trade", path.stem)
        for row in table.get("aspects", ()):
            found[trade, row["name"]] = Page(trade, [row["name"], *map(str, row.get("also", ()))], [], [])
    for folder in ("sentences", "passages"):
        for path in sorted((ROOT / "phrasebank" / folder).glob("*.yaml")):
            table = yamlfile.parse(path, TemplateError)[0]
            for name, body in (table.get("aspects") or {}).items():
                if (table["trade"], name) in found:
                    found[table["trade"], name].texts.extend(_sentences(body))
    for line in FACTS.read_text(encoding="utf-8").splitlines()[1:]:
        trade, name, _, fact = line.split("\t")
        if (trade, name) in found:
            found[trade, name].facts.append(fact)
    return [page for page in found.values() if page.texts]


def _sentences(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) >= 8 and "{" not in value:
            yield value
    elif isinstance(value, dict):
        for key, row in value.items():
            if key not in APART:
                yield from _sentences(row)
    elif isinstance(value, list):
        for row in value:
            yield from _sentences(row)


SENTENCE, NAME, FACT = 0, 1, 2


class Bags(NamedTuple):
    """What the pages are made of: [text, word] matrices of names and sentences, the page of each."""

    names: Any
    of_page: list[list[int]]  # a page's names, its own first
    texts: Any
    page: Any
    sort: Any  # SENTENCE, NAME or FACT


def bags(known: list[Page], number: dict[str, int], weights: Any) -> Bags:
    """The matrices, each row of length 1; a page's other names are also learned as what is said on it."""
    from scipy.sparse import csr_matrix

    def matrix(texts: list[str]) -> Any:
        starts, at, values = [0], [], []
        for text in texts:
            ids = [number[word] for word in belonging.features(text) if word in number]
            row = weights[ids]
            at += ids
            values += list(row / max(1e-6, float(np.sqrt((row * row).sum()))))
            starts.append(len(at))
        return csr_matrix((np.array(values, np.float32), np.array(at), np.array(starts)), shape=(len(texts), len(weights)))

    names = [name for page in known for name in page.names]
    starts = np.cumsum([0, *(len(page.names) for page in known)])
    rows = [(text, i, sort) for i, page in enumerate(known)
            for sort, said in ((SENTENCE, page.texts), (NAME, page.names[1:]), (FACT, page.facts)) for text in said]
    texts, pages_of, sorts = zip(*rows, strict=True)
    return Bags(matrix(names), [list(range(a, b)) for a, b in itertools.pairwise(starts)], matrix(list(texts)),
                np.array(pages_of), np.array(sorts))


def vocabulary(known: list[Page]) -> tuple[list[str], Any]:
    """(the words, their weights: log of how few texts have them)."""
    seen: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    number = 0
    for page in known:
        for text in (*page.names, *page.texts, *page.facts):
            found = belonging.features(text)
            seen.update(found)
            holding.update(set(found))
            number += 1
    kept = [word for word, n in seen.items() if n >= LEAST]
    return kept, np.maximum(0.3, np.log(number / np.array([holding[w] for w in kept]))).astype(np.float32)


def _unit(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def _through_unit(rows: Any, slope: Any) -> Any:
    """The slope before the rows were made of length 1."""
    length = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    unit = rows / length
    return (slope - (slope * unit).sum(axis=1, keepdims=True) * unit) / length


def first(kept: list[str], draw: Any) -> Any:
    """Where words stand to begin with: where drafter/meaning.npz has them, else near to nothing."""
    place = draw.normal(0, 0.03, (len(kept), SIZE)).astype(np.float32)
    for i, word in enumerate(kept):
        if (vector := meaning.vector(word)[:SIZE]).any():
            place[i] = vector / np.linalg.norm(vector)
    return place


def learn(known: list[Page], of: Bags, begin: Any, held: set[str], draw: Any) -> tuple[Any, Any]:
    """(vectors of words in names, in sentences) learned from the pages of the lines of work that are not held out."""
    texts, names = begin.copy(), begin.copy()
    learned = np.array([page.trade not in held for page in known])
    rows = np.flatnonzero(learned[of.page])
    rows = np.concatenate([rows, np.repeat(rows[of.sort[rows] == FACT], OFTEN - 1)])
    all_pages = np.flatnonzero(learned)
    beside: dict[str, list[int]] = defaultdict(list)
    for i, page in enumerate(known):
        beside[page.trade].append(i)
    others = [np.array([j for j in beside[page.trade] if j != i] or all_pages) for i, page in enumerate(known)]
    moments = [np.zeros_like(begin) for _ in range(4)]
    steps, step = ROUNDS * (len(rows) // BATCH), 0
    for turn in range(ROUNDS):
        draw.shuffle(rows)
        loss = 0.0
        for start in range(0, len(rows) - BATCH, BATCH):
            ids = rows[start:start + BATCH]
            chosen = np.array([[page, *draw.choice(others[page], BESIDE), *draw.choice(all_pages, ANY)] for page in of.page[ids]])
            flat = [of.of_page[page][int(draw.integers(len(of.of_page[page])))] for page in chosen.ravel()]
            text_rows, name_rows = of.texts[ids], of.names[flat]
            said, called = text_rows @ texts, name_rows @ names
            one, many = _unit(said), _unit(called).reshape(BATCH, -1, SIZE)
            worth = SHARP * np.einsum("bd,bkd->bk", one, many)
            likely = np.exp(worth - worth.max(axis=1, keepdims=True))
            likely /= likely.sum(axis=1, keepdims=True)
            loss -= float(np.log(likely[:, 0] + 1e-9).mean())
            likely[:, 0] -= 1
            likely *= SHARP / BATCH
            of_said = _through_unit(said, np.einsum("bk,bkd->bd", likely, many))
            of_called = _through_unit(called, (likely[:, :, None] * one[:, None, :]).reshape(-1, SIZE))
            slopes = text_rows.T @ of_said + KEPT * (texts - begin), name_rows.T @ of_called + KEPT * (names - begin)
            step += 1
            rate = RATE * (1 - 0.9 * step / steps)
            for place, slope, mean, square in zip((texts, names), slopes, moments[::2], moments[1::2], strict=True):
                mean *= 0.9
                mean += 0.1 * slope
                square *= 0.999
                square += 0.001 * slope * slope
                place -= rate * (mean / (1 - 0.9 ** step)) / (np.sqrt(square / (1 - 0.999 ** step)) + 1e-8)
        print(f"round {turn + 1}: loss {loss / max(1, len(rows) // BATCH):.3f}", flush=True)
    return names, texts


def found(known: list[Page], of: Bags, names: Any, texts: Any, held: set[str], sort: int) -> float:
    """The share of the held-out lines' sentences, or facts, that find the own name of their page among those of their line of work."""
    beside: dict[str, list[int]] = defaultdict(list)
    for i, page in enumerate(known):
        beside[page.trade].append(i)
    right, number = 0, 0
    for trade in held:
        pages_of = beside[trade]
        here = np.flatnonzero(np.isin(of.page, pages_of) & (of.sort == sort))
        worth = _unit(of.texts[here] @ texts) @ _unit(of.names[[of.of_page[p][0] for p in pages_of]] @ names).T
        right += int((np.array(pages_of)[worth.argmax(axis=1)] == of.page[here]).sum())
        number += len(here)
    return right / max(1, number)


def train() -> None:
    """Write the vectors, eight bits a number; with --held-out only print what they find."""
    draw = np.random.default_rng(0)
    known = pages()
    kept, weights = vocabulary(known)
    of = bags(known, {word: i for i, word in enumerate(kept)}, weights)
    begin = first(kept, draw)
    trades = sorted({page.trade for page in known})
    held = {trades[i] for i in draw.choice(len(trades), len(trades) // 7, replace=False)} if "--held-out" in sys.argv else set()
    names, texts = learn(known, of, begin, held, draw)
    if held:
        for what, sort in (("sentences", SENTENCE), ("facts", FACT)):
            print(f"{len(held)} lines of work held out: {found(known, of, names, texts, held, sort):.3f} of their {what} find their page, "
                  f"{found(known, of, begin, begin, held, sort):.3f} by what keeps company")
        return
    stored: dict[str, Any] = {"words": np.array("\n".join(kept))}
    for kind, vectors in (("names", names), ("texts", texts)):
        weighed = vectors * weights[:, None]
        scale = np.maximum(np.abs(weighed).max(axis=1), 1e-6) / 127
        stored |= {kind: np.round(weighed / scale[:, None]).astype(np.int8), f"{kind}_scale": scale.astype(np.float32)}
    np.savez_compressed(belonging.VECTORS, **stored)
    print(f"{belonging.VECTORS.relative_to(ROOT)}: {len(kept)} words, {belonging.VECTORS.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    train()
