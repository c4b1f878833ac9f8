"""Mine documents into a bank: read → clean → label → mine → bank; what was mined before is passed over."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from drafter import __version__, aspects, mining, readers, resources
from drafter.bank import Bank, SourceFile
from drafter.duplicates import Seen, normal
from drafter.errors import BankError, DrafterError, reason
from drafter.findings import Finding
from drafter.pipeline.labelling import label_document
from drafter.pipeline.materials import Progress, walk
from drafter.readers import read
from drafter.readers.trace import sentences_of_draft


@dataclass(slots=True)
class Mined:
    """What `drafter mine` did."""

    files: int = 0
    known: int = 0
    gone: int = 0
    articles: int = 0
    units: int = 0
    phrases: int = 0
    roles: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    why: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


def mine(paths: Iterable[str | Path], bank: Bank, *, progress: Progress = lambda _: None, base: Path | None = None,
         prune: bool = False) -> Mined:
    """The summary of reading, cleaning and labelling the files into the bank; a file known by its hash is passed over.

    A file that changed, or that was mined under other rules, replaces what it gave before. Sources are noted by their paths,
    relative to `base` where it is given. With `prune` files that are gone from the folders leave the bank.
    """
    summary = Mined()
    if prune:
        folders = [str(p) for p in paths if Path(p).is_dir()]
        for known in sorted(set(bank.paths()) - bank.handwritten().keys()):
            if not Path(known).exists() and any(known.startswith(folder.rstrip("/\\") + os.sep) for folder in folders):
                bank.forget(known)
                summary.gone += 1
    seen = Seen(bank.prints())
    for path in walk(paths):
        progress(1)
        try:
            digest = _digest(path)
            if bank.has(digest, rules()):
                summary.known += 1
                continue
            _mine_file(path, digest, bank, summary, seen, base)
        except BankError:
            raise
        except DrafterError as error:
            summary.skipped.append(error.line())
        except OSError as error:
            summary.skipped.append(f"{path}：读不出来（{reason(error)}）")
    return summary


def _trade(told: str, subject: str, article: str) -> str:
    """The trade a text belongs to: by its subject, else its title; general only where its header says so, else unknown."""
    if told == aspects.GENERAL:
        return told
    found = [t for t in (aspects.trade_of(subject), aspects.trade_of(article)) if t != aspects.GENERAL]
    return found[0] if found else told if told in aspects.trades() else ""


def _digest(path: Path) -> str:
    """The hash of a file and of the labels beside it: either one changed means the file is read anew."""
    beside = path.with_suffix(".labels.jsonl")
    data = readers.load(path) + (beside.read_bytes() if beside.is_file() else b"")
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _year(meta: dict[str, Any]) -> int:
    """The year that a document's header tells, or 0."""
    match = re.match(r"(?:19|20)\d\d", str(meta.get("date", "")))
    return int(match[0]) if match else 0


def _mine_file(path: Path, digest: str, bank: Bank, summary: Mined, seen: Seen, base: Path | None) -> None:
    document = read(path)
    name = path.relative_to(base).as_posix() if base else str(path)
    labelled, findings = label_document(document, path)
    drafted = {normal(text) for text in sentences_of_draft(path)}  # a draft of ours teaches only what the clerk wrote into it
    hauls, prints = [], []
    units = 0
    seen.forget(name)
    share = min(1.0, sum(len(u.text) for rows in labelled for u in rows) / max(1, len(document.text())))
    for rows in labelled:
        units += len(rows)
        summary.roles.update(u.role for u in rows)
        article = rows[0].article if rows else ""
        subject = str(document.meta.get("subject") or article)
        trade = _trade(str(document.meta.get("trade", "")), subject, article)
        rows = [u for u in rows if normal(u.text) not in drafted]
        haul = mining.mine(rows, subject=subject, trade=trade, year=datetime.date.today().year, cleanliness=share)
        haul.year = _year(document.meta)
        first = seen.add("".join(u.text for u in rows), f"{name}《{article}》", name)
        if seen.last:
            prints.append(seen.last)
        if first:  # posted again: known words gain a source, slightly changed ones are kept out of drafts
            findings.append(Finding("repost", "转载的文章，只算一份", str(path), rows[0].line, article))
            for phrase in haul.phrases:
                phrase.flags = (*phrase.flags, "repost")
            haul.threads.clear()
        hauls.append(haul)
    for finding in findings:
        summary.cut[finding.rule] += 1
        summary.why[finding.rule] = finding.message
    summary.phrases += bank.add(SourceFile(name, digest, len(labelled), units, len(findings), rules()), hauls, prints)
    summary.files += 1
    summary.articles += len(labelled)
    summary.units += units


@cache
def rules() -> str:
    """The hash of all that decides what a document gives: rules, tables, weights, program; another one means mining anew."""
    package = Path(__file__).parent.parent
    digest = hashlib.blake2b(__version__.encode(), digest_size=8)
    own = resources.user_folder("cues")
    ours = [p for pattern in ("*.py", "*.yaml", "mining/*.npz", "mining/*.txt") for p in sorted(package.rglob(pattern))]
    for path in [*ours, *aspects.table_files(), *(sorted(own.glob("*.yaml")) if own.is_dir() else ())]:
        digest.update(path.read_bytes())
    return digest.hexdigest()
