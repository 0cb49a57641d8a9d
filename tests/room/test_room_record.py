"""Public records: what they prove, from which instant, for whom; and reviews of what they cite."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gmg.group.acts import clock, records, rounds, texts
from gmg.group.acts.hand import Hand
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules.citations import Standing, State
from gmg.group.rules.record import flaws, hash_of_row
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.rules.texts import digest
from gmg.group.store.models import Person, Publication, Review, Version
from room_made import NOON
from room_people import AGENCIES, Group, drafted, opened, sign
from room_site import signed_in

if TYPE_CHECKING:
    from gmg.group.rules.texts import Citation

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ENDS = NOON + 96 * HOUR
OUT = ENDS + 24 * HOUR
PATH = "record/GMG/2026/1"
HOSTILE = '"><script>alert(1)</script>{{7*7}}'
Record = dict[str, Any]


def published(people: Group, *, embargo: bool = False, **said: str) -> Publication:
    """A silence that held: one reservation, one not associated, one too late, one by silence."""
    round_ = opened(people, Kind.SILENCE)
    words = {"reservation": "On paragraph 2."} | said
    sign(people, round_, "ILO", Verdict.COMMENTS, NOON + HOUR, **words)
    sign(people, round_, "IOM", Verdict.NOT_ASSOCIATED, NOON + 2 * HOUR)
    sign(people, round_, "UNHCR", Verdict.OBJECTS, ENDS, statement="Too late.")
    with clock.standing_at(ENDS):
        return rounds.publish(people.chair, round_, "GMG/2026/1", OUT if embargo else None)


def get(path: str, hand: Hand | None = None, **headers: str) -> Any:
    return signed_in(hand).get(path, headers=headers)


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Standing]]:
    """What has become of citations, by their key."""
    known: dict[str, Standing] = {}

    def standings(citations: Iterable[Citation]) -> dict[Citation, Standing]:
        return {c: known.get(c.key, Standing(State.CURRENT)) for c in citations}

    monkeypatch.setattr("gmg.site.room.pages.live.standings", standings)
    yield known


def test_the_page_shows_words_figures_signatories_and_how_to_check(room: Group) -> None:
    publication = published(room)
    with clock.standing_at(OUT):
        answer = get(f"/en/{PATH}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers
    for words in (
        "Statement on Sudan", "551,727", "We act together.", "GMG/2026/1", "On paragraph 2.",
        publication.round.version.hash, "by its silence", "by its word", "focal point",
        "International Labour Organization", "Not associated with this text", "Too late.",
        "gmg record check GMG-2026-1.json", "silence procedure",
    ):  # fmt: skip
        assert words in page, words
    assert "example.org" not in page
    signed = page[page.index('id="signatories"') : page.index('id="history"')]
    assert "International Organization for Migration" in signed.split("Not associated")[1]
    assert "International Organization for Migration" not in signed.split("Not associated")[0]


def test_who_has_only_the_record_can_check_it(room: Group) -> None:
    published(room)
    with clock.standing_at(OUT):
        answer = get(f"/en/{PATH}.json")
    record = json.loads(answer.content)
    assert flaws(record) == []
    assert record["signatories"] == ["ILO", "OHCHR", "UNHCR"]
    (round_,) = record["rounds"]
    assert [p["role"] for p in round_["positions"]] == ["focal point"] * 3
    assert {p["on_behalf"] for p in round_["positions"]} == {False}
    text = answer.content.decode()
    assert "127.0.0.1" not in text and "example.org" not in text and "entered_from" not in text
    for change in (*CHANGES, *CONSISTENT):
        spoilt = copy.deepcopy(record)
        change(spoilt)
        assert flaws(spoilt), change.__name__


def word(record: Record) -> None:
    record["versions"][0]["text"]["paragraphs"][1]["text"] = "We act alone."


def reservation(record: Record) -> None:
    record["reservations"][0]["text"] = "On nothing."


def associated(record: Record) -> None:
    record["not_associated"] = []


def symbol(record: Record) -> None:
    record["symbol"] = "GMG/2026/2"


def published_earlier(record: Record) -> None:
    record["published"] = "2026-01-01T00:00:00+00:00"


def shorter(record: Record) -> None:
    record["rounds"][0]["closes"] = "2026-03-05T12:00:00+00:00"


def entitled(record: Record) -> None:
    record["rounds"][0]["entitled"].remove("IOM")


def language(record: Record) -> None:
    record["rounds"][0]["languages"].append({"language": "fr", "hash": "0" * 64})


def by_another_seat(record: Record) -> None:
    record["rounds"][0]["positions"][0]["seat"] = "0" * 32


def statement(record: Record) -> None:
    record["rounds"][0]["positions"][2]["statement"] = "In time."


def on_behalf(record: Record) -> None:
    record["rounds"][0]["positions"][0]["on_behalf"] = True


def row_alone(record: Record) -> None:
    subject = next(name for name in record["rows"] if name.startswith("position:"))
    record["rows"][subject]["verdict"] = "objects"


CHANGES: tuple[Callable[[Record], None], ...] = (
    word, reservation, associated, symbol, published_earlier, shorter, entitled, language,
    by_another_seat, statement, on_behalf, row_alone,
)  # fmt: skip


def joined(record: Record) -> None:
    """A forger who changes a verdict, and all that follows from it."""
    position = record["rounds"][0]["positions"][1]
    position["verdict"] = "cleared"
    for where in (record, record["rounds"][0]):
        where["signatories"] = ["ILO", "IOM", "OHCHR", "UNHCR"]
        where["not_associated"] = []


def joined_with_its_row(record: Record) -> None:
    """And the row as well: then its hash is no longer the one in the chain."""
    joined(record)
    key = record["rounds"][0]["positions"][1]["key"]
    record["rows"][f"position:{key}"]["verdict"] = "cleared"


def joined_with_its_event(record: Record) -> None:
    """And the state in the event: then the event no longer gives its own hash."""
    joined_with_its_row(record)
    key = record["rounds"][0]["positions"][1]["key"]
    row = record["rows"][f"position:{key}"]
    event = next(e for e in record["events"] if e["subject"] == f"position:{key}")
    event["state"] = hash_of_row(row)


CONSISTENT = (joined, joined_with_its_row, joined_with_its_event)


@pytest.mark.parametrize("ending", ["", ".json", ".pdf", ".xml"])
def test_the_embargo_ends_at_its_instant_and_not_a_second_before(room: Group, ending: str) -> None:
    publication = published(room, embargo=True)
    path = f"/en/{PATH}{ending}"
    with clock.standing_at(OUT - SECOND):
        for hand in (None, room.observer):
            answer = get(path, hand)
            assert answer.status_code == 404
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert "We act together" not in answer.content.decode("utf-8", "replace")
            assert "GMG/2026/1" not in get("/en/records", hand).content.decode()
        assert get(path, room.speaks["OHCHR"]).headers["Cache-Control"] == "private, no-store"
        assert publication.symbol in get("/en/records", room.speaks["OHCHR"]).content.decode()
        never = get("/en/record/GMG/2026/9" + ending)
        assert never.status_code == 404
        assert never.content == get(path).content.replace(b"GMG/2026/1", b"GMG/2026/9")
    with clock.standing_at(OUT):
        assert get(path).status_code == 200
        assert get(path, room.observer).status_code == 200
        assert "GMG/2026/1" in get("/en/records").content.decode()


def test_files_are_known_by_their_etag_and_stay_the_same(room: Group) -> None:
    published(room)
    for ending, kind in (
        ("json", "application/json"),
        ("pdf", "application/pdf"),
        ("xml", "application/akn+xml"),
    ):
        path = f"/en/{PATH}.{ending}"
        with clock.standing_at(OUT):
            first = get(path)
        with clock.standing_at(OUT + 100 * HOUR):
            second = get(path)
            unchanged = get(path, None, **{"If-None-Match": first.headers["ETag"]})
            other = get(path, None, **{"If-None-Match": '"other"'})
        assert first.headers["Content-Type"] == kind
        assert first.content == second.content == other.content
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert f'filename="GMG-2026-1.{ending}"' in first.headers["Content-Disposition"]
    assert get(f"/en/{PATH}.pdf").content.startswith(b"%PDF")


def test_every_list_shows_what_can_be_opened_and_no_more(room: Group) -> None:
    second = opened(room, Kind.SILENCE)
    published(room, embargo=True)
    with clock.standing_at(ENDS):
        rounds.publish(room.chair, second, "GMG/2026/2")
    hands = [None, room.observer, room.chair, room.speaks["IOM"], Hand("0" * 32)]
    for at in (ENDS, OUT - SECOND, OUT):
        with clock.standing_at(at):
            for hand in hands:
                listed = {row.symbol for row in records.publications(hand or Hand())}
                opens = set()
                for name in ("GMG/2026/1", "GMG/2026/2"):
                    try:
                        records.record(hand or Hand(), name)
                        opens.add(name)
                    except NotAllowed:
                        pass
                assert listed == opens
    with clock.standing_at(OUT):
        found = get("/en/records?agency=ILO").content.decode()
        assert "GMG/2026/2" in found and "GMG/2026/1" in found
        assert "GMG/2026/2" not in get("/en/records?agency=FAO").content.decode()
        assert get("/en/records?page=x").status_code == 400


@pytest.mark.parametrize("lang", ["ar", "zh", "fr"])
def test_the_record_is_read_in_every_language_in_the_direction_of_its_words(
    room: Group, lang: str
) -> None:
    published(room)
    with clock.standing_at(OUT):
        page = get(f"/{lang}/{PATH}").content.decode()
    assert f'<html lang="{lang}"' in page
    assert '<div class="wording" lang="en" dir="ltr">' in page


def test_a_translation_is_shown_beside_the_text_as_adopted(room: Group) -> None:
    publication = published(room)
    version = publication.round.version
    text = replace(version.as_rule(), language="ar", title="بيان", translates=version.hash)
    text = replace(text, paragraphs=tuple(replace(p, text="معا") for p in text.paragraphs[1:]))
    Version.objects.create(
        document=version.document, language="ar", number=1, content=texts.content_of(text),
        hash=digest(text), made=NOON, frozen=OUT,
    )  # fmt: skip
    with clock.standing_at(OUT):
        assert "(translation)" in get(f"/en/{PATH}").content.decode()
        page = get(f"/en/{PATH}?text=ar").content.decode()
        record = json.loads(get(f"/en/{PATH}.json").content)
        assert get(f"/en/{PATH}?text=xx").status_code == 200
    assert '<div class="wording" lang="ar" dir="rtl">' in page
    assert "بيان" in page and version.hash in page
    assert flaws(record) == []
    record["translations"][0]["text"]["paragraphs"][0]["text"] = "وحدنا"
    assert flaws(record)


def test_a_correction_and_the_text_that_it_corrects_point_to_each_other(room: Group) -> None:
    first = published(room)
    by = room.speaks["ILO"]
    with clock.standing_at(ENDS):
        document = texts.start(
            by, room.body, "statement", "Corrected", "ILO", corrects=first.round.version.document
        )
        words = replace(drafted(room).as_rule(), title="Corrected")
        version = texts.write_version(by, document, words, None)
        texts.freeze(room.chair, version)
        round_ = rounds.open_round(room.chair, version, Kind.SILENCE, ENDS + 72 * HOUR)
    with clock.standing_at(ENDS + 72 * HOUR):
        rounds.publish(room.chair, round_, "GMG/2026/1/Corr.1", ENDS + 99 * HOUR)
        assert "Corrected by" not in get(f"/en/{PATH}").content.decode()
    with clock.standing_at(ENDS + 99 * HOUR):
        assert "Corrected by" in get(f"/en/{PATH}").content.decode()
        correction = get(f"/en/{PATH}/Corr.1").content.decode()
        assert "This text corrects" in correction
        assert flaws(json.loads(get(f"/en/{PATH}/Corr.1.json").content)) == []


def test_hostile_words_stay_words(room: Group) -> None:
    published(room, reservation=HOSTILE, statement=HOSTILE)
    with clock.standing_at(OUT):
        for path in (PATH, "records"):
            page = get(f"/ar/{path}").content.decode()
            assert "<script>alert" not in page
        for path in ("record/%3Cscript%3E", "record/..%2F..%2Fetc", "record/" + "x" * 300):
            assert get(f"/en/{path}").status_code == 404
        for path in (f"/en/{PATH}", f"/en/{PATH}.json", "/en/records"):
            assert signed_in(None).post(path, {"do": "x"}).status_code == 405


def test_pages_ask_the_same_number_of_questions_whatever_there_is(room: Group) -> None:
    others = [opened(room, Kind.SILENCE) for _ in range(5)]
    published(room)
    with clock.standing_at(OUT):
        counts = []
        for more in ([], others):
            for n, other in enumerate(more):
                rounds.publish(room.chair, other, f"GMG/2026/{n + 2}")
            for path in ("/en/records", f"/en/{PATH}"):
                get(path)
                with CaptureQueriesContext(connection) as asked:
                    get(path)
                counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 16


# --- figures that were revised -------------------------------------------------------------------

LATER = Standing(State.CHANGED, Decimal(600_000), "2025", "a1b2c3d4e5f6.1.A", by="2025")


def test_a_revised_figure_is_shown_as_signed_and_as_it_is_now(
    room: Group, moved: dict[str, Standing]
) -> None:
    published(room)
    moved["c1"] = LATER
    with clock.standing_at(OUT):
        page = get(f"/en/{PATH}").content.decode()
        french = get(f"/fr/{PATH}").content.decode()
    assert "551,727" in page and "600,000" in page
    assert "1 figure of this text was revised" in page
    assert "/en/figure/a1b2c3d4e5f6.1.A" in page
    assert "Answer for my agency" not in page
    assert "600\u202f000" in french


def test_signatories_answer_on_the_figure_that_they_were_shown(
    room: Group, moved: dict[str, Standing]
) -> None:
    publication = published(room)
    moved["c1"] = LATER
    path = f"/en/room/review/{publication.key}"
    form = {
        "do": "answer", "about": "p1:c1", "edition": "2025", "value": "600000", "agency": "ILO",
        "verdict": "stands",
    }  # fmt: skip
    with clock.standing_at(OUT):
        client = signed_in(room.speaks["ILO"])
        assert "Answer for my agency" in client.get(f"/en/{PATH}").content.decode()
        assert "Answer for my agency" in client.get(path).content.decode()
        for change, status in (
            ({"verdict": "reopen"}, 409),
            ({"verdict": "maybe"}, 400),
            ({"about": "p9:c1"}, 400),
            ({"value": "1"}, 409),
            ({"edition": "2024"}, 409),
            ({"agency": "OHCHR"}, 403),
            ({"agency": "IOM"}, 403),
            ({"verdict": "reopen", "words": "a\x00b"}, 400),
            ({"verdict": "reopen", "words": "x" * 5_000}, 400),
        ):
            assert client.post(path, form | change).status_code == status, change
        assert not Review.objects.exists()
        assert client.post(path, form).status_code == 302
        asks = form | {"agency": "OHCHR", "verdict": "reopen", "words": HOSTILE}
        assert signed_in(room.speaks["OHCHR"]).post(path, asks).status_code == 302
        page = get(f"/en/{PATH}").content.decode()
        assert "asked to reopen" in page and "<script>alert" not in page
        assert signed_in(room.speaks["IOM"]).post(path, form | {"agency": "IOM"}).status_code == 409
        for hand in (room.observer, None):
            answer = signed_in(hand).post(path, form)
            assert answer.status_code in (302, 403)
        assert Review.objects.count() == 2
        moved["c1"] = replace(LATER, edition="2026", by="2026")
        assert "asked to reopen" not in get(f"/en/{PATH}").content.decode()


def test_a_review_of_what_is_held_back_or_of_another_body_is_not_there(room: Group) -> None:
    publication = published(room, embargo=True)
    path = f"/en/room/review/{publication.key}"
    with clock.standing_at(OUT - SECOND):
        assert get(path, room.observer).status_code == 404
        assert get(path, room.speaks["UNHCR"]).status_code == 200
        assert get(path).status_code == 302
    assert get("/en/room/review/" + "0" * 32, room.speaks["ILO"]).status_code == 404


def test_nothing_in_a_record_names_a_person(room: Group) -> None:
    published(room)
    with clock.standing_at(OUT):
        texts_of = [
            get(f"/en/{PATH}{ending}").content.decode("latin-1") for ending in ("", ".json", ".xml")
        ]
    for person in Person.objects.all():
        for text in texts_of:
            assert person.email not in text
    assert len(re.findall("International Labour Organization", texts_of[0])) >= 1
    assert len(AGENCIES) == 4
