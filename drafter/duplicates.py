"""Near-duplicates: the same article or paragraph posted again with other punctuation, a few words or another headline."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import eq

SHINGLE = 6  # characters; shorter ones meet by chance in official texts
PERMUTATIONS, BANDS, SEED = 128, 32, 42  # as measured: recall 0.91 at 2 to 10 % edits (docs/decisions/0009)
LIKENESS = 0.7  # estimated Jaccard from which a text counts as the same
LEAST = 60  # characters; below it only the exact text counts
LATE = 20_000  # hashes that came last (or a 64th of all), from which on they enter the sorted array: some milliseconds now and then
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
    """Texts seen so far; `add` says whether one was there before. Results do not depend on chance: the seed is fixed.

    A text takes about a kilobyte, in arrays: a hundred thousand are held in memory while a bank is filled (docs/scale.md).
    """

    def __init__(self, prints: Iterable[Print] = ()) -> None:
        self._names: list[bytes] = []  # of each text, by its place; what was forgotten has none
        self._sketches: list[bytes] = []
        self._files, self._exact, self._sentences, self._bands = _Index(), _Index(), _Index(), _Index()
        self.last: Print | None = None
        for known in prints:
            self._remember(known)

    def forget(self, file: str) -> None:
        """Nothing; the texts of that file count no more: it is read anew."""
        for place in self._files.places([hash(file)])[0]:
            self._names[place], self._sketches[place] = b"", b""

    def add(self, fresh: Print) -> str:
        """The name of the text that this one repeats, or an empty string; its print is remembered (`last`)."""
        self.last = fresh
        repeated = self._same(fresh) or self._held(fresh) or self._alike(fresh)
        if repeated:
            self.last = fresh = replace(fresh, sketch=())
        self._remember(fresh)
        return repeated.decode("utf-8", "surrogatepass")

    def _same(self, fresh: Print) -> bytes:
        """The name of the earlier text with the same words, or nothing."""
        return next((name for place in self._exact.places([_number(fresh.exact)])[0] if (name := self._names[place])), b"")

    def _held(self, fresh: Print) -> bytes:
        """The name of the earlier text that holds most sentences of this one, or nothing."""
        if len(fresh.sentences) < 3:
            return b""
        counts = Counter(name for places in self._sentences.places(fresh.sentences) for place in places if (name := self._names[place]))
        best = counts.most_common(1)
        return best[0][0] if best and best[0][1] >= CONTAINED * len(fresh.sentences) else b""

    def _alike(self, fresh: Print) -> bytes:
        """The name of the earlier text whose sketch is like this one's, or nothing."""
        mine = array("I", fresh.sketch)
        for place in sorted({place for places in self._bands.places(_bands(fresh.sketch)) for place in places}):
            known = array("I", self._sketches[place])
            if known and sum(map(eq, mine, known)) / PERMUTATIONS >= LIKENESS:
                return self._names[place]
        return b""

    def _remember(self, known: Print) -> None:
        """Nothing; a text that repeats another one has lost its sketch and only adds the sentences that were new."""
        place = len(self._names)
        if not self._same(known):
            self._exact.add([_number(known.exact)], place)
        held = self._sentences.places(known.sentences)
        fresh = dict.fromkeys(s for s, places in zip(known.sentences, held, strict=True) if not any(self._names[i] for i in places))
        self._sentences.add(fresh, place)
        self._bands.add(_bands(known.sketch), place)
        self._files.add([hash(known.file)], place)
        self._names.append(known.name.encode("utf-8", "surrogatepass"))
        self._sketches.append(array("I", known.sketch).tobytes())


class _Index:
    """For each hash the places it stands at: a sorted array, and a small table of what came last, which enters it now and then."""

    def __init__(self) -> None:
        import numpy as np

        self._keys, self._places = np.empty(0, np.int64), np.empty(0, np.uint32)
        self._late: dict[int, list[int]] = {}

    def places(self, hashes: Sequence[int]) -> list[list[int]]:
        """The places of each hash, in ascending order."""
        import numpy as np

        wanted = np.array(hashes, np.int64)
        first, last = np.searchsorted(self._keys, wanted), np.searchsorted(self._keys, wanted, side="right")
        return [[*(self._places[a:b].tolist() if a < b else ()), *self._late.get(key, ())]
                for key, a, b in zip(hashes, first.tolist(), last.tolist(), strict=True)]

    def add(self, hashes: Iterable[int], place: int) -> None:
        """Nothing; the hashes stand at that place too, which comes after all places so far."""
        for key in hashes:
            self._late.setdefault(key, []).append(place)
        if len(self._late) > max(LATE, len(self._keys) // 64):
            self._settle()

    def _settle(self) -> None:
        """Nothing; what came last stands in the array, behind what has the same hash."""
        import numpy as np

        late = sorted((key, place) for key, places in self._late.items() for place in places)
        keys = np.fromiter((row[0] for row in late), np.int64, len(late))
        where = np.searchsorted(self._keys, keys, side="right")
        self._keys = np.insert(self._keys, where, keys)
        self._places = np.insert(self._places, where, np.fromiter((row[1] for row in late), np.uint32, len(late)))
        self._late = {}


def _number(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "little", signed=True)


def _bands(sketch: tuple[int, ...]) -> list[int]:
    """A hash of each band of a sketch and its place: two texts that share one are looked at more closely."""
    rows = PERMUTATIONS // BANDS
    return [hash((i, *sketch[i:i + rows])) for i in range(0, len(sketch), rows)]  # of whole numbers: the same in every process
