"""Characters: entities, invisible and wide ones, pinyin residue, traditional script, half-width punctuation."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Any

from drafter.cleaning.lines import Sheet

_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffd\u00ad\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f]")
_SPACE = re.compile("[\u00a0\u2000-\u200a\u3000\t]+")
_ODD = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffd\u00ad\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f"
                  "\u00a0\u2000-\u200a\u3000\t０-９Ａ-Ｚａ-ｚ％]")
# Full-width letters and digits; full-width punctuation is right as it stands.
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE[0xFF05] = ord("%")
_PINYIN = re.compile(r"[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]")
# Characters that only traditional script has, common ones (a gate: conversion runs only where one occurs).
_TRADITIONAL = re.compile(
    "[個們來時為國說學對發當沒還從無現長兒間兩進話與業務層導幹眾設織組責經濟強實開會過動這點問題機關門車東見貝"
    "頁風飛馬魚鳥麥黃齊齒龍龜單嚴壓歷厲參雙變號葉嘆聽啟員團園圖圓報場壞塊聖處備複够夠頭誇奪奮婦媽孫寧寶審寫寬導將專尋層屬歲島嶺幣帥師帳帶幫廣廳應廠庫廟廢異張彈歸錄後徑從復徹態慶憂憑懷戲戰戶擔據擊換損搶攜攝斷舊顯曉曆術樸條楊極構樓標樣樹橋檢權歡殘殺氣決況測湯溝滅滿漢潔潛澤濃災炉爭爲爺牆狀獨獲環產畢畫瘋療監盤盡眾確礎禮種稱穩窮競筆節範築簡糧級紅約紀純納紛紙線細終結給統絕絡維綱網編緊緣縣總績織續罰羅職聯聲肅腦腳脫腸臨舉艙藝藥蘇處虛號補製視覺觀觸訂計訊討訓託記許論證評詞試詩話該詳語誠誤說課調談請諸謀謝識譯議護讀變讓豐負財貢貧貨販貫責貴買費貼貿資賓賞賢質賴購賽贈贊趙車軍軟轉較載輕輛輪輸辦農運達違遠適遷選遺還邊郵鄉鄰鋼錄錢錯鎮鏡鐵鑒長門閉開閒間關隊階際陸陰陳隨險難雜離雲電靈靜韓項順須預領頻題額顏願類顧顯風飯館駐驗驚體齡黨]")
_HALF = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_HAN = "\u4e00-\u9fff"
# Patterns begin with the rare character itself and look at its neighbours afterwards: ten times faster than a look-behind.
_HALF_MARK = re.compile(r"[,:;!?()]")
_BEFORE, _AFTER, _WIDE_MARKS = "”）》】%，：；！？。", "“（《【", "，。；：、！？“”（）《》"
_SPACES = re.compile(r" +")
_DOT = re.compile(r"\.(?=[ ]*(?:\n|\Z)|[\u4e00-\u9fff])")
_TWO_MARKS = re.compile("[，。；：、][ 　]*[，。；：、]")
_DOUBLED = re.compile(r"([，。；：、])(?:[ 　]*[，；：、])+|([。])(?:[ 　]*[。，；])+")


def unify_characters(sheet: Sheet) -> None:
    """Entities resolved, invisible characters gone, odd spaces plain, wide letters and digits narrow."""
    whole = _whole(sheet)
    text = whole
    if "&" in text:
        text = _ENTITY.sub(lambda m: html.unescape(m[0]).replace("\n", " "), text)
    if _ODD.search(text):  # one look for all three: most pages have none
        text = _SPACE.sub(" ", _INVISIBLE.sub("", text).translate(_WIDE))
    _put_back(sheet, "", "\n".join(line.strip() for line in text.split("\n")))


def _whole(sheet: Sheet) -> str:
    """All lines as one text: a pattern runs over a page many times faster than over each of its lines."""
    return "\n".join(line.text.replace("\n", " ") for line in sheet.lines)


def _put_back(sheet: Sheet, before: str, after: str) -> None:
    """Nothing; the lines get their texts from a whole that was worked on."""
    if before != after and sheet.lines:
        for line, text in zip(sheet.lines, after.split("\n"), strict=True):
            line.text = text


def drop_pinyin(sheet: Sheet) -> None:
    """現(xiàn)狀 → 現狀: pages of one converter carry pinyin behind characters."""
    whole = _whole(sheet)
    if _PINYIN.search(whole):
        _put_back(sheet, whole, _PINYIN.sub(lambda m: "" if "\u3400" <= whole[m.start() - 1:m.start()] <= "\u9fff" else m[0], whole))


_MOJIBAKE = re.compile(r"(?P<before>[\u4e00-\u9fff])[?？]{2}(?P<rest>[\u4e00-\u9fff]{1,6}[A-Za-z](?![A-Za-z])|[\u4e00-\u9fff]{2})")


def repair_mojibake(sheet: Sheet) -> None:
    """序??荚u → 序。考評: where a converter took the bytes A3 BF for a question mark, the characters around it are shifted by one
    byte. They are put back where the repaired word stands elsewhere in the text; else the sentence is dropped."""
    if "??" not in (whole := _whole(sheet)) and "？？" not in whole:
        return
    for line in sheet.lines:
        for match in list(_MOJIBAKE.finditer(line.text)):
            repaired = _unshift(match["before"], match["rest"], whole)
            if repaired:
                sheet.cut(line, "mojibake", "乱码已按上下文复原", match[0])
                line.text = line.text.replace(match[0], match["before"] + repaired)
            elif re.search("[A-Za-z]$", match["rest"]) and sheet.cut(line, "mojibake", "乱码复原不了，整句删去", match[0]):
                start = max(line.text.rfind(mark, 0, match.start()) for mark in "。！？；") + 1
                ends = [e for e in (line.text.find(mark, match.end()) for mark in "。！？；") if e >= 0]
                line.text = line.text[:start] + (line.text[min(ends) + 1:] if ends else "")


def _unshift(before: str, rest: str, whole: str) -> str:
    """The characters that stood there: the one whose second byte was A3, and those behind it read from BF on; or nothing."""
    try:
        after = (b"\xbf" + rest.encode("gbk")).decode("gbk")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return ""
    if whole.count(after[:2]) < 2 and whole.count(after[:2].translate(_TO_TRADITIONAL)) < 2:
        return ""
    words_with = []
    from drafter import words

    for high in range(0x81, 0xFF):
        try:
            lost = bytes((high, 0xA3)).decode("gbk")
        except UnicodeDecodeError:
            continue
        if "\u4e00" <= lost <= "\u9fff" and before + lost in whole and words.plain(before + lost) == [before + lost]:
            words_with.append(lost)
    simple = _converter().convert(before)
    if not words_with:
        words_with = [lost for lost in "保" if words.plain(simple + lost) == [simple + lost]]
    return (words_with[0] if words_with else "。") + after


_TO_TRADITIONAL = str.maketrans("评办", "評辦")


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def simplify(sheet: Sheet) -> None:
    """Traditional characters in simplified form; lines without any are not touched."""
    if not _TRADITIONAL.search(_whole(sheet)):
        return
    for line in sheet.lines:
        if _TRADITIONAL.search(line.text):
            line.text = _converter().convert(line.text)


def widen_punctuation(sheet: Sheet) -> None:
    """Half-width marks beside Chinese characters made full-width, spaces between them gone, doubled marks single."""
    whole = "\n".join(line.text.strip() for line in sheet.lines)
    _put_back(sheet, "", widen(whole) if whole else "")


def _quotes(text: str) -> str:
    """The text with straight quotation marks made curly, opening and closing in turn."""
    halves = text.split('"')
    if len(halves) % 2 == 0:
        return text
    return "".join(half + ("“" if i % 2 == 0 else "”") for i, half in enumerate(halves[:-1])) + halves[-1]


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _full(match: re.Match[str]) -> str:
    """The mark in full width where it stands beside a Chinese character or mark, else as it is."""
    text, at = match.string, match.start()
    before, after = text[at - 1:at], text[at + 1:at + 2]
    beside = (_is_han(before) or (before and before in _BEFORE)) or (_is_han(after) or (after and after in _AFTER))
    return _HALF[match[0]] if beside else match[0]


def _close_up(match: re.Match[str]) -> str:
    """Nothing for spaces between Chinese characters or marks, else the spaces."""
    before, after = match.string[match.start() - 1:match.start()], match.string[match.end():match.end() + 1]
    return "" if all(_is_han(c) or (c and c in _WIDE_MARKS) for c in (before, after)) else match[0]


def widen(text: str) -> str:
    """The text with its punctuation put right, line by line."""
    if '"' in text:  # first: a curly one is a neighbour that makes marks and spaces Chinese
        text = "\n".join(_quotes(line) for line in text.split("\n"))
    before = ""
    while before != text and _HALF_MARK.search(text):  # a mark made full-width is itself a neighbour
        before, text = text, _HALF_MARK.sub(_full, text)
    if " " in text:
        text = _SPACES.sub(_close_up, text)
    if "." in text:
        text = _DOT.sub(lambda m: "。" if _is_han(m.string[m.start() - 1:m.start()]) else m[0], text)
    if _TWO_MARKS.search(text):
        text = _DOUBLED.sub(lambda m: m[1] or m[2], text)
    return text
