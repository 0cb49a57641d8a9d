"""Statements as AKN: valid by the schema, the same words back, nothing let in that could harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from conftest import data_folder, missing
from gmg.evidence.base import Base
from gmg.exchange.akn import BadRecord, NotAkn, read_akn, to_akn
from gmg.exchange.akn.names import AKN, joined, plain, safe, slug
from gmg.group.rules.record import hash_of_text
from record_made import (
    CLOSES,
    TEXTS,
    Record,
    cited,
    paragraph,
    position,
    record_of,
    records,
    text_of,
)

NS = {"a": AKN}
ARABIC = "تعدّ المفوضية [[c1]] لاجئ من السودان في ليبيا."


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The strict schema of Akoma Ntoso 3.0, of the published files."""
    folder = data_folder()
    file = folder / "akn" / "akomantoso30.xsd" if folder else Path("akomantoso30.xsd")
    if not file.is_file():
        missing("no schema of Akoma Ntoso here (akn/akomantoso30.xsd)")
    return etree.XMLSchema(etree.parse(file))


def adopted(record: Record) -> Record:
    return next(v["text"] for v in record["versions"] if v["hash"] == record["hash"])


def valid(schema: etree.XMLSchema, data: bytes) -> None:
    assert schema.validate(etree.fromstring(data)), schema.error_log


def told_back(record: Record) -> None:
    data = to_akn(record)
    found = read_akn(data)
    assert found.text == adopted(record)
    assert found.hash == record["hash"]
    assert found.holds
    assert found.symbol == record["symbol"]
    assert list(found.signatories) == record["signatories"]
    assert list(found.not_associated) == record["not_associated"]
    assert to_akn(record) == data


PLAIN = text_of(
    [
        paragraph("p1", "1", "First."),
        paragraph("p2", "2", "UNHCR counts [[c1]], and [[c1]] again.", cited("c1")),
    ],
    "On people",
)


@pytest.mark.usefixtures("room_url")
def test_both_versions_of_the_demonstration(base: Base, schema: etree.XMLSchema) -> None:
    from gmg.group.demo.figures import quotations
    from gmg.group.demo.story import play

    record = play(base, quotations(base)).record
    assert record["versions"]
    for version in record["versions"]:
        one = record | {"hash": version["hash"]}
        valid(schema, to_akn(one))
        told_back(one)


@settings(max_examples=80)
@given(record=records())
def test_any_record_is_valid_and_comes_back(record: Record, schema: etree.XMLSchema) -> None:
    valid(schema, to_akn(record))
    told_back(record)


def test_an_arabic_statement(schema: etree.XMLSchema) -> None:
    text = text_of([paragraph("p1", "1", ARABIC, cited("c1"))], "بيان", "ar")
    data = to_akn(record_of(text))
    valid(schema, data)
    assert read_akn(data).text == text
    root = etree.fromstring(data)
    assert root.findtext(".//a:organization", namespaces=NS) == "منظمة العمل الدولية"
    assert root.find(".//a:FRBRlanguage", NS).get("language") == "ara"
    assert "/ara@" in root.find(".//a:FRBRExpression/a:FRBRuri", NS).get("value")
    assert root.findtext(".//a:quantity", namespaces=NS) == "199,388"


def test_a_translation_names_the_text_that_was_adopted(schema: etree.XMLSchema) -> None:
    arabic = text_of([paragraph("p1", "1", ARABIC, cited("c1"))], "بيان", "ar", number=1)
    record = record_of(PLAIN, translations=(arabic,))
    data = to_akn(record, "ar")
    valid(schema, data)
    found = read_akn(data)
    assert found.holds
    assert found.text["translates"] == record["hash"]
    assert found.hash == record["translations"][0]["hash"] != record["hash"]
    translation = etree.fromstring(data).find(".//a:FRBRtranslation", NS)
    assert translation.get("fromLanguage") == "eng"
    assert translation.get("href").endswith("/eng@2026-02-14")
    assert read_akn(to_akn(record, "en")) == read_akn(to_akn(record))
    with pytest.raises(BadRecord, match="'ru'"):
        to_akn(record, "ru")


def test_a_correction_says_what_it_corrects(schema: etree.XMLSchema) -> None:
    record = record_of(PLAIN) | {"corrects": "GMG/2025/4", "corrected_by": ["GMG/2026/9"]}
    data = to_akn(record)
    valid(schema, data)
    assert "Corrects GMG/2025/4." in data.decode()
    assert "Corrected by GMG/2026/9." in data.decode()


def test_the_names_of_akn4un() -> None:
    root = etree.fromstring(to_akn(record_of(PLAIN, symbol="GMG/2026/1")))
    uri = "/akn/un/statement/deliberation/un-gmg/2026-02-13/GMG-2026-1"
    assert root.find(".//a:FRBRWork/a:FRBRuri", NS).get("value") == uri
    assert root.find(".//a:FRBRWork/a:FRBRthis", NS).get("value") == f"{uri}/!main"
    assert root.find(".//a:FRBRWork/a:FRBRalias", NS).get("value") == uri.replace("un-gmg", "gmg")
    assert root.find(".//a:FRBRWork/a:FRBRcountry", NS).get("value") == "un"
    expression = f"{uri}/eng@2026-02-14"
    assert root.find(".//a:FRBRExpression/a:FRBRuri", NS).get("value") == expression
    assert root.find(".//a:FRBRManifestation/a:FRBRuri", NS).get("value") == f"{expression}.xml"
    assert root.find("a:statement", NS).get("name") == "jointStatement"


def test_what_is_referred_to_is_there() -> None:
    record = record_of(PLAIN, [position("WB", "cleared with comments", 1, "", reservation="R.")])
    root = etree.fromstring(to_akn(record))
    ids = {element.get("eId") for element in root.iter() if element.get("eId")}
    for element in root.iter():
        for name in ("refersTo", "href", "by", "as", "source", "outcome"):
            for part in (element.get(name) or "").split():
                if part.startswith("#"):
                    assert part[1:] in ids, (element.tag, name, part)


def test_figures_carry_their_provenance() -> None:
    root = etree.fromstring(to_akn(record_of(PLAIN)))
    quantity, again = root.findall(".//a:quantity", NS)
    assert (quantity.text, quantity.get("normalized")) == ("199,388", "199388")
    assert again.get("refersTo") == quantity.get("refersTo")
    note = root.find(".//a:note[@class='figure']", NS)
    says = "".join(note.itertext())
    for part in ("UNHCR", "199388 persons", "edition 2025.12.1", "4d8356453a32.129753.H"):
        assert part in says
    assert quantity.getnext().get("href") == f"#{note.get('eId')}"


def test_a_rounded_figure_is_drawn_as_it_was_signed() -> None:
    text = text_of([paragraph("p1", "1", "Over [[c1]].", cited("c1", "70412", rounding=1))])
    quantity = etree.fromstring(to_akn(record_of(text))).find(".//a:quantity", NS)
    assert (quantity.text, quantity.get("normalized")) == ("70,000", "70412")


def test_a_paragraph_keeps_its_name_for_life() -> None:
    earlier = text_of([paragraph("old", "1", "A."), paragraph("kept", "2", "B.")], number=2)
    later = text_of([paragraph("kept", "1", "B."), paragraph("new", "2", "C.")])
    root = etree.fromstring(to_akn(record_of(later, earlier=earlier)))
    one, other = root.findall(".//a:paragraph", NS)
    assert (one.get("eId"), one.get("wId"), one.get("GUID")) == ("para_1", "para_2", "kept")
    assert (other.get("eId"), other.get("wId"), other.get("GUID")) == ("para_2", None, "new")


def test_rounds_positions_and_reservations_are_told() -> None:
    said = [
        position("ILO", "cleared with comments", 1, "", reservation="On paragraph 1."),
        position("IOM", "does not associate", 2, ""),
        position("WB", "objects", 72, "", statement="Too late."),
    ]
    earlier = text_of([paragraph("p1", "1", "Before.")], number=2)
    record = record_of(PLAIN, said, earlier=earlier)
    root = etree.fromstring(to_akn(record))
    steps = [
        (step.get("by"), step.get("outcome"), step.findtext("{*}standing") or "")
        for step in root.iterfind(".//a:step", NS)
    ]
    assert steps == [
        ("#un-gmg", "#clearance-opened", ""),
        ("#wb", "#objects", "counts"),
        ("#un-gmg", "#not-adopted", ""),
        ("#un-gmg", "#silence-opened", ""),
        ("#ilo", "#cleared-with-comments", "counts"),
        ("#iom", "#does-not-associate", "counts"),
        ("#un-gmg", "#adopted", ""),
        ("#wb", "#objects", "late"),
    ]
    assert root.findall(".//a:step", NS)[-1].get("date") == CLOSES.isoformat()
    signed = [e.get("refersTo") for e in root.iterfind(".//a:signature/a:organization", NS)]
    assert signed == ["#ilo", "#ohchr", "#unhcr", "#wb"]
    notes = root.findall(".//a:note[@class='reservation']", NS)
    assert ["".join(note.itertext()).strip() for note in notes] == ["On paragraph 1."]
    events = [e.get("type") for e in root.iterfind(".//a:eventRef", NS)]
    assert events == ["generation", "amendment"]
    assert record["hash"] in "".join(root.find(".//a:conclusions", NS).itertext())


def test_a_text_without_paragraphs(schema: etree.XMLSchema) -> None:
    record = record_of(text_of([], ""))
    valid(schema, to_akn(record))
    told_back(record)


def test_records_that_cannot_be_written() -> None:
    record = record_of(PLAIN)
    with pytest.raises(BadRecord, match="no text"):
        to_akn(record | {"hash": "0" * 64})
    twice = text_of([paragraph("p1", "1", "A."), paragraph("p1", "2", "B.")])
    with pytest.raises(BadRecord, match="same uid"):
        to_akn(record_of(twice))


# --- reading what strangers send ------------------------------------------------------------------

GOOD = to_akn(record_of(PLAIN)).decode()
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not XML"),
        (b"<akomaNtoso/>", "no document of Akoma Ntoso"),
        (f'<akomaNtoso xmlns="{AKN}"/>'.encode(), "no statement of gmg"),
        (GOOD.replace("?>", f"?>{BOMB}", 1).encode(), "DOCTYPE"),
        (GOOD.replace("?>", '?><!DOCTYPE x SYSTEM "file:///etc/passwd">', 1).encode(), "DOCTYPE"),
        (GOOD.encode("utf-16"), "not UTF-8"),
        (GOOD.encode().replace(b"First", b"\xff"), "not UTF-8"),
        (GOOD.replace("First.", "&lol;").encode(), "not XML"),
        (GOOD[:-40].encode(), "not XML"),
        (GOOD.replace("First.", "<b>First.</b>").encode(), "stands in the words"),
        (GOOD.replace("First.", '<inline name="character" class="U+0041"/>').encode(), "names no"),
        (GOOD.replace("First.", '<inline name="character" class="U+-001"/>').encode(), "names no"),
        (GOOD.replace('refersTo="#figure-1"', 'refersTo="#figure-9"').encode(), "no figure"),
        (GOOD.replace("gmg statement 1", "gmg statement 2").encode(), "another form"),
        (GOOD.replace("<docTitle>", "<docTitle/><docTitle>").encode(), "not one"),
        (GOOD.replace(">3</gmg:field>", ">{</gmg:field>").encode(), "no statement"),
        (GOOD.replace('<gmg:field name="key">', '<gmg:field name="x">').encode(), "no statement"),
        (GOOD.replace("#ilo #iom", "#ilo #nobody").encode(), "no statement"),
        (b"<a>" * 5_000, "not XML"),
    ],
)
def test_files_that_are_refused(data: bytes, why: str) -> None:
    with pytest.raises(NotAkn, match=why):
        read_akn(data)


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gmg.exchange.akn.read.LARGEST", 1_000)
    with pytest.raises(NotAkn, match="more than 1,000 bytes"):
        read_akn(GOOD.encode())


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("First.", "First. Not."),
        (">199388</gmg:field>", ">199389</gmg:field>"),
        ("<docTitle>On", "<docTitle>Not on"),
        ('GUID="p1"', 'GUID="p9"'),
        ("<num>1</num>", "<num>9</num>"),
        (">2024</gmg:field>", ">2023</gmg:field>"),
        (">3</gmg:field>", ">4</gmg:field>"),
    ],
)
def test_a_change_of_what_the_hash_covers_is_seen(was: str, now: str) -> None:
    assert was in GOOD
    assert read_akn(GOOD.encode()).holds
    assert not read_akn(GOOD.replace(was, now, 1).encode()).holds


def test_layout_comments_and_notes_are_no_part_of_the_words() -> None:
    changed = GOOD.replace("First.", "<!-- x -->First.<?y?>").replace("      <p", "\n\n<p")
    changed = changed.replace("199,388</quantity>", "a quarter</quantity>")
    assert read_akn(changed.encode()).holds


@settings(max_examples=200)
@given(st.data())
def test_spoilt_files_are_refused_or_read(data: st.DataObject) -> None:
    spoilt = bytearray(GOOD.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=5))
    try:
        found = read_akn(bytes(spoilt))
    except NotAkn:
        return
    assert found.holds == (found.hash == hash_of_text(found.text))


@given(TEXTS)
def test_escapes_come_back(text: str) -> None:
    assert plain(safe(text)) == text
    assert plain(joined(text)) == text
    assert not set(joined(text)) & set(" \t\r\n")
    etree.Element("a", name=joined(text)).text = safe(text)
    assert json.dumps(slug(text)).isascii()
