"""The clerk's brief (任务书): what is to be written, for whom, and the facts."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from drafter import yamlfile
from drafter.errors import BriefError

USES = ("背景", "做法", "成效", "问题", "目标", "安排")
Use = Literal["背景", "做法", "成效", "问题", "目标", "安排"]


class Fact(BaseModel):
    """One fact (事实) as the clerk would type it; `use` says which chapter it serves."""

    model_config = ConfigDict(extra="forbid", strict=True)
    text: str = Field(min_length=2, max_length=600, description="一件事，一句话，数字照实写")
    use: Use | None = Field(default=None, description="用途：背景、做法、成效、问题、目标、安排；不写就看字面")

    @field_validator("text")
    @classmethod
    def _tidy(cls, text: str) -> str:
        return text.strip().rstrip("。；，")


class Brief(BaseModel):
    """A checked brief. Fields in English, values in Chinese; `date` is a datetime.date, `length` counts characters."""

    model_config = ConfigDict(extra="forbid", strict=True)
    id: str = Field(default="", description="编号，可不写")
    kind: str = Field(min_length=1, description="文种，如 调研报告；有哪些看 drafter template list")
    subkind: str = Field(default="", description="文种的小类，如 讲话稿的 动员")
    title: str = Field(default="", description="标题；不写由模板起")
    subject: str = Field(min_length=2, max_length=60, description="写什么事，如 社区养老服务")
    org: str = Field(min_length=2, max_length=60, description="发文单位全称")
    author: str = Field(default="", description="署名；不写用发文单位")
    audience: str = Field(default="", description="给谁看、讲给谁听")
    occasion: str = Field(default="", description="什么场合，如 会议名称")
    date: datetime.date = Field(description="日期，如 2026-09-18")
    length: int = Field(default=2500, ge=300, le=20000, description="正文字数")
    stress: list[str] = Field(default_factory=list, max_length=8, description="要着重写的方面，按次序，如 [设施布局, 护理队伍]")
    facts: list[Fact] = Field(default_factory=list, max_length=200, description="事实，一条一件；没有的不要写，稿子里会留【待填】")
    avoid: list[str] = Field(default_factory=list, description="不要提的字词")

    @field_validator("date", mode="before")
    @classmethod
    def _date(cls, value: object) -> object:
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, str):
            try:
                return datetime.date.fromisoformat(value.strip())
            except ValueError:
                raise ValueError(f"“date”应当是日期，如 2026-09-18，现在写的是“{value}”") from None
        return value

    @field_validator("subject", "org", "author", "title")
    @classmethod
    def _strip(cls, text: str) -> str:
        return text.strip()

    @property
    def context(self) -> tuple[str, ...]:
        """What else tells the trade, where the subject does not: title, occasion, what is stressed, each fact."""
        return (self.title, self.occasion, "，".join(self.stress), *(fact.text for fact in self.facts))

    @property
    def signature(self) -> str:
        """Who signs: the author, else the organisation."""
        return self.author or self.org


def load(path: Path) -> Brief:
    """The brief in that file. Raises BriefError with file, line, cause and cure."""
    return yamlfile.load(path, Brief, BriefError)


def check(values: dict[str, object]) -> Brief:
    """The brief made of those values (the command line's options). Raises BriefError."""
    from pydantic import ValidationError

    try:
        return Brief.model_validate(values)
    except ValidationError as problem:
        item = problem.errors()[0]
        name = str(item["loc"][0]) if item["loc"] else ""
        template = "“{field}”至少要 {min_length} 个字" if item["type"] == "string_too_short" and item["input"] else \
            yamlfile.MESSAGES.get(item["type"])
        context = item.get("ctx") or {}
        cause = template.format(field=f"--{name}", **context) if template else str(context.get("error", item["msg"]))
        raise BriefError(cause, cure="运行 drafter draft --help 看用法") from problem
