"""From a public record to a document of AKN: preface, paragraphs, conclusions, and their `meta`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import format_date
from lxml import etree

from gmg.exchange.akn import meta as metas
from gmg.exchange.akn.meta import Element, Scene, add, day, provenance, said, versions
from gmg.exchange.akn.names import AKN, KINDS, LANGUAGES, OWN, akn, joined, safe
from gmg.exchange.akn.words import write_words
from gmg.group.rules.numerals import rounded, written
from gmg.group.rules.texts import MARK

MIXED = frozenset(akn(name) for name in ("p", "num", "docTitle", "docNumber")) | {f"{{{OWN}}}field"}
"""Elements whose blanks are part of what they say: nothing is indented within."""


class BadRecord(ValueError):
    """A record that cannot be a document of AKN; the text says why."""


def to_akn(record: dict[str, Any], lang: str | None = None) -> bytes:
    """The adopted text of a public record as Akoma Ntoso 3.0; the same record gives the same bytes.

    `lang` asks for its translation into a language. Raises BadRecord where the record lacks the text
    that it names or the translation, or where two paragraphs share a uid.
    """
    held = text_in(record, lang)
    scene = Scene(record, held["text"], held["hash"])
    uids = [paragraph["uid"] for paragraph in scene.text["paragraphs"]]
    if len(set(uids)) < len(uids):
        raise BadRecord("Two paragraphs have the same uid")
    namespaces: dict[str | None, str] = {None: AKN, "gmg": OWN}
    root = etree.Element(akn("akomaNtoso"), nsmap=namespaces)  # type: ignore[arg-type]
    kind = KINDS.get(str(record.get("kind", "statement")), "jointStatement")
    statement = add(root, "statement", name=kind, contains="originalVersion")
    meta = add(statement, "meta")
    preface(scene, statement)
    body(scene, statement)
    conclusions(scene, statement)
    metas.identification(scene, meta)
    metas.lifecycle(scene, meta)
    metas.workflow(scene, meta)
    metas.analysis(scene, meta)
    metas.references(scene, meta)
    metas.notes(scene, meta)
    metas.proprietary(scene, meta)
    indent(root, 0)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def text_in(record: dict[str, Any], lang: str | None) -> dict[str, Any]:
    """The version that was adopted, or its translation into a language. Raises BadRecord."""
    adopted = [v for v in record["versions"] if v["hash"] == record["hash"]]
    if not adopted:
        raise BadRecord("The record holds no text of the hash that it names")
    found = [*adopted[:1], *record.get("translations", ())]
    for version in found:
        if lang in (None, version["text"]["language"]):
            return dict(version)
    raise BadRecord(f"The record holds no text in {lang!r}")


def preface(scene: Scene, statement: Element) -> None:
    """Symbol, title, and the day of adoption."""
    part = add(statement, "preface")
    write_words(add(add(part, "p"), "docNumber"), scene.record["symbol"])
    write_words(add(add(part, "p"), "docTitle"), scene.text["title"])
    dated(scene, add(part, "p"))
    if scene.text["translates"]:
        says = said("translates", scene, hash=scene.text["translates"])
        write_words(add(part, "p", **{"class": "translates"}), says)
    for kind, symbols in (
        ("corrects", filter(None, [scene.record.get("corrects")])),
        ("corrected_by", scene.record.get("corrected_by", ())),
    ):
        for symbol in symbols:
            line = add(part, "p", **{"class": kind.replace("_", "-")})
            write_words(line, said(kind, scene, symbol=symbol))


def dated(scene: Scene, parent: Element) -> None:
    """The day of adoption in words of the language."""
    on = day(scene.record["adopted"])
    before, _, after = said("adopted_on", scene).partition("{date}")
    write_words(parent, before)
    made = add(parent, "docDate", date=on)
    made.text = long_date(date.fromisoformat(on), scene.lang)
    made.tail = after or None


def long_date(when: date, lang: str) -> str:
    """A day, its month in words; the day first in English, as the United Nations write it."""
    known = lang if lang in LANGUAGES else "en"
    return str(format_date(when, "long", locale="en_GB" if known == "en" else known))


def body(scene: Scene, statement: Element) -> None:
    """The paragraphs. A text of none has an empty one, without a name, that is not read back."""
    part = add(statement, "mainBody")
    first = first_places(scene.record, scene.lang)
    for place, paragraph in enumerate(scene.text["paragraphs"], 1):
        name = f"para_{place}"
        made = add(part, "paragraph", eId=name)
        if paragraph["uid"]:
            made.set("GUID", joined(paragraph["uid"]))
        if first.get(paragraph["uid"], place) != place:
            made.set("wId", f"para_{first[paragraph['uid']]}")
        if paragraph["num"]:
            write_words(add(made, "num"), paragraph["num"])
        content = add(made, "content", eId=f"{name}__content")
        words(scene, add(content, "p", eId=f"{name}__content__p_1"), paragraph)
    if not scene.text["paragraphs"]:
        add(part, "p")


def first_places(record: dict[str, Any], lang: str) -> dict[str, int]:
    """Where each paragraph stood in the first version that has it."""
    found: dict[str, int] = {}
    for version in versions(record):
        if version["text"]["language"] == lang:
            for place, paragraph in enumerate(version["text"]["paragraphs"], 1):
                found.setdefault(paragraph["uid"], place)
    return found


def words(scene: Scene, parent: Element, paragraph: dict[str, Any]) -> None:
    """The words of a paragraph, its figures as quantities with a note each where first shown."""
    references = [scene.figure(paragraph["uid"], one) for one in paragraph["citations"]]
    cited = dict(zip((c["key"] for c in paragraph["citations"]), references, strict=True))
    values = {citation["key"]: citation for citation in paragraph["citations"]}
    noted: set[str] = set()
    text, at, count = paragraph["text"], 0, 0
    for mark in MARK.finditer(text):
        key = mark.group(1)
        if key not in cited:
            continue
        write_words(parent, text[at : mark.start()])
        at, count = mark.end(), count + 1
        quantity = add(
            *(parent, "quantity"),
            eId=f"{parent.get('eId')}__quantity_{count}",
            refersTo=cited[key],
        )
        quantity.text = safe(drawn(values[key], scene.lang))
        if values[key].get("value") is not None:
            quantity.set("normalized", safe(str(values[key]["value"])))
        if key not in noted:
            noted.add(key)
            note = scene.note(provenance(values[key]), "figure")
            add(parent, "noteRef", href=note, marker=str(len(scene.notes)))
    write_words(parent, text[at:])


def drawn(citation: dict[str, Any], lang: str) -> str:
    """A value as it was shown to those who signed: to its significant figures, in their digits."""
    try:
        value = Decimal(str(citation["value"]))
        return written(rounded(value, int(citation.get("rounding") or 0)), known_language(lang))
    except (InvalidOperation, KeyError, TypeError, ValueError):
        return str(citation.get("value"))


def known_language(lang: str) -> str:
    """A language that numbers are written in: English where it is none of the six."""
    return lang if lang in LANGUAGES else "en"


def conclusions(scene: Scene, statement: Element) -> None:
    """Who signed, each with a note where there is a reservation; who does not associate itself."""
    record = scene.record
    part = add(statement, "conclusions", eId="conclusions")
    dated(scene, add(part, "p"))
    heading(part, said("signatories", scene), "signatories")
    for agency in record["signatories"]:
        signature = add(add(part, "p"), "signature")
        organization(scene, signature, agency)
        for one in record["reservations"]:
            if one["agency"] == agency:
                note = scene.note(one["text"], "reservation")
                add(signature, "noteRef", href=note, marker=str(len(scene.notes)))
    if record["not_associated"]:
        heading(part, said("not_associated", scene), "not-associated")
        for agency in record["not_associated"]:
            organization(scene, add(part, "p"), agency)
    if record["reservations"]:
        heading(part, said("reservations", scene), "reservations")
        for one in record["reservations"]:
            line = add(part, "p")
            organization(scene, line, one["agency"])
            line[-1].tail = ": "
            write_words(line, one["text"])
    heading(part, f"{said('hash', scene)}: {safe(scene.hash)}", "hash")


def heading(parent: Element, says: str, kind: str) -> None:
    """A line that says what stands beneath it."""
    line = add(parent, "p", **{"class": kind})
    line.text = says


def organization(scene: Scene, parent: Element, agency: str) -> None:
    """An agency by its name."""
    made = add(parent, "organization", refersTo=scene.organization(agency))
    made.text = metas.agency_name(agency, scene.lang)


def indent(element: Element, depth: int) -> None:
    """Lines for the eye, and none within words."""
    if element.tag in MIXED or not len(element):
        return
    ahead = "\n" + "  " * (depth + 1)
    element.text = ahead
    for child in element:
        indent(child, depth + 1)
        child.tail = ahead
    element[-1].tail = "\n" + "  " * depth
