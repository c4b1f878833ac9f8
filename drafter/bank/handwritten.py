"""Hand-written phrases: phrasebank/ROLE.yaml beside an office's bank, a list of words or of {text, aspects, subject, tags, slots, note}."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from drafter import aspects, loading, resources, saving, yamlfile
from drafter.bank import SourceFile, desk
from drafter.document import Origin
from drafter.errors import InputError, nearest
from drafter.phrases import ROLES, SLOTS, Haul, Phrase, Slot

FOLDER = "phrasebank"
VERSION = 1  # raised where the same file would give other phrases
_STOOD = {"subject": "这项工作", "org": "本单位"}  # what stands in a slot where a draft has nothing to fill in
_SLOT = re.compile(r"[{〔]([^{}〔〕]*)[}〕]")
_KINDS = {name: kind for kind, name in SLOTS.items()}


class Line(BaseModel):
    """One phrase as it is written."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1)
    aspects: list[str] = Field(default_factory=list, max_length=2)
    subject: str = ""
    tags: list[str] = Field(default_factory=list)
    slots: dict[str, str] = Field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of hand-written phrases: `name` is what the bank calls it, whatever folder a command runs in."""

    name: str
    path: Path
    role: str

    def digest(self) -> str:
        """The hash of its contents; two files alike in all but their names have two."""
        return hashlib.blake2b(f"{VERSION}|{self.name}|".encode() + self.path.read_bytes(), digest_size=16).hexdigest()


def files(folder: Path) -> list[Written]:
    """The files of hand-written phrases of a bank in that folder: in it by their names, and in phrasebank/ beside it.

    Raises InputError for a file in phrasebank/ that is named after no role; the composer's own tables are passed over.
    """
    home = folder.absolute()
    own = home if home.name == FOLDER else home / FOLDER
    found = [Written(path.name, path, path.stem) for path in _yaml(home) if path.stem in ROLES and home != own]
    ours = {path.name for path in resources.folder(FOLDER).glob("*.yaml")}
    for path in _yaml(own):
        if path.stem in ROLES:
            found.append(Written(f"{FOLDER}/{path.name}", path, path.stem))
        elif path.name not in ours:
            roles = {name: role for role, name in ROLES.items()}
            cure = (f"请改名为 {roles[path.stem]}.yaml" if path.stem in roles
                    else nearest(path.stem, ROLES) or f"可用的名字有 {'、'.join(f'{role}.yaml' for role in ROLES)}")
            raise InputError("手写词句的文件要用作用的英文名", file=path, cure=cure)
    return found


def _yaml(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("[!.~]*.y*ml") if p.suffix in (".yaml", ".yml")) if folder.is_dir() else []


def load(file: Written) -> tuple[SourceFile, Haul]:
    """The file as a source of a bank, and its phrases. Raises InputError with file, line and column."""
    haul = Haul([])
    for number, (row, line) in enumerate(yamlfile.load_rows(file.path, Line, plain="text"), 1):
        phrase = _phrase(file, row, number, line)
        haul.phrases.append(phrase)
        haul.pieces += [("tag", "".join(tag.split()), phrase.key) for tag in row.tags if tag.strip()]
        haul.pieces += [("note", row.note, phrase.key)] if row.note else []
    return SourceFile(file.name, file.digest(), 0, len(haul.phrases), 0, desk.HANDWRITTEN), haul


def _phrase(file: Written, row: Line, number: int, line: int) -> Phrase:
    """One phrase of the file; a sentence without a mark at its end gets a full stop."""
    given = {_KINDS.get(name, name): words for name, words in row.slots.items()}
    kinds = [_KINDS.get(name.strip(), name.strip()) for name in _SLOT.findall(row.text)]
    for kind in (*kinds, *given):
        if kind not in SLOTS:
            raise InputError(f"没有“{kind}”这种槽", file=file.path, place=f"第{line}行",
                             cure=nearest(kind, (*SLOTS, *_KINDS)) or f"可用的有 {'、'.join(_KINDS)}")
    places = iter(kinds)
    text = _SLOT.sub(lambda _: f"{{{next(places)}}}", " ".join(row.text.split()))
    if file.role != "slogan" and text[-1:] not in "。！？；…”）":
        text += "。"
    stood = {"subject": row.subject or _STOOD["subject"], "org": _STOOD["org"]} | given
    trade = aspects.trade_of(row.subject or text)
    named = tuple("".join(a.split()) for a in row.aspects if a.strip()) or aspects.of(text, trade)
    return Phrase(text, file.role, "slogan" if file.role == "slogan" else "sentence", quality=1.0, subject=row.subject, trade=trade,
                  chapter=file.role, item=number, order=number, original=row.text, origin=Origin(file.name, line=line),
                  slots=tuple(Slot(kind, stood.get(kind, SLOTS[kind])) for kind in kinds), aspects=named)


def append(path: Path, texts: list[str]) -> None:
    """Nothing; the words stand at the end of the file, a line each, what was written there untouched. Raises InputError."""
    if path.stem not in ROLES:
        raise InputError("手写词句的文件要用作用的英文名", file=path, cure=nearest(path.stem, ROLES) or f"可用的有 {'、'.join(ROLES)}")
    before = loading.text(path) if path.is_file() and yamlfile.load_rows(path, Line, plain="text") is not None else ""
    after = before + ("\n" if before and not before.endswith("\n") else "") + "".join(
        yaml.safe_dump([text], allow_unicode=True, width=10_000) for text in texts)
    try:
        whole = yaml.safe_load(after)
    except yaml.YAMLError as error:
        raise InputError("后面接不上新的词句", file=path, cure="请把文件改成一条一行、行首写“- ”") from error
    if not isinstance(whole, list) or whole[-len(texts):] != texts:
        raise InputError("后面接不上新的词句", file=path, cure="请把文件改成一条一行、行首写“- ”")
    saving.save(path, lambda target: target.write_text(after, encoding="utf-8", newline=""), force=True)
