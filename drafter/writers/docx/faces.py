"""The font table and the theme: what Word does where a face is not installed; no style refers to the theme's faces."""

from __future__ import annotations

from drafter.writers.docx.parts import XML
from drafter.writers.style import Style

# The faces without _GB2312 come with Windows since Vista; a missing one is replaced by its other name (gbt9704.md 2.5).
_OTHER = {"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "仿宋": "FangSong", "楷体": "KaiTi", "黑体": "SimHei", "宋体": "SimSun",
          "方正小标宋简体": "FZXiaoBiaoSong-B05S"}
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def font_table(style: Style) -> str:
    """fontTable.xml: every face of the style, Chinese, with its other name."""
    faces = sorted({look.font for look in style.paragraphs.values()} | {style.page_number.font})
    rows = "".join(
        f'<w:font w:name="{face}">{f"<w:altName w:val={chr(34)}{_OTHER[face]}{chr(34)}/>" if face in _OTHER else ""}'
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>' for face in faces)
    return f'{XML}<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{rows}</w:fonts>'


def theme(style: Style) -> str:
    """theme1.xml, which a package has to have: black on white, the body's face."""
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in (
        ("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "000000"), ("lt2", "FFFFFF"), *((f"accent{n}", "000000") for n in range(1, 7)),
        ("hlink", "000000"), ("folHlink", "000000")))
    face = style.paragraphs["body"].font
    faces = f'<a:latin typeface="{face}"/><a:ea typeface="{face}"/><a:cs typeface="{face}"/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (f'{XML}<a:theme xmlns:a="{_DRAWING}" name="公文"><a:themeElements><a:clrScheme name="公文">{colors}</a:clrScheme>'
            f'<a:fontScheme name="公文"><a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont></a:fontScheme>'
            f'<a:fmtScheme name="公文"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
            f'<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>'
            '</a:themeElements></a:theme>')
