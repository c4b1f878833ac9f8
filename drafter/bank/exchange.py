"""Export a bank's phrases to a table that Excel or WPS opens, and take the edited table back as decisions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from drafter.bank import Bank, Found, desk
from drafter.errors import InputError
from drafter.phrases import KINDS, ROLES

COLUMNS = ("号", "词句", "段首语", "作用", "种类", "状态", "标签", "质量", "方面", "出处", "原样")
FORMS = (".csv", ".yaml")
_STATUS = {name: key for key, name in desk.STATUS.items()}


@dataclass(slots=True)
class Report:
    """What an import changed: a line each, and the lines that were left alone with the reason."""

    changed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    same: int = 0


def rows(found: Iterable[Found]) -> list[dict[str, str]]:
    """The phrases as rows of COLUMNS; 原样 keeps the words and status as they were, to tell later what was changed."""
    return [{"号": str(r.id), "词句": r.phrase.text, "段首语": r.phrase.lead, "作用": ROLES[r.phrase.role],
             "种类": KINDS.get(r.phrase.kind, ""), "状态": desk.STATUS[r.status], "标签": " ".join(r.tags),
             "质量": f"{r.phrase.quality:g}", "方面": " ".join(r.phrase.aspects),
             "出处": "；".join(s.place() for s in r.sources),
             "原样": _mark(r.form, r.phrase.text, desk.STATUS[r.status], " ".join(r.tags))} for r in found]


def _mark(form: str, text: str, status: str, tags: str) -> str:
    return "|".join((form, status, tags, text))


def dump(table: list[dict[str, str]], suffix: str) -> str:
    """The table as the text of a .csv (with the mark that Excel wants) or .yaml file. Raises InputError for another suffix."""
    if suffix == ".csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS)
        writer.writeheader()
        writer.writerows(table)
        return "\ufeff" + text.getvalue()
    if suffix == ".yaml":
        return "# 改“词句”“状态”（未看、留用、不用）“标签”，别的列不要动，再用 drafter bank import 导回。\n" + yaml.safe_dump(
            table, allow_unicode=True, sort_keys=False, width=10_000)
    raise InputError(f"不会导出成“{suffix}”", cure=f"文件名请以 {'、'.join(FORMS)} 结尾")


def load(path: Path) -> list[dict[str, str]]:
    """The rows of an exported file. Raises InputError with the place of what is wrong."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_bytes().decode("gb18030", errors="replace")  # Excel saves .csv in the system's own code
    if path.suffix == ".csv":
        found: list[Any] = list(csv.DictReader(io.StringIO(text)))
    elif path.suffix == ".yaml":
        try:
            found = yaml.safe_load(text) or []
        except yaml.YAMLError as error:
            raise InputError("YAML 读不出来", file=path, cure="请检查缩进和引号") from error
    else:
        raise InputError(f"不会导入“{path.suffix}”", file=path, cure=f"能导入的有 {'、'.join(FORMS)}")
    for number, row in enumerate(found, 2):
        missing = [c for c in ("号", "词句", "状态", "原样") if not isinstance(row, dict) or row.get(c) in (None, "")]
        if missing:
            raise InputError(f"缺少“{missing[0]}”这一列", file=path, place=f"第{number}行", cure="请保留导出时的列，只改词句、状态、标签")
    return [{key: str(value or "") for key, value in row.items() if key} for row in found]


def take(bank: Bank, table: list[dict[str, str]], *, who: str = "") -> Report:
    """The report of taking an edited table back: what was changed in it becomes a decision.

    A row whose phrase was decided otherwise since the export is left alone and listed.
    """
    report = Report()
    for number, row in enumerate(table, 2):
        if row["原样"].count("|") < 3:
            report.conflicts.append(f"第{number}行：“原样”一列被改过，认不出是哪一条，没动")
            continue
        form, status, tags, text = row["原样"].split("|", 3)
        wanted, words, labels = row["状态"].strip(), " ".join(row["词句"].split()), row.get("标签", "").split()
        if wanted not in _STATUS:
            report.conflicts.append(f"第{number}行：没有“{wanted}”这种状态，没动")
            continue
        if (wanted, words, labels) == (status, text, tags.split()):
            report.same += 1
            continue
        found = next(iter(bank.of_form(form)), None)
        if found is None:
            report.conflicts.append(f"第{number}行：语料库里已没有原来的词句，没动")
        elif (desk.STATUS[found.status], list(found.tags), found.phrase.text) != (status, tags.split(), text):
            report.conflicts.append(f"第{number}行：导出以后又有人定过（现在是{desk.STATUS[found.status]}），没动")
        else:
            _apply(bank, found, words if words != text else "", wanted if wanted != status else "", labels, who)
            report.changed.append(f"第{number}行：{'改字 ' if words != text else ''}{wanted if wanted != status else ''}"
                                  f"{' 标签 ' + '、'.join(labels) if labels != tags.split() else ''}")
    return report


def _apply(bank: Bank, found: Found, text: str, status: str, tags: list[str], who: str) -> None:
    """Nothing; the decisions that lead from what the bank holds to what the table says."""
    if text:
        bank.decide(found.id, "edit", text, who=who)
    if _STATUS.get(status) in ("kept", "rejected"):
        bank.decide(found.id, "keep" if _STATUS[status] == "kept" else "reject", who=who)
    for tag in tags:
        if tag not in found.tags:
            bank.decide(found.id, "tag", tag, who=who)
    for tag in found.tags:
        if tag not in tags:
            bank.decide(found.id, "untag", tag, who=who)
