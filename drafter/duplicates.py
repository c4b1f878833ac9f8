"""Near-duplicates: the same article or paragraph posted again with other punctuation, a few words or another headline."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import Any

SHINGLE = 6  # characters; shorter ones meet by chance in official texts
PERMUTATIONS, BANDS, SEED = 128, 32, 42  # as measured: recall 0.91 at 2 to 10 % edits (docs/decisions/0009)
LIKENESS = 0.7  # estimated Jaccard from which a text counts as the same
LEAST = 60  # characters; below it only the exact text counts
CONTAINED = 0.6  # share of a text's sentences that stand in an earlier one, from which it is a copy of part of it


def normal(text: str) -> str:
    """The Chinese characters, letters and digits alone: what two copies of a text share."""
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]", "", text)


class Seen:
    """Texts seen so far; `add` says whether one was there before. Results do not depend on chance: the seed is fixed."""

    def __init__(self) -> None:
        self._exact: dict[bytes, str] = {}
        self._sentences: dict[str, str] = {}
        self._names: list[str] = []
        self._prints: list[list[int]] = []
        self._index: Any = None

    def _held(self, text: str, name: str) -> str:
        """The name of the earlier text that holds most sentences of this one, or an empty string."""
        own = [s for s in (normal(part) for part in re.split("[。！？\n]", text)) if len(s) >= 15]
        counts = Counter(self._sentences[s] for s in own if s in self._sentences)
        for sentence in own:
            self._sentences.setdefault(sentence, name)
        best = counts.most_common(1)
        return best[0][0] if best and len(own) >= 3 and best[0][1] >= CONTAINED * len(own) else ""

    def add(self, text: str, name: str) -> str:
        """The name of the text that this one repeats, or an empty string; a new text is remembered under its name."""
        core = normal(text)
        digest = hashlib.blake2b(core.encode(), digest_size=16).digest()
        if digest in self._exact:
            return self._exact[digest]
        self._exact[digest] = name
        if len(core) < LEAST:
            return ""
        held = self._held(text, name)
        if held:
            return held
        import rensa

        if self._index is None:
            self._index = rensa.RMinHashLSH(threshold=LIKENESS, num_perm=PERMUTATIONS, num_bands=BANDS)
        sketch = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update([core[i:i + SHINGLE] for i in range(len(core) - SHINGLE + 1)])
        values = sketch.digest()
        for candidate in sorted(int(c) for c in self._index.query(sketch)):
            alike = sum(a == b for a, b in zip(values, self._prints[candidate], strict=True)) / PERMUTATIONS
            if alike >= LIKENESS:
                return str(self._names[candidate])
        self._index.insert(len(self._names), sketch)
        self._names.append(name)
        self._prints.append(values)
        return ""
