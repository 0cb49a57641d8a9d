"""What a record holds beside its words, as elements of our own: a name and a text, or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lxml import etree

from gmg.exchange.akn.names import own, plain, safe

Element = etree._Element
AS_JSON = "json"


def write_fields(parent: Element, fields: Mapping[str, Any], leave: tuple[str, ...] = ()) -> None:
    """A field an entry, in order of their names; what is no text as JSON."""
    for name in sorted(fields):
        if name in leave:
            continue
        value = fields[name]
        field = etree.SubElement(parent, own("field"), name=safe(name))
        if isinstance(value, str):
            field.text = safe(value)
        else:
            field.set("as", AS_JSON)
            field.text = json.dumps(value, ensure_ascii=True, sort_keys=True)


def read_fields(parent: Element) -> dict[str, Any]:
    """The entries; raises ValueError for JSON that is none, and for a name that comes twice."""
    found: dict[str, Any] = {}
    for field in parent.iterchildren(own("field")):
        name = plain(field.get("name", ""))
        if name in found:
            raise ValueError(f"the field {name!r} stands twice")
        text = field.text or ""
        found[name] = json.loads(text) if field.get("as") == AS_JSON else plain(text)
    return found
