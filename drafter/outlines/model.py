"""What an outline (模板) is made of: sections, their items, and the steps that fill a paragraph.

The language is told to editors in docs/templates.md; field names are English, values Chinese, as in briefs.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from drafter.brief import Use

# What `phrase:` may ask for: the sorts of sentence a bank or the hand-written table holds (docs/glossary.md).
Sort = Literal["问题", "原因", "对策", "意义", "成效", "目标", "起笔", "道理", "取向", "变化", "要求", "承诺", "要领", "体会", "感悟",
               "今后", "倡议", "引子", "收尾", "评述"]
SORTS: tuple[str, ...] = Sort.__args__  # type: ignore[attr-defined]
Person = Literal["我", "我们", "我局", "无主"]


def _several(value: Any) -> Any:
    """A single string as a list of one."""
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_several, json_schema_input_type=str | list[str])]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Step(_Part):
    """One step of a paragraph: a `text` of the outline's own, a `phrase` of some sort, `acts`, `facts` of some uses, or a `gap`."""

    text: Texts = Field(default_factory=list, description="现成的话，可用变量；写成几条就是几种说法，换 seed 换一种")
    phrase: Sort | None = Field(default=None, description="从语料库和手写句里挑这一类的句子")
    sentences: int = Field(default=1, ge=0, le=9, description="phrase 挑几句；0 是按篇幅写满")
    opens: list[str] = Field(default_factory=list, description="phrase 挑到的句子轮着用这些词开头（坚持、注重），说的是怎样做，不说做到了")
    about: Literal["", "主题"] = Field(default="", description="phrase 不挑这个方面的，挑说整个主题的")
    acts: bool = Field(default=False, description="一是、二是、三是，按篇幅写两条到四条")
    facts: list[Use] = Field(default_factory=list, description="放这些用途的事实")
    neutral: bool = Field(default=False, description="facts 另收没写用途、看不出好坏、说的正是这个方面的事实")
    spread: bool = Field(default=False, description="facts 先让每条都有一件，说的不是这个方面也收（心得里哪件事都能起头）")
    gap: str = Field(default="", description="写一处【待填：…】")
    settle: str = Field(default="", description="写一处【待定：…】")
    when: str = Field(default="", description="条件，成立才写，如 facts.目标")
    paragraph: bool = Field(default=False, description="另起一段")

    @model_validator(mode="after")
    def _one(self) -> Step:
        said = [name for name, value in (("text", self.text), ("phrase", self.phrase), ("acts", self.acts), ("facts", self.facts),
                                         ("gap", self.gap), ("settle", self.settle)) if value]
        if len(said) != 1:
            raise ValueError(f"一步只写一样（text、phrase、acts、facts、gap、settle），这里写了{'、'.join(said) or '零样'}")
        if self.opens and not self.phrase:
            raise ValueError("opens 是 phrase 的句子开头的词，这一步没有 phrase")
        for name in ("neutral", "spread"):
            if getattr(self, name) and not self.facts:
                raise ValueError(f"{name} 说的是 facts 另收哪些事实，这一步没有 facts")
        return self


class Item(_Part):
    """One item that the outline itself names, such as 领导干部要带头抓."""

    heading: str = Field(min_length=1, description="条目标题，可用变量")
    lead: Literal["标题", "段首"] = Field(default="标题", description="标题单独成行；段首是接着正文的一句")
    recipe: list[Step] = Field(min_length=1, description="这一条怎么写")
    when: str = Field(default="", description="条件，成立才有这一条")


class Items(_Part):
    """The （一）（二） of a chapter: one for each aspect, stage or fact, with a heading from a frame."""

    each: Literal["方面", "阶段", "事实"] = Field(default="方面", description="每个方面、每个阶段或每条事实一条")
    among: list[Use] = Field(default_factory=list, description="只要有这些用途的事实的方面；事实条目只要这些用途")
    least: int = Field(default=2, ge=1, le=8, description="至少几条，不够从语料库最有话说的方面里补")
    most: int = Field(default=6, ge=1, le=12, description="至多几条")
    further: int = Field(default=0, ge=0, le=4, description="稿子写不满时，再添几个着重的、没有这些事实的方面")
    frames: list[str] = Field(default_factory=list, description="标题句式的名字，写在 phrasebank/frames.yaml 里")
    heading: str = Field(default="", description="不用句式时的标题，可用变量")
    lead: Literal["标题", "段首", "无"] = Field(default="标题", description="标题单独成行；段首是接着正文的一句；无是不要标题")
    recipe: list[Step] = Field(min_length=1, description="每一条怎么写")


def _shape(value: Any) -> str | None:
    """Which of the two shapes of items: one recipe for all, or a list of items that the outline names."""
    return "写明" if isinstance(value, list) else "按条" if isinstance(value, dict | Items) else None


class Section(_Part):
    """One chapter (章): its heading, its share of the length, what opens it, its items, what closes it."""

    name: str = Field(min_length=1, description="这一章叫什么，改写和报错时用")
    heading: str = Field(default="", description="章标题，可用变量；不写就没有标题")
    share: float = Field(default=0, ge=0, le=100, description="占正文的百分数")
    when: str = Field(default="", description="条件，成立才有这一章")
    takes: list[str] = Field(default_factory=list, description="任务书 stress 里的这些词由这一章承担，不再另立方面")
    attracts: list[str] = Field(default_factory=list, description="事实里有这些字（可写正则），就优先放到这一章")
    steps: list[Step] = Field(default_factory=list, description="章首怎么写；没有条目的章，全章就是它")
    lead_in: Texts = Field(default_factory=list, description="条目前的引语，{{ n }} 是真实条数")
    items: Annotated[Annotated[Items, Tag("按条")] | Annotated[list[Item], Tag("写明")], Discriminator(_shape)] | None = Field(
        default=None, description="条目：each、frames、recipe 是一个方面一条；一列 heading、recipe 是模板自己定的几条")
    closing: list[Step] = Field(default_factory=list, description="章尾怎么写")


class Outline(_Part):
    """A kind of document: title, address, sections in order, signature and layout."""

    kind: str = Field(min_length=1, description="文种")
    subkind: str = Field(default="", description="文种的小类")
    describe: str = Field(default="", description="一句话说明")
    title: str = Field(min_length=1, description="标题，可用变量；任务书给了标题就用任务书的")
    length: int = Field(default=2500, ge=300, le=20000, description="任务书没说篇幅时的字数")
    style: str = Field(default="gb9704", description="版式")
    person: Person = Field(default="无主", description="行文的人称")
    call: bool = Field(default=False, description="可不可以号召（感叹号、让我们）")
    address: str = Field(default="", description="称呼，可用变量，如 同志们：")
    main_to: str = Field(default="", description="主送机关，可用变量")
    byline: bool = Field(default=False, description="署名和日期放在标题下面")
    signature: bool = Field(default=True, description="正文后署名和日期")
    looks_back: bool = Field(default=False, description="回头看的文种：一至三月写的，{{ year }} 算上一年")
    signer: bool = Field(default=False, description="上行文：要签发人")
    expects: list[str] = Field(default_factory=list, description="这个文种的读者盼着看到的，任务书没给就列出来")
    sections: list[Section] = Field(min_length=1, description="各章，按次序")
