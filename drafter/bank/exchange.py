"""Export a bank's phrases to a table that Excel or WPS opens, and take the edited table back as decisions."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from drafter import loading
from drafter.bank import Bank, Found, desk, sheet
from drafter.errors import BankError, InputError, nearest
from drafter.phrases import KINDS, ROLES

COLUMNS = ("号", "词句", "段首语", "作用", "种类", "状态", "并入", "标签", "质量", "方面", "出处", "原样")
EDITABLE = ("词句", "状态", "并入", "标签")
CHOICES = ("未看", "留用", "不用")  # what an editor may put under 状态
FORMS = (".xlsx", ".csv", ".yaml")
_STATUS = {name: key for key, name in desk.STATUS.items()}
_ACTS = {"kept": "keep", "rejected": "reject", "mined": "reset", "handwritten": "reset"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what a workbook cannot hold
_ODD = r"(?:[=+\-@#.0-9]|(?i:true|false)$)"  # a spreadsheet would take it for a formula, a number or a date; with ' before it is text
_BARE, _GUARDED = re.compile(f"'*{_ODD}"), re.compile(f"'+{_ODD}")
_NUMBERS = ("号", "并入", "质量", "原样")  # need no guard: nothing else is meant


@dataclass(slots=True)
class Report:
    """What an import changed: a line each; what was left alone and why; new rows as (line, role, words); phrases not in the table."""

    changed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    fresh: list[tuple[str, str, str]] = field(default_factory=list)
    same: int = 0
    absent: int = 0


def rows(bank: Bank, found: Iterable[Found]) -> list[dict[str, str]]:
    """The phrases as rows of COLUMNS; 原样 keeps the words and status as they were, to tell later what was changed."""
    table = []
    for r in found:
        into = _into(bank, r)
        row = {"号": str(r.id), "词句": r.phrase.text, "段首语": r.phrase.lead, "作用": ROLES[r.phrase.role],
               "种类": KINDS.get(r.phrase.kind, ""), "状态": desk.STATUS[r.status], "并入": into, "标签": " ".join(r.tags),
               "质量": f"{r.phrase.quality:g}", "方面": " ".join(r.phrase.aspects), "出处": "；".join(s.place() for s in r.sources),
               "原样": "|".join((r.form, desk.STATUS[r.status] + into, " ".join(r.tags), r.phrase.text))}
        table.append({name: _plain(words) for name, words in row.items()})
    return table


def _plain(text: str) -> str:
    """The text on one line, without control characters: as it comes back from any spreadsheet."""
    return " ".join(_CONTROL.sub("", text).split())


def _into(bank: Bank, row: Found) -> str:
    """The id of the phrase that a merged one went into, or nothing."""
    target = bank.target(row.id) if row.status == "merged" else None
    return str(target.id) if target else ""


def dump(table: list[dict[str, str]], suffix: str) -> bytes:
    """The table as the contents of a .xlsx, .csv (with the mark that Excel wants) or .yaml file. Raises InputError for another suffix."""
    if suffix == ".xlsx":
        return sheet.dump(table, COLUMNS, editable=EDITABLE, choices={"状态": CHOICES}, hidden=("原样",))
    if suffix == ".csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        writer.writerows({name: f"'{cell}" if name not in _NUMBERS and _BARE.match(cell) else cell for name, cell in row.items()}
                         for row in table)
        return ("\ufeff" + text.getvalue()).encode()
    if suffix == ".yaml":
        return ("# 改“词句”“状态”（未看、留用、不用）“并入”“标签”，别的列不要动，再用 drafter bank import 导回。\n" + yaml.safe_dump(
            table, allow_unicode=True, sort_keys=False, width=10_000)).encode()
    raise InputError(f"不会导出成“{suffix or '没有后缀'}”", cure=f"文件名请以 {'、'.join(FORMS)} 结尾")


def load(path: Path) -> list[dict[str, str]]:
    """The rows of an exported file, the place of each under 行; empty rows are left out. Raises InputError with the place of a fault."""
    if path.suffix == ".xlsx":
        found: list[tuple[int, Any]] = sheet.load(path)
    elif path.suffix == ".csv":
        try:
            header, *lines = list(csv.reader(io.StringIO(_text(path)))) or [[]]
        except csv.Error as error:
            raise InputError("表格读不出来", file=path, cure="请用 Excel 或 WPS 打开后另存为 .csv") from error
        found = [(number, dict(zip([name.strip() for name in header], (c[1:] if _GUARDED.match(c) else c for c in cells), strict=False)))
                 for number, cells in enumerate(lines, 2)]
    elif path.suffix == ".yaml":
        text = _text(path)
        try:
            if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):  # an export has none; they can grow without end
                raise InputError("YAML 里有引用（*）", file=path, cure="请把内容直接写出来")
            found = list(enumerate(values if isinstance(values := yaml.safe_load(text), list) else [], 2))
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise InputError("YAML 读不出来", file=path, cure="请检查缩进和引号") from error
    else:
        raise InputError(f"不会导入“{path.suffix}”", file=path, cure=f"能导入的有 {'、'.join(FORMS)}")
    table = []
    for number, row in found:
        if isinstance(row, dict) and not any(_cell(value) for value in row.values()):
            continue
        fresh = isinstance(row, dict) and "原样" in row and not _cell(row["原样"]) and not _cell(row.get("号"))
        needed = ("词句",) if fresh else ("号", "词句", "状态", "原样")
        missing = [c for c in needed if not isinstance(row, dict) or not _cell(row.get(c))]
        if missing:
            raise InputError(f"缺少“{missing[0]}”这一列", file=path, place=f"第{number}行",
                             cure="请保留导出时的列，只改词句、状态、并入、标签；新加的词句，号和原样都空着")
        table.append({key: _cell(value) for key, value in row.items() if key} | {"行": f"第{number}行"})
    return table


def _text(path: Path) -> str:
    data = loading.load(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")  # Excel saves .csv in the system's own code


def _cell(value: object) -> str:
    return "" if value is None else _plain(str(value))


def take(bank: Bank, table: list[dict[str, str]], *, who: str = "", dry: bool = False) -> Report:
    """The report of taking an edited table back: what was changed in it becomes a decision, unless `dry`.

    A row whose phrase was decided otherwise since the export is left alone and listed; a row that is gone decides nothing.
    """
    report = Report()
    seen = set()
    for number, row in enumerate(table, 2):
        place = row.get("行") or f"第{number}行"
        if not row["原样"] and not row.get("号"):
            report.fresh.append((place, row.get("作用", ""), row["词句"]))
            continue
        if row["原样"].count("|") < 3:
            report.conflicts.append(f"{place}：“原样”一列被改过，认不出是哪一条，没动")
            continue
        form, was, tags, text = row["原样"].split("|", 3)
        seen.add(form)
        status, into = was[:2], was[2:]
        asked = Change(row["词句"] if row["词句"] != _plain(text) else "", row["状态"] if row["状态"] != status else "",
                       row.get("并入", into) if row.get("并入", into) != into else None,
                       row.get("标签", "").split() if row.get("标签", "").split() != tags.split() else None)
        if asked == Change("", "", None, None):
            report.same += 1
            continue
        found = next((f for f in bank.of_form(form)), None)
        if found is None:
            report.conflicts.append(f"{place}：语料库里已没有原来的词句，没动")
        elif (desk.STATUS[found.status], _into(bank, found), list(found.tags), _plain(found.phrase.text)) != (
                status, into, tags.split(), _plain(text)):
            report.conflicts.append(f"{place}：导出以后又有人定过（现在是{desk.STATUS[found.status]}），没动")
        else:
            try:
                asked.check(bank, found)
                if not dry:
                    asked.apply(bank, found, who)
                report.changed.append(f"{place}：{asked.told(tags.split())}")
            except BankError as error:
                report.conflicts.append(f"{place}：{error.line()}，没动")
    report.absent = max(0, len(bank.forms() - seen))
    return report


@dataclass(frozen=True, slots=True)
class Change:
    """What a row of the table asks for; empty or None where the column is as it was."""

    text: str
    status: str
    into: str | None
    tags: list[str] | None

    def check(self, bank: Bank, found: Found) -> None:
        """Nothing, if the change can be made; else BankError."""
        if self.status and self.status not in _STATUS:
            raise BankError(f"没有“{self.status}”这种状态", cure=nearest(self.status, CHOICES) or f"可用的有 {'、'.join(CHOICES)}")
        if self.status in ("改过", "并入") and not self.text and not self.into:
            raise BankError(f"状态不能只写“{self.status}”", cure="改字请改“词句”一列，合并请在“并入”一列写另一条的号")
        if self.into and not self.into.isdecimal():
            raise BankError(f"“并入”一列要写号，不是“{self.into}”", cure="写另一条的号，如 12")
        if self.into:
            bank.merge(found.id, int(self.into), dry=True)
        if self.text:
            bank.editable(found)

    def apply(self, bank: Bank, found: Found, who: str) -> None:
        """Nothing; the decisions that lead from what the bank holds to what the table says."""
        if self.text:
            bank.decide(found.id, "edit", self.text, who=who)
        if self.into:
            bank.merge(found.id, int(self.into), who=who)
        elif self.status in _STATUS and _STATUS[self.status] in _ACTS:
            bank.decide(found.id, _ACTS[_STATUS[self.status]], who=who)
        elif self.into == "":
            bank.decide(found.id, "reset", who=who)
        for tag in self.tags if self.tags is not None else ():
            if tag not in found.tags:
                bank.decide(found.id, "tag", tag, who=who)
        for tag in found.tags if self.tags is not None else ():
            if tag not in (self.tags or ()):
                bank.decide(found.id, "untag", tag, who=who)

    def told(self, before: list[str]) -> str:
        """The change in words."""
        tags = "" if self.tags is None else f"标签 {'、'.join(self.tags) or '（无）'}（原来 {'、'.join(before) or '（无）'}）"
        into = "" if self.into is None else f"并入 {self.into} 号" if self.into else "不再并入"
        return "，".join(part for part in ("改字" if self.text else "", "" if self.into else self.status, into, tags) if part)
