"""Outlines (模板): YAML files in templates/ that say what a kind of document is made of."""

from __future__ import annotations

from pathlib import Path

from drafter import resources, yamlfile
from drafter.errors import BriefError, TemplateError, nearest
from drafter.outlines import inherit
from drafter.outlines.model import SORTS, Item, Items, Outline, Section, Step

__all__ = ["SORTS", "Item", "Items", "Outline", "Section", "Step", "choose", "every", "files", "folders", "load"]


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
    if any(mark in stem for mark in ("..", "/", "\\", ":")) or Path(stem).is_absolute():
        raise TemplateError(f"“{name}”不在模板文件夹里", cure="extends 和 include 只写模板的名字，不写路径")
    # a user's own copy of a shipped outline may extend the shipped one of the same name
    places = [place / f"{stem}.yaml" for place in (path.parent, *folders())]
    for place in (*places, *(p.parent / "parts" / p.name for p in places)):
        if place.is_file() and place.resolve() != path.resolve():
            return place
    known = [file.stem for file in files()]
    raise TemplateError(f"没有叫“{name}”的模板", cure=nearest(name, known) or f"有的模板：{'、'.join(known)}")


def load(path: Path) -> Outline:
    """The outline in that file. Raises TemplateError with file, line, cause and cure."""
    values, places = inherit.read(path, _find)
    return yamlfile.checked(values, places, Outline, TemplateError, path)


def every() -> dict[str, tuple[Path, Outline]]:
    """All outlines by file name without suffix."""
    return {path.stem: (path, load(path)) for path in files()}


def choose(kind: str, subkind: str = "") -> Outline:
    """The outline for a kind of document. Raises BriefError where there is none."""
    known = [outline for _, outline in every().values()]
    matches = [o for o in known if o.kind == kind and (not subkind or o.subkind in ("", subkind))]
    if not matches:
        kinds = sorted({o.kind for o in known})
        subs = [o.subkind for o in known if o.kind == kind and o.subkind]
        if subs:
            raise BriefError(f"还没有“{kind}·{subkind}”的模板", cure=nearest(subkind, subs) or f"{kind}有：{'、'.join(subs)}")
        raise BriefError(f"还没有“{kind}{subkind and '·' + subkind}”的模板",
                         cure=nearest(kind, [k for k in kinds if k != kind]) or f"现有的文种：{'、'.join(kinds)}")
    return next((o for o in matches if o.subkind == subkind), matches[0])
