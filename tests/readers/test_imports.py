"""Importing the readers loads none of the libraries that only one format needs."""

import subprocess
import sys


def test_the_readers_are_cheap_to_import() -> None:
    code = "import sys, drafter.readers; print([m for m in ('pypdfium2', 'selectolax', 'trafilatura', 'lxml.etree') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
