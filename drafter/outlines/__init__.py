"""Outlines (模板): YAML files in templates/ that say what a kind of document is made of."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from drafter import resources, yamlfile
from drafter.errors import BriefError, TemplateError, nearest
from drafter.outlines import checking, inherit
from drafter.outlines.model import SORTS, Item, Items, Outline, Section, Step
from drafter.yamlfile import Where

__all__ = ["SORTS", "Head", "Item", "Items", "Outline", "Read", "Section", "Step", "choose", "every", "files", "folders", "head", "load",
           "placed", "read", "resolve"]


def folders() -> list[Path]:
    """Where outlines are looked for, the first one first: ./templates, the user's own folder, ours."""
    places = (Path("templates"), resources.user_folder("templates"), resources.folder("templates"))
    return list({place.resolve(): place for place in places if place.is_dir()}.values())


def files() -> list[Path]:
    """The outline files in force, one of a name: the nearest folder's."""
    found: dict[str, Path] = {}
    for place in folders():
        for path in sorted(place.glob("*.yaml")):
            found.setdefault(path.name, path)
    return sorted(found.values(), key=lambda path: path.stem)  # 调研报告 before 调研报告-经验型


def _find(name: str, path: Path) -> Path:
    """The file of an outline's name, as `extends` and `include` give it, the folder of the naming file first."""
    stem = name.removesuffix(".yaml")
    if len(stem) > 80 or any(mark in stem for mark in ("..", "/", "\\", ":", "\0", "~")) or Path(stem).is_absolute():
        raise TemplateError(f"“{name[:80]}”不在模板文件夹里", cure="extends 和 include 只写模板的名字，不写路径")
    # a user's own copy of a shipped outline may extend the shipped one of the same name
    places = [folder / f"{stem}.yaml" for folder in (path.parent, *folders())]
    for place in (*places, *(p.parent / "parts" / p.name for p in places)):
        if place.is_file() and place.resolve() != path.resolve():
            return _inside(place)
    known = [file.stem for file in files()]
    raise TemplateError(f"没有叫“{name}”的模板", cure=nearest(name, known) or f"有的模板：{'、'.join(known)}")


def _inside(path: Path) -> Path:
    """The path, if it is no link that leads out of the folders of outlines."""
    if path.is_symlink() and not any(path.resolve().is_relative_to(place.resolve()) for place in (path.parent, *folders())):
        raise TemplateError(f"“{path.stem}”是一个指到模板文件夹外面的链接", file=path, cure="请把文件本身拷进来")
    return path


class Read(NamedTuple):
    """An outline as read: the checked model, the values with all it extends put in, the place of each, and what it was made of."""

    outline: Outline
    values: dict[str, Any]
    places: Where
    stamps: dict[Path, tuple[int, int]]


_kept: dict[Path, Read] = {}


def read(path: Path) -> Read:
    """The outline in that file, from memory where no file of its making has changed. Raises TemplateError with all its faults."""
    kept = _kept.get(path.absolute())
    if kept is not None and all(yamlfile.stamp(file) == stamp for file, stamp in kept.stamps.items()):
        return kept
    if path.parent.resolve() in {place.resolve() for place in folders()}:
        _inside(path)
    used = {path}

    def find(name: str, seen_from: Path) -> Path:
        found = _find(name, seen_from)
        used.add(found)
        return found

    values, places = inherit.read(path, find)
    faults = checking.faults(values, places)
    try:
        outline = Outline.model_validate(values)
    except ValidationError as problem:
        raise yamlfile.combined([*yamlfile.faults(problem.errors(), Outline, values, places, path), *faults], TemplateError) from problem
    if faults:
        raise yamlfile.combined(faults, TemplateError)
    made = Read(outline, values, places, {file.absolute(): yamlfile.stamp(file) for file in used})
    _kept[path.absolute()] = made
    return made


def load(path: Path) -> Outline:
    """The outline in that file. Raises TemplateError with file, line, cause and cure."""
    return read(path).outline


def every() -> dict[str, tuple[Path, Outline]]:
    """All outlines by file name without suffix."""
    return {path.stem: (path, load(path)) for path in files()}


class Head(NamedTuple):
    """What an outline's first lines say of it, without reading the rest."""

    kind: str
    subkind: str
    describe: str

    @property
    def name(self) -> str:
        """The kind as briefs write it: 讲话稿·党课."""
        return f"{self.kind}·{self.subkind}" if self.subkind else self.kind


_FIELD = re.compile(r"^(kind|subkind|describe|extends):[ \t]+(.*?)[ \t]*(?:[ \t]#.*)?$", re.M)


def head(path: Path, above: tuple[Path, ...] = ()) -> Head:
    """Kind, subkind and description, by a look at the file's lines; empty where it cannot be read (reading it whole tells why)."""
    try:
        text = path.read_bytes()[:yamlfile.MAX_BYTES].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except OSError:
        return Head("", "", "")
    found = {m[1]: m[2].strip("\"'") for m in _FIELD.finditer(text)}
    base = Head("", "", "")
    if "extends" in found and path not in above and len(above) < inherit.DEEPEST:
        with contextlib.suppress(TemplateError):
            base = head(_find(found["extends"], path), (*above, path))
    return Head(*(found.get(field, getattr(base, field)) for field in Head._fields))


def choose(kind: str, subkind: str = "") -> Path:
    """The file of the outline for a kind of document. Raises BriefError where there is none."""
    known = [(head(path), path) for path in files()]
    matches = [(h, path) for h, path in known if h.kind == kind and (not subkind or h.subkind in ("", subkind))]
    if not matches:
        kinds = sorted({h.kind for h, _ in known if h.kind})
        subs = [h.subkind for h, _ in known if h.kind == kind and h.subkind]
        if subs:
            raise BriefError(f"还没有“{kind}·{subkind}”的模板", cure=nearest(subkind, subs) or f"{kind}有：{'、'.join(subs)}")
        raise BriefError(f"还没有“{kind}{subkind and '·' + subkind}”的模板",
                         cure=nearest(kind, [k for k in kinds if k != kind]) or f"现有的文种：{'、'.join(kinds)}")
    return next((path for h, path in matches if h.subkind == subkind), matches[0][1])


def resolve(name: str) -> Path:
    """The file of an outline that is named by its path, its file's name, its kind, or kind·subkind. Raises TemplateError."""
    if name.endswith((".yaml", ".yml")) and Path(name).is_file():
        return Path(name)
    if any(mark in name for mark in "/\\") or (name.endswith((".yaml", ".yml")) and Path(name).stem not in {p.stem for p in files()}):
        raise TemplateError("没有这个文件", file=name, cure="请检查文件名，或运行 drafter template list 看有哪些模板")
    wanted = name.removesuffix(".yaml")
    rows = [(path, head(path)) for path in files()]
    found = next((path for path, _ in rows if path.stem == wanted), None)
    found = found or next((path for path, h in rows if wanted in (h.name, h.name.replace("·", "-"), h.name.replace("·", ""))), None)
    found = found or next((path for path, h in rows if wanted == h.kind), None)
    if found is None:
        names = dict.fromkeys(n for path, h in rows for n in (path.stem, h.name) if n)
        raise TemplateError(f"没有叫“{name}”的模板", cure=nearest(wanted, names) or f"有的模板：{'、'.join(p.stem for p, _ in rows)}")
    return found


def placed(error: TemplateError, path: Path) -> TemplateError:
    """The error of one of the outline's strings with file, line and column, where it has none yet."""
    if error.file is not None:
        return error
    if not error.source:
        return TemplateError(error.cause, file=path, place=error.place, cure=error.cure)
    made = read(path)
    for string in checking.strings(made.values):
        if string.text == error.source:
            fault = checking.placed(string.at, made.values, made.places, error.offset, error.bare, error.cure)
            return yamlfile.combined([fault], TemplateError)  # type: ignore[return-value]
    return error
