"""Render the first page of the example's draft to docs/pictures/first-page.png (needs LibreOffice and poppler)."""

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter import pipeline  # noqa: E402
from tests import rendering  # noqa: E402

with tempfile.TemporaryDirectory() as scratch:
    folder = Path(scratch)
    pipeline.write(pipeline.draft(ROOT / "examples" / "survey-report.yaml").document, folder / "draft.docx")
    pages = rendering.pictures(folder / "draft.docx", folder, dpi=64)
    (ROOT / "docs" / "pictures").mkdir(exist_ok=True)
    shutil.copy(pages[0], ROOT / "docs" / "pictures" / "first-page.png")
    print(f"{len(pages)} pages; docs/pictures/first-page.png written")
