"""版头 and 版记 of a document of ours, told by the paragraphs' styles."""

from __future__ import annotations

from dataclasses import dataclass, field

from drafter.document import Head, Imprint

HEAD = frozenset(("copy-number", "secrecy", "urgency", "mark", "number", "signers"))
SUFFIXES = ("文件", "命令", "令")
_SIGNERS = "签发人："


@dataclass(slots=True)
class Collected:
    """The paragraphs of 版头 and 版记 as they come by: part and words, tabs kept, and whether in a table or a text box."""

    head: list[tuple[str, str, bool, bool]] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)

    def take(self, part: str, text: str, *, tabled: bool, boxed: bool) -> bool:
        """True where the paragraph belongs to 版头 or 版记, and is now held."""
        if part in HEAD:
            self.head.append((part, text, tabled, boxed))
        elif part == "imprint":
            self.foot.append(text)
        return part in HEAD or part == "imprint"

    def made_head(self) -> Head | None:
        """The 版头, or None where no paragraph was one."""
        rows = [row for row in self.head if row[1].strip()]
        if not rows:
            return None
        marks = [(text.strip(), tabled, boxed) for part, text, tabled, boxed in rows if part == "mark"]
        letter = any(boxed for _, _, boxed in marks)
        names, suffix = _marks([text for text, _, _ in marks], joint=any(tabled for _, tabled, _ in marks), letter=letter)
        found = {"copy-number": "", "secrecy": "", "urgency": "", "number": ""}
        signers: list[str] = []
        for part, text, _, _ in rows:
            pieces = [piece.strip() for piece in text.split("\t")]
            if part == "signers":
                number, names_there = _signers([piece for piece in pieces if piece])
                found["number"] = number or found["number"]
                signers += names_there
            elif part != "mark":
                found[part] = pieces[0] or found[part]
                found["number"] = next((p for p in pieces[1:] if p), found["number"])  # a letter's stands beside the first label
        return Head(names, suffix, found["number"], tuple(signers), found["copy-number"], found["secrecy"], found["urgency"], letter)

    def made_imprint(self) -> Imprint | None:
        """The 版记, or None."""
        found = {"copies": "", "office": "", "date": "", "addressees": ""}
        for text in self.foot:
            if text.startswith(("抄送：", "主送：")):
                found["copies" if text[0] == "抄" else "addressees"] = text[3:].strip().removesuffix("。")
            elif text.strip():
                office, _, date = text.partition("\t")
                found["office"], found["date"] = office.strip(), date.strip().removesuffix("印发")
        return Imprint(**found) if any(found.values()) else None


def _marks(texts: list[str], *, joint: bool, letter: bool) -> tuple[tuple[str, ...], str]:
    """The names in the mark, and what stands behind them."""
    if letter:
        return tuple("".join(texts).split("　")), ""
    if joint:
        suffix = next((text for text in texts if text in SUFFIXES), "")
        return tuple(text for text in texts if text != suffix), suffix
    whole = "".join(texts)
    suffix = next((s for s in SUFFIXES if whole.endswith(s) and whole != s), "")
    return ((whole.removesuffix(suffix),) if whole else ()), suffix


def _signers(pieces: list[str]) -> tuple[str, list[str]]:
    """发文字号, where it stands on this line, and the names."""
    number = pieces.pop(0) if pieces and not pieces[0].startswith(_SIGNERS) and pieces[0].endswith("号") else ""
    return number, [name for name in (piece.removeprefix(_SIGNERS).strip() for piece in pieces) if name]
