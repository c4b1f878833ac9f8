"""Which character set a text file is in.

The rule was measured against four detectors on 900 samples (docs/decisions/0003): byte-order mark, then strict UTF-8,
then the byte pattern of UTF-16, then GB18030, Big5 or UTF-8 with bad bytes by the share of common characters.
"""

from __future__ import annotations

import codecs
import re

from drafter.errors import InputError

SAMPLE = 4096
# The commonest characters of simplified and traditional running text (general knowledge of the language).
COMMON = frozenset(
    "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感"
    "見明問力理點文定本公特做外孩相西果走將月十實向聲車全信重三機工物氣每并別真打太新比才便夫再書部水像眼等體卻加電主界門利海受聽表德少克代員許先口由死安寫性馬光白或住難望教命花結樂色更拉東神記處讓母父應直字場平報友關放至張認接告入笑內英軍候民歲往何度山覺路帶萬男邊風解叫任金快原吃媽變通師立象數四失滿戰遠格士音輕目條呢"
    "见问点将实声车机气并别书电门听员许写马难结乐东记处让应场报关张认内军岁觉路带万边风变师数满战远轻条党支组织建设员工作务业单基层领导干部群众服务制度管理任落监督考核检查培训安全生产企学校村镇县市区责经济社会发展加强推建立健完善提升开展落实"
    "黨這個們來時為說國後會過學對發當沒還從無現長兒間兩進話與業務層導幹眾設織組責經濟發強推健實開")
PLAIN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, file: str = "") -> tuple[str, str]:
    """(text, name of the encoding). Raises InputError for a binary file."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, errors="replace"), name
    if not data:
        return "", "utf-8"
    try:
        text = data.decode("utf-8")
        if "\x00" not in text:
            return text, "utf-8"
    except UnicodeDecodeError:
        pass
    if _nearly_utf8(data):
        return data.decode("utf-8", errors="replace"), "utf-8"
    found = _guess(data) or _detector(data)
    if found is None:
        raise InputError("不是文本文件，或编码认不出来", file=file, cure="请另存为 UTF-8 编码的 .txt，或 .docx")
    return data.decode(found, errors="replace"), found


def _nearly_utf8(data: bytes) -> bool:
    """True for UTF-8 with a few bad bytes: one costs up to three characters, GBK read as UTF-8 leaves hardly a Chinese one."""
    text = data[:SAMPLE * 4].decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    return "\x00" not in text and sum("\u4e00" <= c <= "\u9fff" for c in text) >= max(4, 2 * bad)


def _guess(data: bytes) -> str | None:
    """The likeliest encoding, or None where the best guess reads like nothing."""
    sample = data[:SAMPLE]
    candidates = ["gb18030", "big5", "utf-8"]
    if len(data) % 2 == 0:
        candidates += ["utf-16-le", "utf-16-be"]
    scores = {name: _score(sample, name) for name in candidates}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.12 else None


def _score(sample: bytes, name: str) -> float:
    """How much a decoding reads like Chinese or plain text: common characters count, broken and odd ones against."""
    text = sample.decode(name, errors="replace")
    if len(sample) == SAMPLE:
        text = text[:-2]
    visible = [c for c in text if not c.isspace()]
    if not visible:
        return 0.0
    total = len(visible)
    bad = sum(c == "\ufffd" for c in visible) + len(PLAIN.findall(text))
    common = sum(c in COMMON or c in "，。、；：“”（）《》！？　" for c in visible)
    latin = sum("!" <= c <= "~" for c in visible)
    odd = sum(not ("\u4e00" <= c <= "\u9fff" or "!" <= c <= "~" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef"
                   or c in "—…‘’“”·•①②③④⑤") for c in visible)
    return (common + 0.3 * latin - 1.5 * odd) / total - 2.0 * bad / total


def _detector(data: bytes) -> str | None:
    """What charset-normalizer says, among the encodings that Chinese offices use."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:65536], cp_isolation=["utf_8", "gb18030", "big5", "utf_16_le", "utf_16_be"]).best()
    return best.encoding if best and best.chaos < 0.2 else None
