"""Render a .docx with LibreOffice and look at it: pages as pictures, characters with their places.

Stand-in fonts (Fandol for 仿宋 and 楷体, Noto for 黑体, 宋体 and 小标宋) are mapped in a private fontconfig file; all are one em
wide, so line and character counts do not depend on the choice.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FACES = {
    "仿宋_GB2312": "FandolFang R", "仿宋": "FandolFang R", "楷体_GB2312": "FandolKai", "楷体": "FandolKai",
    "黑体": "Noto Sans CJK SC", "宋体": "Noto Serif CJK SC", "方正小标宋简体": "Noto Serif CJK SC",
}


def available() -> str:
    """Why rendering is impossible here, or an empty string."""
    missing = [tool for tool in ("soffice", "pdftoppm", "pdftotext") if shutil.which(tool) is None]
    if missing:
        return f"rendering needs {', '.join(missing)} (tests/rendering/install.sh)"
    if not any((HERE / "fonts").glob("*.otf")):
        return "rendering needs the stand-in fonts (tests/rendering/install.sh)"
    return ""


needed = pytest.mark.skipif(bool(available()), reason=available() or "rendering available")


def pdf(docx: Path, folder: Path) -> Path:
    """The document as a PDF, made by LibreOffice with the stand-in fonts."""
    rules = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{face}</string></edit></match>'
        for name, face in FACES.items())
    config = folder / "fonts.conf"
    config.write_text(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{HERE / "fonts"}</dir>'
                      f"<dir>/usr/share/fonts</dir><cachedir>{folder / 'cache'}</cachedir>{rules}</fontconfig>", encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(config), "HOME": str(folder)}
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder / 'profile'}", "--headless", "--convert-to", "pdf",
                    "--outdir", str(folder), str(docx)], check=True, env=environment, capture_output=True, timeout=180)
    return folder / f"{docx.stem}.pdf"


def pictures(docx: Path, folder: Path, *, dpi: int = 80) -> list[Path]:
    """The pages as PNG files, in order."""
    target = pdf(docx, folder)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(target), str(folder / "page")], check=True, timeout=120)
    return sorted(folder.glob("page*.png"))


def lines(docx: Path, folder: Path) -> list[list[str]]:
    """The text lines of each page as they were set, page numbers left out."""
    target = pdf(docx, folder)
    text = subprocess.run(["pdftotext", "-layout", str(target), "-"], check=True, capture_output=True, timeout=60).stdout.decode()
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f") if page.strip()]
    return [[line for line in page if not re.fullmatch(r"—\s*\d+\s*—", line)] for page in pages]

