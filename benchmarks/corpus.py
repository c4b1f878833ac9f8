"""What the shipped corpus holds, and whether its labels are in order.

    python benchmarks/corpus.py report     documents, subjects by kind, units by role, threads, likeness, mannerisms (make corpus-report)
    python benchmarks/corpus.py labels     every text has its labels, every label its place in the text (make labels); exit 1 if not
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter import cleaning, mining, readers  # noqa: E402
from drafter.phrases import ROLES  # noqa: E402

FIELDS = ("title", "subject", "kind", "trade", "org", "date", "manner", "license")
LIKE = 0.3  # no two documents may share more of their 8-grams than this (Jaccard)
LONG = 15  # no sentence of more Chinese characters may stand in two documents
COMMON = 50  # how many of the commonest 8-grams are listed


def han(text: str) -> str:
    """The Chinese characters alone."""
    return re.sub(r"[^\u4e00-\u9fff]", "", text)


def texts() -> list[Path]:
    """The corpus files in order."""
    return sorted((ROOT / "corpus").rglob("*.txt"))


def labels(path: Path) -> list[dict[str, Any]]:
    """The labels beside a text."""
    return [json.loads(line) for line in path.with_suffix(".labels.jsonl").read_text(encoding="utf-8").splitlines()]


def faults(path: Path) -> list[str]:
    """What is wrong with a text's header or labels, a line each."""
    found = []
    document = readers.read(path)
    found += [f"no {field} in the header" for field in FIELDS if not document.meta.get(field)]
    if document.meta.get("license") != "CC0-1.0":
        found.append("licence is not CC0-1.0")
    if not path.with_suffix(".labels.jsonl").is_file():
        return [*found, "no labels beside it"]
    rows = labels(path)
    body = re.sub(r"\s", "", path.read_text(encoding="utf-8"))
    for number, row in enumerate(rows, 1):
        if row["role"] not in ROLES or row["kind"] not in ("title", "heading", "sentence", "slogan"):
            found.append(f"label {number}: role {row['role']}, kind {row['kind']}")
        if re.sub(r"\s", "", row["text"]) not in body:
            found.append(f"label {number} is not in the text: {row['text'][:30]}")
        if row["kind"] == "sentence" and re.search(r"\d", row["text"]) and not row["specific"]:
            found.append(f"label {number} has a figure and is not specific: {row['text'][:30]}")
    labelled = "".join(re.sub(r"\s", "", row["text"]) for row in rows if row["kind"] != "slogan")
    plain = re.sub(r"\s|#", "", re.sub(r"\A---.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.S))
    if labelled.replace("#", "") != plain:
        found.append("labels and text are not the same words in the same order")
    return found


def check() -> int:
    """1 if any text's labels are out of order, each fault printed."""
    count = 0
    for path in texts():
        for fault in faults(path):
            print(f"{path.relative_to(ROOT)}: {fault}")
            count += 1
    print(f"{len(texts())} texts, {count} faults")
    return 1 if count else 0


def threads(rows: list[dict[str, Any]]) -> int:
    """Items that stand in a problem, a cause and a measure chapter with the same number."""
    chapter, items = "", Counter[str]()
    for row in rows:
        if row["kind"] == "heading" and row["level"] == 1:
            chapter = row["role"]
        elif row["kind"] == "heading" and row["level"] == 2 and chapter:
            items[chapter] += 1
    return min(items["problem"], items["cause"], items["measure"])


def report() -> int:
    """0; the figures printed."""
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    roles, mined, grams, sentences = Counter[str](), Counter[str](), {}, defaultdict(set)
    characters = parallel = usable = 0
    for path in texts():
        document = readers.read(path)
        rows = labels(path)
        kinds[str(document.meta["subject"])][str(document.meta["kind"])] += 1
        roles.update(row["role"] for row in rows if row["kind"] != "slogan")
        parallel += threads(rows)
        text = han("".join(row["text"] for row in rows if row["kind"] != "slogan"))
        characters += len(text)
        grams[path] = {text[i:i + 8] for i in range(len(text) - 7)}
        for row in rows:
            if row["kind"] == "sentence" and len(han(row["text"])) > LONG:
                sentences[han(row["text"])].add(path)
        for number, article in enumerate(cleaning.clean(document)[0], 1):
            units = mining.label(article, number)
            mining.relabel(units, rows)
            phrases = mining.mine(units, year=2026)
            mined.update(p.kind for p in phrases)
            usable += sum(not p.flags for p in phrases)
    every = Counter(kind for row in kinds.values() for kind in row.elements())
    print(f"documents {len(grams)}, Chinese characters {characters}, subjects {len(kinds)}, kinds {len(every)}")
    print("kinds:", "，".join(f"{kind} {n}" for kind, n in every.most_common()))
    print("units by hand-made role:", ", ".join(f"{role} {n}" for role, n in roles.most_common()))
    print(f"parallel threads (a problem, its cause and its measure): {parallel}")
    print("phrases mined:", ", ".join(f"{kind} {n}" for kind, n in mined.most_common()), f"; usable as they stand {usable}")
    alike = max((len(a & b) / len(a | b), p, q) for (p, a), (q, b) in combinations(grams.items(), 2))
    print(f"greatest likeness of two documents: {alike[0]:.3f} ({alike[1].stem}, {alike[2].stem}); allowed {LIKE}")
    doubles = [s for s, where in sentences.items() if len(where) > 1]
    print(f"sentences of more than {LONG} characters in two documents: {len(doubles)}")
    spread = Counter(gram for found in grams.values() for gram in found)
    print(f"the {COMMON} commonest 8-grams (documents that hold them):",
          "，".join(f"{gram} {n}" for gram, n in sorted(spread.items(), key=lambda x: (-x[1], x[0]))[:COMMON]))
    print("subjects:", "；".join(f"{subject}（{'、'.join(row)}）" for subject, row in sorted(kinds.items())))
    return 1 if alike[0] > LIKE or doubles else 0


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1:] == ["labels"] else report())
