"""Near-duplicates: the same article or paragraph posted again with other punctuation, a few words or another headline."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

SHINGLE = 6  # characters; shorter ones meet by chance in official texts
PERMUTATIONS, BANDS, SEED = 128, 32, 42  # as measured: recall 0.91 at 2 to 10 % edits (docs/decisions/0009)
LIKENESS = 0.7  # estimated Jaccard from which a text counts as the same
LEAST = 60  # characters; below it only the exact text counts
CONTAINED = 0.6  # share of a text's sentences that stand in an earlier one, from which it is a copy of part of it


def normal(text: str) -> str:
    """The Chinese characters, letters and digits alone: what two copies of a text share."""
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]", "", text)


@dataclass(frozen=True, slots=True)
class Print:
    """What is kept of a text to know it again: its name and file, hashes of the whole and of its sentences, its MinHash sketch."""

    name: str
    file: str
    exact: bytes
    sentences: tuple[int, ...]
    sketch: tuple[int, ...]


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)


def take(text: str, name: str, file: str = "") -> Print:
    """The print of a text; one shorter than LEAST has no sketch and no sentences."""
    core = normal(text)
    exact = hashlib.blake2b(core.encode(), digest_size=16).digest()
    if len(core) < LEAST:
        return Print(name, file, exact, (), ())
    import rensa

    sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update([core[i:i + SHINGLE] for i in range(len(core) - SHINGLE + 1)])
    own = [s for s in (normal(part) for part in re.split("[。！？\n]", text)) if len(s) >= 15]
    return Print(name, file, exact, tuple(map(_hash, own)), tuple(int(v) for v in sketch.digest()))


class Seen:
    """Texts seen so far; `add` says whether one was there before. Results do not depend on chance: the seed is fixed."""

    def __init__(self, prints: Iterable[Print] = ()) -> None:
        self._exact: dict[bytes, str] = {}
        self._sentences: dict[int, str] = {}
        self._bands: dict[tuple[int, ...], list[int]] = {}
        self._prints: list[Print | None] = []
        self.last: Print | None = None
        for known in prints:
            self._remember(known)

    def forget(self, file: str) -> None:
        """Nothing; the texts of that file count no more: it is read anew."""
        for place, known in enumerate(self._prints):
            if known is not None and known.file == file:
                self._prints[place] = None
                if self._exact.get(known.exact) == known.name:
                    del self._exact[known.exact]
                for sentence in known.sentences:
                    if self._sentences.get(sentence) == known.name:
                        del self._sentences[sentence]

    def add(self, fresh: Print) -> str:
        """The name of the text that this one repeats, or an empty string; its print is remembered (`last`)."""
        self.last = fresh
        repeated = self._exact.get(fresh.exact) or self._held(fresh) or self._alike(fresh)
        if repeated:
            self.last = fresh = replace(fresh, sketch=())
        self._remember(fresh)
        return repeated

    def _held(self, fresh: Print) -> str:
        """The name of the earlier text that holds most sentences of this one, or an empty string."""
        counts = Counter(self._sentences[s] for s in fresh.sentences if s in self._sentences)
        best = counts.most_common(1)
        return best[0][0] if best and len(fresh.sentences) >= 3 and best[0][1] >= CONTAINED * len(fresh.sentences) else ""

    def _alike(self, fresh: Print) -> str:
        """The name of the earlier text whose sketch is like this one's, or an empty string."""
        for place in sorted({i for band in _bands(fresh.sketch) for i in self._bands.get(band, ())}):
            known = self._prints[place]
            if known is not None and sum(a == b for a, b in zip(fresh.sketch, known.sketch, strict=True)) / PERMUTATIONS >= LIKENESS:
                return known.name
        return ""

    def _remember(self, known: Print) -> None:
        """Nothing; a text that repeats another one has lost its sketch and only adds the sentences that were new."""
        self._exact.setdefault(known.exact, known.name)
        for sentence in known.sentences:
            self._sentences.setdefault(sentence, known.name)
        self._prints.append(known)
        for band in _bands(known.sketch):
            self._bands.setdefault(band, []).append(len(self._prints) - 1)


def _bands(sketch: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The bands of a sketch, each with its place: two texts that share one are looked at more closely."""
    rows = PERMUTATIONS // BANDS
    return [(i, *sketch[i:i + rows]) for i in range(0, len(sketch), rows)]
