"""Layout against a style (templates/styles/*.yaml), by the effective format of each paragraph; one finding tells of all alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from drafter import resources, yamlfile
from drafter.checks.anatomy import PARTS
from drafter.checks.page import Page, Place
from drafter.checks.rules import Hit, rule
from drafter.checks.settings import Settings
from drafter.errors import TemplateError, nearest

USUAL = "gb9704"
MARGIN_MM, PITCH_PT, CHARS = 1.0, 0.6, 0.35  # what no reader sees
DEEP = 5  # styles that extend one another
# 22 lines on a page need a pitch of 27.75 to 28.95 points (37/35 mm) or up to 29.6 (GB/T 33476.2's margins).
PITCHES = (27.7, 29.65)
# Faces of one design under several names; the first is how we call it.
FACES = (("仿宋_GB2312", "仿宋", "fangsong", "fangsong_gb2312", "方正仿宋_gbk", "方正仿宋简体", "方正仿宋_gb2312", "华文仿宋"),
         ("楷体_GB2312", "楷体", "kaiti", "kaiti_gb2312", "方正楷体_gbk", "方正楷体简体", "方正楷体_gb2312", "华文楷体"),
         ("黑体", "simhei", "方正黑体_gbk", "方正黑体简体", "华文黑体", "stheiti"),
         ("宋体", "simsun", "方正书宋_gbk", "新宋体", "nsimsun", "华文宋体"),
         ("方正小标宋简体", "方正小标宋_gbk", "方正小标宋_gb18030", "小标宋", "fzxiaobiaosong-b05s", "华文中宋",
          "stzhongsong"))
_FACE = {name.lower(): row[0] for row in FACES for name in row}
ALIGNS = {"left": "左对齐", "both": "两端对齐", "center": "居中", "right": "右对齐"}
SIZES = {22: "二号", 16: "三号", 14: "四号", 15: "小三", 12: "小四", 18: "小二", 10.5: "五号", 26: "一号"}


@cache
def style(name: str) -> dict[str, Any]:
    """The style's values with all that it extends put in. Raises TemplateError."""
    places = [resources.user_folder("templates") / "styles", resources.folder("templates") / "styles"]
    return _read(name, places, 0)


def _read(name: str, places: list[Path], depth: int) -> dict[str, Any]:
    path = next((p for place in places if (p := place / f"{name}.yaml").is_file()), None)
    if path is None or depth > DEEP:
        known = sorted({p.stem for place in places for p in place.glob("*.yaml")})
        raise TemplateError(f"没有叫“{name}”的版式", cure=nearest(name, known) or f"现有：{'、'.join(known)}")
    values = dict(yamlfile.parse(path, TemplateError)[0] or {})
    parent = values.pop("extends", None)
    return _over(_read(str(parent), places[depth == 0 and parent == name:], depth + 1), values) if parent else values


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """One mapping over another, level by level."""
    return below | {key: _over(below[key], value) if isinstance(value, dict) and isinstance(below.get(key), dict) else value
                    for key, value in above.items()}


def chosen(page: Page, settings: Settings) -> dict[str, Any]:
    """The style wanted: the office's, else ours whose margins and body size the file has, else that of GB/T 9704-2012."""
    if settings.style:
        return style(settings.style)
    sheet = page.document.meta["formats"].get("page", {})
    body = next((shape.get("size_pt", 0) for place in page.parts("body") if (shape := _shape(page, place))), 0)
    for path in sorted((resources.folder("templates") / "styles").glob("*.yaml"), key=lambda p: p.stem != USUAL):
        found = style(path.stem)
        if body == found["paragraphs"]["body"]["size_pt"] and not list(_margins(sheet, found)):
            return found
    return style(USUAL)


def _shape(page: Page, place: Place) -> dict[str, Any]:
    """The effective format of the paragraph, empty for what has none or stands in a table."""
    found = page.document.meta["formats"].get("paragraphs", {}).get(place.line) or {}
    return {} if found.get("table") else dict(found)


def _margins(sheet: dict[str, float], wanted: dict[str, Any]) -> Iterator[tuple[str, float, float]]:
    for name, word in (("top_mm", "上"), ("bottom_mm", "下"), ("left_mm", "左"), ("right_mm", "右")):
        if name in sheet and abs(sheet[name] - wanted["page"][name]) > MARGIN_MM:
            yield word, sheet[name], wanted["page"][name]


def _first(page: Page) -> Place | None:
    return page.places[0] if page.places and page.document.meta.get("formats") else None


@rule("layout-paper")
def paper(page: Page, settings: Settings) -> Iterator[Hit]:
    """Another paper than the style's; a landscape page has its sides exchanged."""
    place = _first(page)
    sheet = page.document.meta.get("formats", {}).get("page", {})
    if place is None or "width_mm" not in sheet:
        return
    wanted = chosen(page, settings)["page"]
    now, right = ([round(sides["width_mm"]), round(sides["height_mm"])] for sides in (sheet, wanted))
    if sorted(now) != sorted(right):
        yield Hit(place, 0, 0, {"is": f"{now[0]}×{now[1]}", "right": f"{right[0]}×{right[1]}"})


@rule("layout-margins")
def margins(page: Page, settings: Settings) -> Iterator[Hit]:
    """Margins other than the style's."""
    place = _first(page)
    if place is None:
        return
    wanted = chosen(page, settings)
    sheet = page.document.meta["formats"].get("page", {})
    if sheet.get("width_mm", 0) > sheet.get("height_mm", 1):
        return
    odd = list(_margins(sheet, wanted))
    if odd:
        yield Hit(place, 0, 0, {"is": "，".join(f"{word} {now:g} 毫米" for word, now, _ in odd),
                                "right": "，".join(f"{word} {right:g} 毫米" for word, _, right in odd)})


def _named(place: Place) -> str:
    """The style's name for the part that the paragraph is."""
    return f"heading{place.level}" if place.part == "heading" and 1 <= place.level <= 4 else place.part


def _told(page: Page, settings: Settings, what: str, differ: Any, said: Any) -> Iterator[Hit]:
    """A hit for each part of the document whose paragraphs are not as the style says, at the first of them."""
    if _first(page) is None:
        return
    looks = chosen(page, settings)["paragraphs"]
    odd: dict[tuple[str, str], list[Place]] = {}
    for place in page.places:
        shape, look = _shape(page, place), looks.get(_named(place))
        if shape and look and what in shape and differ(shape, look) and not (place.part in ("heading", "body") and _run_in(place)):
            odd.setdefault((place.part, said(shape)), []).append(place)
    for (_, now), places in odd.items():
        look = looks[_named(places[0])]
        more = f"（共 {len(places)} 段）" if len(places) > 1 else ""
        yield Hit(places[0], 0, 0, {"is": now, "right": said({"bold": False} | look), "more": more, "name": _called(places[0])})


def _run_in(place: Place) -> bool:
    """True for a paragraph with a heading run in, whose look is a mixture, and for a sentence of a list that is as short as a heading."""
    return bool(place.number) and (place.part == "body" or place.text.rstrip()[-1:] in tuple("。；，"))


def _called(place: Place) -> str:
    """The part's name for a clerk."""
    if place.part == "heading" and 1 <= place.level <= 4:
        return f"第{'一二三四'[place.level - 1]}层标题"
    return PARTS.get(place.part, place.part)


def _face(name: str) -> str:
    return _FACE.get(name.lower(), name)


@rule("layout-font")
def font(page: Page, settings: Settings) -> Iterator[Hit]:
    """Another typeface."""
    return _told(page, settings, "font", lambda s, k: s["font"] and _face(s["font"]) != _face(k["font"]), lambda s: s["font"])


@rule("layout-size")
def size(page: Page, settings: Settings) -> Iterator[Hit]:
    """Another size of type."""
    return _told(page, settings, "size_pt", lambda s, k: abs(s["size_pt"] - k["size_pt"]) > 0.3,
                 lambda s: f"{SIZES.get(s['size_pt'], '')}{s['size_pt']:g} 磅")


@rule("layout-bold")
def bold(page: Page, settings: Settings) -> Iterator[Hit]:
    """Bold type, which the standard nowhere asks for."""
    return _told(page, settings, "bold", lambda s, k: s["bold"] and not k.get("bold"), lambda s: "加粗" if s.get("bold") else "不加粗")


@rule("layout-align")
def align(page: Page, settings: Settings) -> Iterator[Hit]:
    """Titles that are not centred; body text neither justified nor flush left."""
    def differ(shape: dict[str, Any], look: dict[str, Any]) -> bool:
        plain = ("left", "both", "start", "distribute")
        now, right = shape["align"], look.get("align", "left")
        return bool(now != right and not (now in plain and right in plain))

    def parts(shape: dict[str, Any], look: dict[str, Any]) -> bool:
        return look.get("style") not in ("署名", "成文日期") and differ(shape, look)

    return _told(page, settings, "align", parts, lambda s: ALIGNS.get(s.get("align", "left"), s.get("align", "left")))


@rule("layout-pitch")
def pitch(page: Page, settings: Settings) -> Iterator[Hit]:
    """Body text whose line pitch does not give the style's lines a page."""
    if _first(page) is None:
        return
    wanted = chosen(page, settings)
    right = wanted["pitch_pt"]
    odd = []
    for place in page.parts("body"):
        shape = _shape(page, place)
        if not shape or "pitch_pt" not in shape:
            continue
        now = shape["pitch_pt"]
        fits = PITCHES[0] <= now <= PITCHES[1] if PITCHES[0] <= right <= PITCHES[1] else abs(now - right) <= PITCH_PT
        if not fits:
            odd.append((place, now))
    if odd:
        place, now = odd[0]
        more = f"（共 {len(odd)} 段）" if len(odd) > 1 else ""
        yield Hit(place, 0, 0, {"is": f"{now:g} 磅" if now else "不是固定值", "right": f"固定值 {right:g} 磅", "more": more})


@rule("layout-indent")
def indent(page: Page, settings: Settings) -> Iterator[Hit]:
    """Body paragraphs without the first line's indent of two characters, typed spaces counted."""
    if _first(page) is None:
        return
    wanted = chosen(page, settings)["paragraphs"]["body"].get("indent_chars", 0)
    odd = []
    for place in page.parts("body", "heading"):
        shape = _shape(page, place)
        if shape and "first_chars" in shape:
            typed = len(place.text) - len(place.text.lstrip("　")) + (len(place.text) - len(place.text.lstrip(" "))) / 2
            now = shape["first_chars"] + max(0.0, shape.get("left_chars", 0)) + typed
            if abs(now - wanted) > CHARS and not (place.part == "heading" and shape["align"] == "center"):
                odd.append((place, now))
    if odd:
        place, now = odd[0]
        more = f"（共 {len(odd)} 段）" if len(odd) > 1 else ""
        yield Hit(place, 0, 0, {"is": f"{now:g} 字", "right": f"{wanted:g} 字", "more": more})


@rule("layout-page-number")
def page_number(page: Page, settings: Settings) -> Iterator[Hit]:
    """Pages without numbers, or numbers without the dashes beside them."""
    place = _first(page)
    if place is None or "numbers" not in page.document.meta["formats"]:
        return
    numbers = page.document.meta["formats"]["numbers"]
    usual = numbers.get("default")
    if usual is None:
        yield Hit(place, 0, 0, {"is": "没有页码"})
    elif not usual.get("dashes"):
        yield Hit(place, 0, 0, {"is": "页码两边没有一字线"})
    elif usual.get("align") == "right" and "even" not in numbers:
        yield Hit(place, 0, 0, {"is": "双页的页码没有排在左边"})
