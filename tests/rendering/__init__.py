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

import numpy as np
import pytest
from lxml import html

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


MM = 25.4 / 72  # a point in millimetres


class Page:
    """One page of a PDF as dots and as lines of text; all distances in millimetres from the paper's upper left corner."""

    def __init__(self, pdf: Path, number: int, dpi: int = 200) -> None:
        data = subprocess.run(["pdftoppm", "-r", str(dpi), "-f", str(number), "-l", str(number), str(pdf)], check=True,
                              capture_output=True, timeout=120).stdout
        _, wide, high, _, rest = re.fullmatch(rb"(P6)\s(\d+)\s(\d+)\s(\d+)\s(.*)", data, re.S).groups()  # type: ignore[union-attr]
        dots = np.frombuffer(rest, np.uint8).reshape(int(high), int(wide), 3).astype(int)
        red, green, blue = dots[..., 0], dots[..., 1], dots[..., 2]
        self.red = (red > 180) & (green < 110) & (blue < 110)
        self.black = dots.max(2) < 150
        self.dot = 25.4 / dpi
        words = subprocess.run(["pdftotext", "-bbox-layout", "-f", str(number), "-l", str(number), str(pdf), "-"], check=True,
                               capture_output=True, timeout=60).stdout
        sides = ("xmin", "ymin", "xmax", "ymax")
        self.lines = [("".join(w.text or "" for w in line.iter("word")), *(float(line.get(side)) * MM for side in sides))
                      for line in html.fromstring(words.decode()).iter("line")]

    def ink(self, mask: np.ndarray, top: float = 0, bottom: float = 1e9) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) of what is black or red between two heights."""
        rows, columns = np.nonzero(mask[round(top / self.dot):round(min(bottom, 400) / self.dot)])
        return (columns.min() * self.dot, rows.min() * self.dot + top, (columns.max() + 1) * self.dot, (rows.max() + 1) * self.dot + top)

    def rules(self, mask: np.ndarray, least: float = 150) -> list[tuple[float, float]]:
        """(upper, lower edge) of each level rule at least so long."""
        rows = [bool(row.sum() * self.dot >= least) for row in mask]
        found: list[tuple[float, float]] = []
        for number, there in enumerate(rows):
            if there and number and rows[number - 1]:
                found[-1] = (found[-1][0], (number + 1) * self.dot)
            elif there:
                found.append((number * self.dot, (number + 1) * self.dot))
        return found

    def line(self, words: str) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) of the ink of the line with those words, by the height that the text layer gives."""
        _, left, top, right, bottom = next(row for row in self.lines if words in row[0])
        columns = slice(round((left - 2) / self.dot), round((right + 2) / self.dot))
        found = np.nonzero(self.black[round(top / self.dot):round(bottom / self.dot), columns])
        return (left - 2 + found[1].min() * self.dot, top + found[0].min() * self.dot, left - 2 + (found[1].max() + 1) * self.dot,
                top + (found[0].max() + 1) * self.dot)


def pages(docx: Path, folder: Path) -> list[Page]:
    """Every page of the document."""
    target = pdf(docx, folder)
    told = subprocess.run(["pdfinfo", str(target)], check=True, capture_output=True, timeout=60).stdout.decode()
    return [Page(target, n) for n in range(1, int(re.search(r"Pages:\s*(\d+)", told)[1]) + 1)]  # type: ignore[index]
