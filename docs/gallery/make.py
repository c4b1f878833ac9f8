"""Render the six documents to docs/gallery/*.png (needs LibreOffice and poppler): make gallery."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from drafter import writers  # noqa: E402
from tests import rendering  # noqa: E402
from tests.made_up import KINDS  # noqa: E402

PAGES = 2  # of each document that are shown
DPI = 62

for name, make in KINDS.items():
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        writers.write(make(), folder / f"{name}.docx")
        target = rendering.pdf(folder / f"{name}.docx", folder)
        subprocess.run(["pdftoppm", "-r", str(DPI), "-png", "-l", str(PAGES), str(target), str(folder / "page")], check=True, timeout=120)
        for number, page in enumerate(sorted(folder.glob("page*.png")), 1):
            shown = ROOT / "docs" / "gallery" / f"{name}-{number}.png"
            shown.write_bytes(page.read_bytes())
            print(f"{shown.relative_to(ROOT)}: {shown.stat().st_size // 1024} KB")
