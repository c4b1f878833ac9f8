"""Which program, rules and tables are at work: what a bank was mined by."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from drafter import __version__, aspects, resources


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
