"""One HTML page that looks like the paper: a sheet a part, margins and faces of the style, gaps highlighted; prints by @page."""

from __future__ import annotations

import base64
import html

from drafter.document import Block, Document, Head, Heading, Imprint, Paragraph, Picture, Table
from drafter.gaps import GAP
from drafter.writers.reading import Footnotes, rows
from drafter.writers.style import Look, Style

# Faces that stand in for the standard's where they are not installed; names of the systems' own and of free ones.
_FACES = {"小标宋": '"方正小标宋_GBK","FZXiaoBiaoSong-B05S","华文中宋","STZhongsong","Noto Serif CJK SC",SimSun,serif',
          "仿宋": '"仿宋","FangSong","华文仿宋","STFangsong","FandolFang R","FandolFang","Noto Serif CJK SC",serif',
          "楷体": '"楷体","KaiTi","华文楷体","STKaiti","FandolKai","LXGW WenKai","AR PL UKai CN",serif',
          "黑体": '"黑体","SimHei","Heiti SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif',
          "宋体": '"宋体","SimSun","Songti SC","Noto Serif CJK SC",serif'}
_CLOSING = ("signature", "date")


def write(document: Document, style: Style) -> bytes:
    """The document as a UTF-8 page without scripts or links; each attachment is a sheet of its own."""
    sheets: list[list[tuple[Heading | None, Block]]] = [[]]
    for run_in, block in rows(document.blocks):
        if block.style == "attachment" if isinstance(block, Paragraph) else False:
            sheets.append([])
        sheets[-1].append((run_in, block))
    notes = Footnotes(_text, lambda number: f"<sup>{number}</sup>")
    made = []
    for index, sheet in enumerate(sheets):
        parts = _head(document.head) if document.head and not index else []
        parts += [f"<h1 class=title>{_text(document.title)}</h1>"] if document.title and not index else []
        parts += _blocks(sheet, notes)
        if index == len(sheets) - 1:
            if notes.told:
                parts.append("<hr class=notes>")
                parts += [f"<p class=footnote><sup>{number}</sup> {_text(words)}</p>" for number, words in enumerate(notes.told, 1)]
            parts += _imprint(document.imprint) if document.imprint else []
        ruled = " letter-sheet" if document.head and document.head.form == "letter" and not index else ""
        made.append(f"<section class=\"sheet{ruled}\">\n" + "\n".join(parts) + "\n</section>")
    return ("<!doctype html>\n<html lang=zh-CN>\n<meta charset=utf-8>\n<meta name=viewport content=\"width=device-width\">\n"
            f"<title>{html.escape(document.title)}</title>\n<style>\n{_rules(style)}\n</style>\n"
            + "\n".join(made) + "\n</html>\n").encode()


def _blocks(sheet: list[tuple[Heading | None, Block]], notes: Footnotes) -> list[str]:
    """The blocks of one sheet; 署名 and 成文日期 stand together at the right, so that one can be centred on the other."""
    lines: list[str] = []
    signed: list[str] = []
    for run_in, block in sheet:
        if isinstance(block, Paragraph) and block.style in _CLOSING:
            signed.append(f"<p class={block.style}>{notes.text(block)}</p>")
            continue
        if signed:
            lines.append(f"<div class=closing>{''.join(signed)}</div>")
            signed = []
        if isinstance(block, Table):
            lines.append(_table(block))
        elif isinstance(block, Picture):
            lines.append(_picture(block))
        elif isinstance(block, Heading):
            lines.append(f"<h{block.level + 1} class=heading{block.level}>{notes.text(block)}</h{block.level + 1}>")
        else:
            lead = f"<span class=heading{run_in.level}>{_text(run_in.text)}</span>" if run_in else ""
            first = " first" if block.style == "attachments" and (not lines or "attachments" not in lines[-1][:24]) else ""
            lines.append(f"<p class=\"{block.style}{first}\">{lead}{notes.text(block)}</p>" if first
                         else f"<p class={block.style}>{lead}{notes.text(block)}</p>")
    return lines + ([f"<div class=closing>{''.join(signed)}</div>"] if signed else [])


def _head(head: Head) -> list[str]:
    """The 版头; in a letter the rule stands under the mark and the number under the rule (10.1), an order has no rule (10.2)."""
    top = [f"<p class={name}>{_text(text)}</p>" for name, text in
           (("copy-number", head.copy_number), ("secrecy", head.secrecy), ("urgency", head.urgency)) if text]
    letter = head.form == "letter"
    mark = []
    if head.marks:
        size = max(map(len, head.marks)) + len(head.suffix)
        suffix = f"<span>{_text(head.suffix)}</span>" if head.suffix else ""
        mark = [f"<div class=\"mark {head.form}\" style=\"--chars:{size};--above:{0 if letter else len(top)}\">"
                f"<span>{'<br>'.join(map(_text, head.marks))}</span>{suffix}</div>"]
    number = f"<p class=number>{_text(head.number)}</p>" if head.number else ""
    if letter:
        return [*mark, "<hr class=double>", f"<div class=labels><div>{''.join(top)}</div>{number}</div>"]
    if head.signers:
        number = (f"<div class=\"number upward\"><span>{_text(head.number)}</span><span>签发人：<span class=signer-name>"
                  f"{_text('　'.join(head.signers))}</span></span></div>")
    return [*top, *mark, number, "<div class=below></div>" if head.form == "order" else "<hr class=red>"]


def _imprint(imprint: Imprint) -> list[str]:
    rows_ = [f"<p>{label}：{_text(text)}。</p>" for label, text in (("主送", imprint.addressees), ("抄送", imprint.copies)) if text]
    if imprint.office or imprint.date:
        issued = f"<span>{_text(imprint.date)}印发</span>" if imprint.date else ""
        rows_.append(f"<div class=issued><span>{_text(imprint.office)}</span>{issued}</div>")
    return [f"<footer class=imprint>{''.join(rows_)}</footer>"]


def _table(table: Table) -> str:
    caption = f"<caption>{_text(table.caption)}</caption>" if table.caption else ""
    lines = ["<tr>" + "".join(f"<{kind}>{_text(cell)}</{kind}>" for cell in row) + "</tr>"
             for index, row in enumerate(table.rows) for kind in ["th" if index < table.head else "td"]]
    head = f"<thead>{''.join(lines[:table.head])}</thead>" if table.head else ""
    return f"<table{' class=landscape' if table.landscape else ''}>{caption}{head}<tbody>{''.join(lines[table.head:])}</tbody></table>"


def _picture(picture: Picture) -> str:
    kind = "png" if picture.data.startswith(b"\x89PNG") else "jpeg"
    width = f" style=\"width:{picture.width_mm:g}mm\"" if picture.width_mm else ""
    caption = f"<figcaption>{_text(picture.caption)}</figcaption>" if picture.caption else ""
    return (f"<figure><img alt=\"{html.escape(picture.caption)}\"{width} src=\"data:image/{kind};base64,"
            f"{base64.b64encode(picture.data).decode()}\">{caption}</figure>")


def _rules(style: Style) -> str:
    """The style sheet: on screen grey with sheets of paper, on paper the margins alone."""
    page, head, closing = style.page, style.head, style.closing
    body, mark = style.paragraphs["body"], style.paragraphs["mark"]
    margins = f"{page.top_mm:g}mm {page.right_mm:g}mm {page.bottom_mm:g}mm {page.left_mm:g}mm"
    room, line = page.width_mm - page.left_mm - page.right_mm, f"{style.pitch_pt:g}pt"
    lines = [f"@page{{size:{page.width_mm:g}mm {page.height_mm:g}mm;margin:{margins}}}",
             "*{box-sizing:border-box}html{background:#e4e4e4}body{margin:0;color:#000;text-autospace:no-autospace;line-break:strict}",
             f".sheet{{display:flex;flex-direction:column;width:{page.width_mm:g}mm;min-height:{page.height_mm:g}mm;margin:6mm auto;"
             f"padding:{margins};background:#fff;box-shadow:0 1px 5px #0006}}",
             "h1,h2,h3,h4,h5,p,figure{margin:0;font-weight:normal;white-space:pre-wrap;overflow-wrap:anywhere}mark{background:#ff0}"
             "sup{line-height:0;font-size:.6em}",
             *(_rule(name, look, style) for name, look in style.paragraphs.items()),
             ".title,.attachment-title{text-wrap:balance}h2,h3,h4,h5{break-after:avoid}",
             f".attachments{{text-indent:-1em;padding-left:6em}}.attachments.first{{text-indent:-4em;padding-left:6em;margin-top:{line}}}",
             f".closing{{align-self:flex-end;margin-top:{closing.plain_lines * style.pitch_pt:g}pt;"
             f"padding-right:{closing.plain_name_chars * body.size_pt:g}pt;text-align:center;break-inside:avoid}}"
             "span[class^=heading]{line-height:1}.closing p{padding:0;margin:0;text-indent:0;text-align:center}",
             f".mark{{display:flex;justify-content:center;align-items:center;margin:calc({head.mark_mm:g}mm - var(--above)*{line}) 0 "
             f"{head.number_lines * style.pitch_pt:g}pt;color:#{head.color};white-space:nowrap;text-align:center;line-height:1.2;"
             f"font-size:min({mark.size_pt:g}pt,calc({room:g}mm / var(--chars)));text-indent:0}}",
             ".upward{display:flex;justify-content:space-between;padding:0 1em;text-align:left}",
             f".signer-name{{{_face(style, 'signer-name')}}}",
             f".order{{margin-top:{head.order_mark_mm:g}mm}}.below{{height:{head.title_lines * style.pitch_pt:g}pt}}",
             *_letter(style),
             f".red{{width:100%;margin:{head.rule_mm:g}mm 0 {head.title_lines * style.pitch_pt:g}pt;border:0;"
             f"border-top:{head.rule_pt:g}pt solid #{head.color}}}",
             f".imprint{{margin-top:auto;padding:0;text-indent:0;border:solid;border-width:{style.imprint.outer_pt:g}pt 0;"
             "break-inside:avoid}"
             ".imprint p,.issued{padding:.1em 1em}.imprint p{text-indent:-3em;padding-left:4em}"
             f".issued{{display:flex;justify-content:space-between}}.imprint>*+.issued{{border-top:{style.imprint.inner_pt:g}pt solid}}",
             f".notes{{width:30%;margin:{line} 0 0;border:0;border-top:.5pt solid}}",
             f"table{{width:100%;margin:.5em 0;border-collapse:collapse}}td,th{{border:.5pt solid;padding:.15em .4em;font-weight:normal;"
             f"white-space:pre-wrap;{_face(style, 'table')}}}th{{{_face(style, 'table-head')}}}td{{text-align:center}}"
             f"caption{{{_face(style, 'table-caption')};margin-bottom:.2em}}thead{{display:table-header-group}}tr{{break-inside:avoid}}",
             f"figure{{text-align:center;break-inside:avoid}}img{{max-width:100%}}figcaption{{{_face(style, 'picture-caption')}}}",
             "@media screen and (max-width:210mm){.sheet{width:100%;min-height:0;margin:0;padding:6vw;box-shadow:none}}",
             "@media print{html{background:none}.sheet{display:block;width:auto;min-height:0;margin:0;padding:0;box-shadow:none}"
             ".sheet+.sheet{break-before:page}.closing{width:fit-content;margin-left:auto}.imprint{margin-top:2em}}"]
    return "\n".join(lines)


def _letter(style: Style) -> list[str]:
    """The rules of a letter's first sheet: its mark measured from the paper's top, both red rules wider than the type area."""
    page, letter, color = style.page, style.letter, style.head.color
    over = (page.width_mm - page.left_mm - page.right_mm - letter.rule_width_mm) / 2
    side = (page.width_mm - letter.rule_width_mm) / 2
    return [f".mark.letter{{margin:{letter.mark_mm - page.top_mm:g}mm 0 0}}",
            f".double{{width:auto;height:4pt;margin:{letter.rule_below_mm:g}mm {over:g}mm {letter.below_rule_mm:g}mm;border:solid #{color};"
            f"border-width:2pt 0 .75pt}}.labels{{display:flex;justify-content:space-between;align-items:start;"
            f"margin-bottom:{style.head.title_lines * style.pitch_pt:g}pt}}",
            f"@media screen{{.letter-sheet{{position:relative}}.letter-sheet::after{{content:'';position:absolute;left:{side:g}mm;"
            f"right:{side:g}mm;bottom:{letter.rule_foot_mm:g}mm;height:4pt;border:solid #{color};border-width:.75pt 0 2pt}}}}"]


def _rule(name: str, look: Look, style: Style) -> str:
    """The rule of one look; a hanging look's first line stands out by its hanging characters."""
    pitch = look.pitch_pt or style.pitch_pt
    align = {"both": "justify", "distribute": "justify"}.get(look.align, look.align)
    tight = f"letter-spacing:{style.spacing_pt:g}pt;" if look.size_pt == style.paragraphs["body"].size_pt and style.spacing_pt else ""
    first = look.indent_chars - look.hanging_chars
    return (f".{name}{{{_face(style, name)};{tight}text-align:{align};text-indent:{first:g}em;padding:0 {look.right_chars:g}em 0 "
            f"{look.left_chars + (look.hanging_chars if name == 'imprint' else 0):g}em;margin:{look.before_lines * pitch:g}pt 0 "
            f"{look.after_lines * pitch:g}pt{f';color:#{look.color}' if look.color else ''}}}")


def _face(style: Style, name: str) -> str:
    """The font of a look as a declaration: its own face, then those that stand in for it."""
    look = style.paragraphs[name]
    others = next((faces for word, faces in _FACES.items() if word in look.font), "serif")
    return f"font:{look.size_pt:g}pt/{look.pitch_pt or style.pitch_pt:g}pt \"{look.font}\",{others}"


def _text(text: str) -> str:
    return GAP.sub(lambda m: f"<mark>{m[0]}</mark>", html.escape(text, quote=False)).replace("\n", "<br>")
