"""Enter what was read from files into a bank, several files a transaction."""

from __future__ import annotations

import time
from types import TracebackType

from drafter.bank import Bank, SourceFile
from drafter.duplicates import Print
from drafter.errors import BankError
from drafter.phrases import Haul

PHRASES = 500  # that wait to be written; ten times as many save a sixth more, and a stop costs more (docs/decisions/0014)
SECONDS = 1.0  # that a file waits, at most: what a killed run has to read anew


class Entering:
    """Writes files into the bank in their order; some wait, so that a page of the bank is written once for many. Use it with `with`.

    However many share a transaction, each file is in whole or not at all, and the bank is the same. A file that replaces what
    it gave before goes in alone: what is left of its old phrases, and of its old hash, depends on who was there then.
    """

    def __init__(self, bank: Bank) -> None:
        self.new = 0  # phrases that were new
        self._bank = bank
        self._files: list[tuple[SourceFile, list[Haul], list[Print]]] = []
        self._waiting: set[str] = set()
        self._phrases = 0
        self._since = 0.0

    def __enter__(self) -> Entering:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """What was read is written, whatever ended the work, unless the bank could not be written."""
        if not isinstance(error, BankError):
            self.flush()

    def has(self, digest: str, rules: str) -> bool:
        """True where the bank has a file of that content under the same rules, or will have it."""
        return digest in self._waiting or self._bank.has(digest, rules)

    def add(self, source: SourceFile, hauls: list[Haul], prints: list[Print]) -> None:
        """Nothing; the file stands in the bank soon."""
        alone = self._bank.knows(source.path, source.hash)
        if alone:
            self.flush()
        self._since = self._since if self._files else time.monotonic()
        self._files.append((source, hauls, prints))
        self._waiting.add(source.hash)
        self._phrases += sum(len(haul.phrases) for haul in hauls)
        if alone or self._phrases >= PHRASES or time.monotonic() - self._since > SECONDS:
            self.flush()

    def flush(self) -> None:
        """Nothing; what waited stands in the bank. Raises BankError."""
        if self._files:
            self.new += self._bank.add_all(self._files)
            self._files, self._phrases = [], 0
            self._waiting.clear()
