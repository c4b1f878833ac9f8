"""python -m tests.rendering DRAFT.docx FOLDER [DPI]: the pages of a draft as PNG files."""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.rendering import pictures

Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
with tempfile.TemporaryDirectory() as scratch:
    pages = pictures(Path(sys.argv[1]).resolve(), Path(scratch), dpi=int(sys.argv[3]) if len(sys.argv) > 3 else 70)
    for number, page in enumerate(pages, 1):
        shutil.copy(page, Path(sys.argv[2]) / f"page-{number}.png")
    print(len(pages), "pages")
