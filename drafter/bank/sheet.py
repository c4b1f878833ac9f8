"""A table as an Excel workbook, for editors who sit at Excel or WPS, and back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from drafter.errors import InputError

SHEET = "词句"
NOTES = ("白底的列可以改：词句、状态、并入、标签；灰底的列请不要改。",
         "状态从下拉单里选：未看、留用、不用。",
         "并入：写另一条的号，表示这一条只是那一条的另一种说法，起草时只用那一条。",
         "标签之间用空格隔开。",
         "删掉一行不等于不用；不想用的，状态选“不用”。",
         "新加一行：号空着，写词句和作用，导回时会告诉您放到哪个手写文件里。",
         "改完保存，再运行 drafter bank import 这个文件。加 --dry-run 先看看会改什么。")
LINE = 15.5  # points a line of the usual font takes
LARGEST = 300_000_000  # bytes a workbook may unpack to
_WIDTHS = {"号": 8, "词句": 60, "段首语": 20, "作用": 8, "种类": 8, "状态": 8, "并入": 8, "标签": 16, "质量": 8, "方面": 18, "出处": 44}


def dump(table: Sequence[Mapping[str, str]], columns: Sequence[str], *, editable: Sequence[str] = (),
         choices: Mapping[str, Sequence[str]] | None = None, hidden: Sequence[str] = ()) -> bytes:
    """The workbook: every cell is text, the header stands still, columns not to be changed are grey, choices drop down."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    page = book.active
    page.title = SHEET
    grey, head = PatternFill("solid", fgColor="EDEDED"), PatternFill("solid", fgColor="D9E2F3")
    around = Alignment(wrap_text=True, vertical="top")
    for column, name in enumerate(columns, 1):
        letter = get_column_letter(column)
        page.column_dimensions[letter].width = _WIDTHS.get(name, 12)
        page.column_dimensions[letter].hidden = name in hidden
        cell = page.cell(1, column, name)
        cell.font, cell.fill, cell.alignment = Font(bold=True), head, Alignment(horizontal="center", vertical="center")
        for number, row in enumerate(table, 2):
            cell = page.cell(number, column)
            cell.value = row[name]
            cell.data_type, cell.number_format, cell.alignment = "s", "@", around  # text: neither =1+1 nor 1-2 means anything else
            cell.quotePrefix = row[name][:1] in tuple("=+-@")
            if name not in editable:
                cell.fill = grey
        if choices and name in choices and table:
            rule = DataValidation("list", formula1=f'"{",".join(choices[name])}"', allow_blank=False, showErrorMessage=True,
                                  errorTitle=name, error=f"请从下拉单里选：{'、'.join(choices[name])}")
            page.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{len(table) + 1}")
    for number, row in enumerate(table, 2):  # a height has to be written: a cell that wraps is cut off without one
        page.row_dimensions[number].height = LINE * max(_lines(row[name], _WIDTHS.get(name, 12)) for name in columns if name not in hidden)
    page.freeze_panes = "C2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(table) + 1}"
    page.page_setup.orientation, page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = "landscape", 0, True
    page.print_title_rows = "1:1"
    notes = book.create_sheet("说明")
    notes.column_dimensions["A"].width = 90
    for note in NOTES:
        notes.append([note])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def load(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """(row number, cells by the header) of the sheet of phrases, or of the first one. Raises InputError where it is no workbook."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise InputError("解开以后太大", file=path, cure="请分几次导出再改")
        book = load_workbook(path, read_only=True, data_only=True)
        page = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        lines = page.iter_rows(values_only=True)
        header = [str(name or "").strip() for name in next(lines, ())]
        found = [(number, dict(zip(header, map(_text, cells), strict=False))) for number, cells in enumerate(lines, 2)]
        book.close()
        return found
    except InputError:
        raise
    except Exception as error:  # whatever openpyxl makes of a broken workbook: it names no errors of its own
        raise InputError("不是能读的 .xlsx 表格", file=path, cure="请用 Excel 或 WPS 另存为 .xlsx 再来") from error


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column so many characters wide; a Chinese character is two."""
    return max(1, -(-sum(2 if ord(char) > 0x2e7f else 1 for char in text) // (width - 2)))


def _text(value: object) -> str:
    """A cell's words; a whole number that a spreadsheet made of them has no point."""
    return "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
