"""The record inside a draft: each sentence's trace, the other wordings and what it was made from, in a custom XML part."""

from __future__ import annotations

import json
from dataclasses import fields
from html import escape
from typing import Any

from drafter import numbering
from drafter.document import Document, Option, Origin, Trace

TRACE = "urn:drafter:trace"
VERSION = 2  # of what lies in the part; 1 was a plain list of rows
_TRACE = tuple(field.name for field in fields(Trace))
_ORIGIN = tuple(field.name for field in fields(Origin))
# LibreOffice keeps a custom part only if it has properties (seen in 7.4); Word adds them where they are missing.
_PROPERTIES = ('<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
               '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
               'ds:itemID="{7D0A6F52-3C0E-4B5C-9E0B-4D52C1A7E3F8}"><ds:schemaRefs>'
               f'<ds:schemaRef ds:uri="{TRACE}"/></ds:schemaRefs></ds:datastoreItem>')
_RELATIONS = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
              '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
              'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps" Target="itemProps1.xml"/>'
              '</Relationships>')


def members(document: Document) -> dict[str, str | bytes]:
    """The members of the package that hold the record, by name; none where nothing bears a trace."""
    rows = trace_rows(document, options=True)
    if not rows:
        return {}
    return {"customXml/item1.xml": record(rows, document.meta.get("state") or {}), "customXml/itemProps1.xml": _PROPERTIES,
            "customXml/_rels/item1.xml.rels": _RELATIONS}


def record(rows: list[dict[str, Any]], state: dict[str, Any]) -> bytes:
    """The custom XML part that holds the rows and the state."""
    held = json.dumps({"version": VERSION, "rows": rows, "state": state}, ensure_ascii=False, separators=(",", ":"))
    return (f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
            f'<ns0:trace xmlns:ns0="{TRACE}">{escape(held, quote=False)}</ns0:trace>').encode()


def trace_rows(document: Document, *, options: bool = False) -> list[dict[str, Any]]:
    """A row for each sentence and heading of a draft that bears a trace, in order, with its place, and if asked its other wordings."""
    rows = []
    for place, part in numbering.places(document):
        if part.trace is not None:
            row = {"text": part.text, "role": part.role, "place": place, **_row(part.trace)}
            rows.append(row | {"options": [option_row(o) for o in part.options]} if options and part.options else row)
    return rows


def _row(trace: Trace) -> dict[str, Any]:
    """The trace's fields, its sources as rows too; dataclasses.asdict copies every word of it and takes four times as long."""
    row = {name: getattr(trace, name) for name in _TRACE}
    return row | {"sources": [{name: getattr(source, name) for name in _ORIGIN} for source in trace.sources]}


def option_row(option: Option) -> dict[str, Any]:
    """The other wording as it lies in the file: what is empty is left out."""
    trace = {k: v for k, v in _row(option.trace).items() if v}
    if "sources" in trace:
        trace["sources"] = [{k: v for k, v in source.items() if v} for source in trace["sources"]]
    row: dict[str, Any] = {"text": option.text, "score": option.score, **({"role": option.role} if option.role else {}), **trace}
    return row | {"also": [[place, option_row(other)] for place, other in option.also]} if option.also else row
