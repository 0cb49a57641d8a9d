"""Words of a text as mixed content: figures are `quantity`, line ends `eol`, the rest is text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from gmg.exchange.akn.names import UNWRITABLE, akn

Element = etree._Element
CHARACTER = "character"


class NotWords(ValueError):
    """Content that is none of what is written here."""


def write_words(parent: Element, text: str) -> None:
    """Add a text to what an element holds already."""
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(parent, akn("eol"))
        at = 0
        for found in UNWRITABLE.finditer(line):
            append(parent, line[at : found.start()])
            sign = etree.SubElement(parent, akn("inline"), name=CHARACTER)
            sign.set("class", f"U+{ord(found.group()):04X}")
            at = found.end()
        append(parent, line[at:])


def append(parent: Element, text: str) -> None:
    """Add plain text behind what an element holds."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def read_words(parent: Element, figures: dict[str, str]) -> str:
    """The text of an element. `figures` holds the mark of each quantity by what it refers to.

    Notes are left out. Raises NotWords for an element that no text of ours has.
    """
    return "".join(parts(parent, figures))


def parts(parent: Element, figures: dict[str, str]) -> Iterable[str]:
    """The runs of an element's text."""
    yield parent.text or ""
    for child in parent:
        if child.tag == akn("eol"):
            yield "\n"
        elif child.tag == akn("quantity"):
            named = child.get("refersTo", "")
            if named not in figures:
                raise NotWords(f"a quantity refers to {named!r}, which is no figure of the text")
            yield f"[[{figures[named]}]]"
        elif child.tag == akn("inline") and child.get("name") == CHARACTER:
            yield sign_of(child.get("class", ""))
        elif child.tag == akn("noteRef") or not isinstance(child.tag, str):
            pass  # a note, a comment or an instruction is no part of the words
        else:
            raise NotWords(f"{child.tag} stands in the words of a paragraph")
        yield child.tail or ""


def sign_of(name: str) -> str:
    """The sign of a number such as U+0007."""
    found = re.fullmatch("U\\+([0-9A-F]{4})", name)
    sign = chr(int(found.group(1), 16)) if found else ""
    if not UNWRITABLE.fullmatch(sign):
        raise NotWords(f"{name!r} names no sign")
    return sign
