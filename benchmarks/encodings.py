"""How many of 900 generated samples the encoding rule reads right, beside charset-normalizer on the same samples.

    python benchmarks/encodings.py

The samples are cut from the shipped corpus: 12 to 20,000 characters; UTF-8, UTF-8 with one bad byte, GBK, GB18030 with four-byte
characters, Big5 (traditional), UTF-16 with and without byte-order mark; 100 of each sort, lengths in turn.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter.errors import DrafterError  # noqa: E402
from drafter.readers import encoding  # noqa: E402

LENGTHS = (12, 40, 120, 400, 2000, 20000)
SORTS = ("utf-8", "utf-8-sig", "utf-8 one bad byte", "gbk", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be")


def samples() -> list[tuple[str, str, bytes]]:
    """(sort, text, bytes) of 900 samples, always the same."""
    import opencc

    dice = random.Random(20261121)
    text = "".join(re.sub(r"---.*?---", "", p.read_text(encoding="utf-8"), count=1, flags=re.S)
                   for p in sorted((ROOT / "corpus").rglob("*.txt")))
    to_traditional = opencc.OpenCC("s2t")
    found = []
    for sort in SORTS:
        for number in range(100):
            length = LENGTHS[number % len(LENGTHS)]
            start = dice.randrange(len(text) - length)
            piece = text[start:start + length]
            if sort == "gb18030":
                piece = piece[:-2] + "镕㑇"
            if sort == "big5":
                piece = to_traditional.convert(piece)
                piece = piece.encode("big5", errors="ignore").decode("big5")
            name = sort.removesuffix(" one bad byte")
            data = bytearray(piece.encode(name))
            if "bad" in sort:
                data[dice.randrange(len(data))] = 0xFF
            found.append((sort, piece, bytes(data)))
    return found


def right(got: str, text: str, sort: str) -> bool:
    """True where the decoding is the text; one bad byte may cost up to three characters around it."""
    if "bad" not in sort:
        return got.lstrip("\ufeff") == text
    return abs(len(got) - len(text)) <= 3 and sum(a == b for a, b in zip(got, text, strict=False)) + sum(
        a == b for a, b in zip(reversed(got), reversed(text), strict=False)) >= len(text) - 3


def ours(data: bytes) -> str:
    """The text by our rule, or an empty string where it gives up."""
    try:
        return encoding.decode(data)[0]
    except DrafterError:
        return ""


def theirs(data: bytes) -> str:
    """The text by charset-normalizer with the same candidates, or an empty string."""
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=["utf_8", "gb18030", "big5", "utf_16", "utf_16_le", "utf_16_be"]).best()
    return str(best) if best else ""


def count(read: object) -> Counter[str]:
    """How many samples of each sort a reader gets right."""
    return Counter(sort for sort, text, data in samples() if right(read(data), text, sort))  # type: ignore[operator]


if __name__ == "__main__":
    a, b = count(ours), count(theirs)
    print(f"{'sort':20} {'drafter':>8} {'charset-normalizer':>20}   of 100")
    for sort in SORTS:
        print(f"{sort:20} {a[sort]:8} {b[sort]:20}")
    print(f"{'all of 900':20} {a.total():8} {b.total():20}")
