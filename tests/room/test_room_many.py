"""Texts in number: pages ask the database the same few questions, however much is kept."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gmg.group.acts import clock, remarks, texts
from gmg.group.rules.texts import Paragraph
from gmg.group.rules.texts import Version as Text
from gmg.group.store.models import Document, Version
from room_made import NOON
from room_people import AGENCIES, Group, drafted
from room_site import signed_in

WORDS = "Paragraph {n} speaks of registration, of work and of return in the words of edition {v}."


def grown(room: Group, versions: int, paragraphs: int, each: int) -> Document:
    """A document of some versions, with remarks on every version."""
    with clock.standing_at(NOON):
        by = room.speaks["ILO"]
        document = texts.start(by, room.body, "statement", "A long one", "ILO")
        before: Version | None = None
        for number in range(1, versions + 1):
            rows = tuple(
                Paragraph(f"p{n}", str(n), WORDS.format(n=n, v=number if n % 3 else 1))
                for n in range(number, number + paragraphs)
            )
            before = texts.write_version(by, document, Text("", "Long", "en", 0, rows), before)
            for at in range(each):
                agency = AGENCIES[at % len(AGENCIES)]
                remarks.make(
                    room.speaks[agency],
                    before,
                    agency,
                    rows[at % paragraphs].uid,
                    f"Remark {at}",
                    quote="registration, of work" if at % 2 else "",
                    kind="proposed wording" if at % 5 == 1 else "comment",
                    wording="work" if at % 5 == 1 else "",
                    visibility=("all", "drafters", "own agency")[at % 3],
                )
    return document


def asked(room: Group, path: str) -> tuple[int, str]:
    """How many queries a page takes, once what never changes has been read."""
    client = signed_in(room.speaks["IOM"])
    with clock.standing_at(NOON):
        assert client.get(path).status_code == 200
        with CaptureQueriesContext(
            connection,
        ) as found:
            answer = client.get(path)
    assert answer.status_code == 200
    return len(found), answer.content.decode()


PAGES = ("", "/redline", "?paragraph=p9", "?gone=yes", "?part=1&remark_on=p9")


def test_the_page_of_a_document_asks_as_much_for_300_remarks_as_for_a_few(room: Group) -> None:
    small, large = grown(room, 4, 9, 3), grown(room, 20, 45, 15)
    for page in PAGES:
        few, _ = asked(room, f"/en/room/document/{small.key}{page}")
        many, text = asked(room, f"/en/room/document/{large.key}{page.replace('p9', 'p21')}")
        assert many <= few + 1, page
        assert many < 30, page
        assert len(text) < 200_000, page


def test_the_list_asks_as_much_for_60_documents_as_for_two(room: Group) -> None:
    for _ in range(2):
        drafted(room)
    few, _ = asked(room, "/en/room/documents")
    for _ in range(58):
        drafted(room)
    many, page = asked(room, "/en/room/documents")
    assert many == few
    assert page.count("<tr>") == 26
    last, page = asked(room, "/en/room/documents?page=3")
    assert last == few
    assert page.count("<tr>") == 11
    for state in ("draft", "frozen", "in a round", "held", "published"):
        found, _ = asked(room, f"/en/room/documents?state={state}&kind=statement&agency=ILO")
        assert found <= few


@pytest.mark.parametrize("page", ["", "/redline", "/edit"])
def test_a_text_as_large_as_may_be_is_drawn_in_part_and_soon(room: Group, page: str) -> None:
    rows = tuple(Paragraph(f"p{n}", str(n), "word " * 95) for n in range(1, 401))
    with clock.standing_at(NOON):
        by = room.speaks["ILO"]
        document = texts.start(by, room.body, "guidance", "Large", "ILO")
        first = texts.write_version(by, document, Text("", "Large", "en", 0, rows), None)
        turned = tuple(reversed([replace(p, text=p.text.replace("word", "term", 3)) for p in rows]))
        texts.write_version(by, document, replace(first.as_rule(), paragraphs=turned), first)
        client = signed_in(by)
        client.get(f"/en/room/document/{document.key}{page}")
        start = time.process_time()
        answer = client.get(f"/en/room/document/{document.key}{page}")
        took = time.process_time() - start
    assert answer.status_code == 200
    assert took < 2
    if page != "/edit":
        assert len(answer.content) < 200_000
