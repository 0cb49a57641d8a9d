"""The redline of a document: between versions and languages, for eyes, readers and programs."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from gmg.group.acts import clock, texts
from gmg.group.rules.redline import apply, from_json
from gmg.group.rules.texts import Paragraph
from gmg.group.rules.texts import Version as Text
from gmg.group.store.models import Version
from room_made import NOON
from room_people import Group, drafted
from room_site import signed_in


def versions(room: Group) -> tuple[Version, Version]:
    first = drafted(room, "Refugees: [[c1]].", "We act.", "One.", "Two.", "Three.", "Gone.")
    words = first.as_rule()
    one, two, three, four, five, _ = words.paragraphs
    moved = (
        replace(one, citations=(replace(one.citations[0], value=Decimal(600000)),)),
        replace(two, text="We act together."),
        five,
        three,
        four,
        Paragraph("new", "6", "New."),
    )
    with clock.standing_at(NOON):
        second = texts.write_version(
            room.speaks["ILO"], first.document, replace(words, paragraphs=moved), first
        )
    return first, second


def got(room: Group, version: Version, query: str = "", lang: str = "en") -> str:
    with clock.standing_at(NOON):
        answer = signed_in(room.speaks["IOM"]).get(
            f"/{lang}/room/document/{version.document.key}/redline{query}"
        )
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_became_of_each_paragraph_is_said_in_words_too(room: Group) -> None:
    first, _ = versions(room)
    page = got(room, first)
    assert '<ins><span class="hidden">added: </span> together</ins>' in page
    assert '<del><span class="hidden">removed: </span>Gone.</del>' in page
    assert '<del><span class="hidden">removed: </span>551,727</del>' in page
    assert '<ins><span class="hidden">added: </span>600,000</ins>' in page
    for said in ("changed", "moved", "added", "removed"):
        assert f'<span class="state">{said}</span>' in page
    assert "from place 5 to place 3" in page
    assert "One." not in page
    assert "One." in got(room, first, "?show=all")


def test_any_version_against_any_other_both_ways(room: Group) -> None:
    first, second = versions(room)
    back = got(room, first, f"?from={second.key}&to={first.key}")
    assert '<del><span class="hidden">removed: </span> together</del>' in back
    assert "Nothing changed" in got(room, first, f"?from={first.key}&to={first.key}")


def test_the_exported_runs_lead_from_the_one_to_the_other(room: Group) -> None:
    first, second = versions(room)
    line = from_json(json.loads(got(room, first, "?form=json")))
    assert apply(first.as_rule(), line) == second.as_rule()
    text = got(room, first, "?form=txt")
    assert "We act{+ together+}." in text
    assert "[-Gone.-]" in text


def test_arabic_runs_from_the_right_on_a_page_of_any_language(room: Group) -> None:
    first, _ = versions(room)
    words = Text("", "عن السودان", "ar", 0, (Paragraph("p2", "1", "نعمل معا."),))
    with clock.standing_at(NOON):
        one = texts.translate(room.speaks["IOM"], first, words, None)
        other = replace(words, paragraphs=(Paragraph("p2", "1", "نعمل الآن معا."),))
        two = texts.translate(room.speaks["IOM"], first, other, one)
    page = got(room, first, f"?from={one.key}&to={two.key}")
    assert '<div class="words" lang="ar" dir="rtl">' in page
    assert "<ins>" in page
    between = got(room, first, f"?from={first.key}&to={two.key}", "ar")
    assert '<div lang="en" dir="ltr">We act.</div><div lang="ar" dir="rtl">' in between
    assert '<html lang="ar" dir="rtl">' in between


def test_a_version_that_is_not_there_is_not_there(room: Group) -> None:
    first, _ = versions(room)
    for query in [
        "?from=0",
        "?to=%3Cscript%3E",
        f"?from={'0' * 32}",
        "?from=' OR 1=1 --",
        "?to=%00",
    ]:
        with clock.standing_at(NOON):
            answer = signed_in(room.speaks["IOM"]).get(
                f"/en/room/document/{first.document.key}/redline{query}"
            )
        assert answer.status_code == 404


def test_a_version_of_another_document_is_not_there_either(room: Group) -> None:
    first, _ = versions(room)
    other = drafted(room)
    with clock.standing_at(NOON):
        answer = signed_in(room.speaks["IOM"]).get(
            f"/en/room/document/{first.document.key}/redline?from={other.key}"
        )
    assert answer.status_code == 404


def test_a_question_that_is_none_is_refused(room: Group) -> None:
    first, _ = versions(room)
    for query in ["?part=0", "?part=99", "?part=x", "?form=exe", "?part=1%00"]:
        with clock.standing_at(NOON):
            answer = signed_in(room.speaks["IOM"]).get(
                f"/en/room/document/{first.document.key}/redline{query}"
            )
        assert answer.status_code == 400


def test_nothing_is_sent_to_a_redline(room: Group) -> None:
    first, _ = versions(room)
    with clock.standing_at(NOON):
        answer = signed_in(room.speaks["IOM"]).post(
            f"/en/room/document/{first.document.key}/redline", {}
        )
    assert answer.status_code == 405
