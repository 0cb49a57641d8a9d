"""Texts in the room: the list, the page of a document, remarks in its margin, freezing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from gmg.group.acts import cite, clock, remarks, rounds, seats, texts
from gmg.group.acts.hand import Hand, seats_now
from gmg.group.rules import remarks as rules
from gmg.group.rules.rounds import Kind
from gmg.group.rules.texts import Paragraph
from gmg.group.rules.texts import Version as Text
from gmg.group.store.models import Document, Event, Remark, Version
from room_made import NOON
from room_people import START, Group, drafted, opened
from room_site import signed_in


def test_from_a_title_to_a_remark_taken_over_and_a_redline(room: Group) -> None:
    with clock.standing_at(NOON):
        ilo = signed_in(room.speaks["ILO"])
        answer = ilo.post(
            "/en/room/documents",
            {"do": "start", "title": "On Sudan", "kind": "statement", "where": "GMG ILO"},
        )
        assert answer.status_code == 302, answer.content.decode()
        document = Document.objects.get()
        path = f"/en/room/document/{document.key}"
        assert answer.headers["Location"] == f"{path}/edit"
        assert ilo.get(f"{path}/edit").status_code == 200
        form = {"language": "en", "title": "On Sudan", "num-p1": "1", "text-p1": "We act now."}
        answer = ilo.post(f"{path}/edit", form | {"do": "save", "on": "", "base": ""})
        assert answer.status_code == 302, answer.content.decode()
        first = Version.objects.get()
        page = ilo.get(path).content.decode()
        assert "We act now." in page
        iom = signed_in(room.speaks["IOM"])
        answer = iom.post(
            path,
            {
                "do": "remark",
                "agency": "IOM",
                "kind": "proposed wording",
                "paragraph": "p1",
                "quote": "now",
                "wording": "together, now",
                "text": "Not alone.",
                "visibility": "all",
            },
        )
        assert answer.status_code == 302, answer.content.decode()
        remark = Remark.objects.get()
        assert "Not alone." in ilo.get(path).content.decode()
        answer = ilo.post(path, {"do": "take", "remark": remark.key, "on": first.key, "words": ""})
        assert answer.status_code == 302, answer.content.decode()
        second = Version.objects.get(number=2)
        page = ilo.get(path).content.decode()
        assert "We act together, now." in page
        assert "Wording of IOM" in page
        page = ilo.get(f"{path}/redline").content.decode()
        assert "<ins>" in page
        assert "together," in page
        assert ilo.get("/en/room/documents").content.decode().count("On Sudan") == 1
        answer = signed_in(room.chair).post(path, {"do": "freeze"})
        assert answer.status_code == 302, answer.content.decode()
        second.refresh_from_db()
        assert second.frozen == NOON


def test_a_document_with_a_figure_is_drawn(room: Group) -> None:
    version = drafted(room)
    with clock.standing_at(NOON):
        for lang in ("en", "ar"):
            page = signed_in(room.observer).get(f"/{lang}/room/document/{version.document.key}")
            assert page.status_code == 200


# --- who may --------------------------------------------------------------------------------------


def outsider(room: Group) -> Hand:
    """Somebody with a seat in another body alone."""
    with clock.standing_at(NOON):
        other = seats.found("OTHER", "Another body")
        person = seats.enrol("other@example.org")
        seats.first_seat(other, "WHO", person, START)
    return Hand(person.key)


def paths(version: Version) -> list[str]:
    at = f"/en/room/document/{version.document.key}"
    return [at, f"{at}/edit", f"{at}/redline", f"{at}?version={version.key}", f"{at}/edit?lang=fr"]


def test_the_public_and_former_holders_and_other_bodies_open_nothing(room: Group) -> None:
    version = drafted(room)
    who = {
        "public": (None, NOON, 302),
        "former": (room.chair, NOON + timedelta(days=200), 403),
        "other": (outsider(room), NOON, 404),
    }
    for hand, at, status in who.values():
        client = signed_in(hand)
        with clock.standing_at(at):
            for path in paths(version):
                assert client.get(path).status_code == status, path
                assert "We act together" not in client.get(path).content.decode()
            answer = client.post(paths(version)[0], {"do": "remark", "text": "x"})
            assert answer.status_code in (status, 403)
            listed = client.get("/en/room/documents")
            assert "On Sudan" not in listed.content.decode()
    assert not Remark.objects.exists()


def test_a_draft_of_a_published_text_stays_within_its_body(room: Group) -> None:
    round_ = opened(room, Kind.SILENCE)
    document = round_.version.document
    with clock.standing_at(NOON):
        words = round_.version.as_rule()
        later = replace(
            words, paragraphs=(replace(words.paragraphs[1], text="A secret of the body."),)
        )
        draft = texts.write_version(room.speaks["ILO"], document, later, round_.version)
        remarks.make(room.speaks["IOM"], round_.version, "IOM", "p1", "Among us.")
    after = NOON + timedelta(hours=97)
    with clock.standing_at(after):
        rounds.publish(room.chair, round_, "GMG/2026/1")
        other, own = signed_in(outsider(room)), signed_in(room.observer)
        path = f"/en/room/document/{document.key}"
        page = other.get(path).content.decode()
        assert "We act together." in page
        for secret in ("A secret of the body.", "Among us.", draft.hash[:12], draft.key):
            assert secret not in page
        assert other.get(f"{path}?version={draft.key}").status_code == 404
        assert other.get(f"{path}/redline?to={draft.key}").status_code == 404
        assert "A secret of the body." in own.get(path).content.decode()


def test_every_listed_document_opens_and_no_other(room: Group) -> None:
    mine = [drafted(room).document for _ in range(3)]
    other = outsider(room)
    for hand in (*room.speaks.values(), room.observer, room.chair, room.secretariat, other):
        client = signed_in(hand)
        with clock.standing_at(NOON):
            page = client.get("/en/room/documents").content.decode()
            for document in mine:
                opens = client.get(f"/en/room/document/{document.key}").status_code == 200
                assert (f"/en/room/document/{document.key}" in page) == opens
                assert opens == (hand != other)


def test_a_remark_is_on_the_page_of_just_those_who_may_read_it(room: Group) -> None:
    for visibility in rules.VISIBILITIES:
        version = drafted(room)
        with clock.standing_at(NOON):
            row = remarks.make(
                room.speaks["UNHCR"], version, "UNHCR", "p1", "Sensitive.", visibility=visibility
            )
            hands = {
                **room.speaks,
                "desk": room.secretariat,
                "chair": room.chair,
                "o": room.observer,
            }
            for name, hand in hands.items():
                client = signed_in(hand)
                seen = remarks.seen(row, seats_now(hand, room.body))
                path = f"/en/room/document/{version.document.key}"
                for query in ("", "?paragraph=p1", f"?answer={row.key}"):
                    page = client.get(path + query).content.decode()
                    assert ("Sensitive." in page) == seen, name
                said = "remark is open" in client.get(path).content.decode()
                assert said == seen
                if not seen:
                    form = {"do": "answered", "remark": row.key, "words": "I guess."}
                    assert client.post(path, form).status_code == 403


WRITES: tuple[dict[str, str], ...] = (
    {"do": "remark", "agency": "UNHCR", "kind": "comment", "paragraph": "p1", "text": "As you."},
    {"do": "freeze"},
    {"do": "take", "remark": "0" * 32},
    {"do": "answered", "remark": "<script>", "words": "x"},
    {"do": "fresh", "on": "x"},
    {"do": "tag", "places": "LBY"},
    {"do": "nonsense"},
    {},
)


def test_another_agency_and_an_observer_change_nothing(room: Group) -> None:
    version = drafted(room)
    for form in WRITES:
        for who in ["IOM", "observer"]:
            hand = room.observer if who == "observer" else room.speaks["IOM"]
            events = Event.objects.count()
            with clock.standing_at(NOON):
                answer = signed_in(hand).post(
                    f"/en/room/document/{version.document.key}", form | {"visibility": "all"}
                )
            assert answer.status_code in (400, 403)
            assert Event.objects.count() == events


def test_a_form_from_elsewhere_is_refused(room: Group) -> None:
    version = drafted(room)
    client = signed_in(room.chair)
    client.handler.enforce_csrf_checks = True
    with clock.standing_at(NOON):
        for path in paths(version)[:2]:
            assert client.post(path, {"do": "freeze"}).status_code == 403
    version.refresh_from_db()
    assert version.frozen is None


# --- forms ----------------------------------------------------------------------------------------


def test_a_refused_remark_stays_in_the_form(room: Group) -> None:
    version = drafted(room)
    form = {
        "do": "remark", "agency": "IOM", "kind": "question", "paragraph": "p2",
        "quote": "never written", "text": "Typed with care.", "visibility": "drafters",
    }  # fmt: skip
    with clock.standing_at(NOON):
        answer = signed_in(room.speaks["IOM"]).post(
            f"/en/room/document/{version.document.key}", form
        )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The quote does not stand in that paragraph" in page
    assert "Typed with care." in page
    assert '<option value="question" selected>' in page
    assert '<option value="drafters" selected>' in page


def test_a_quote_copied_with_its_figure_is_found(room: Group) -> None:
    version = drafted(room)
    form = {
        "do": "remark", "agency": "IOM", "kind": "comment", "paragraph": "p1",
        "quote": "in Libya: 551,727", "text": "Of when?", "visibility": "all",
    }  # fmt: skip
    with clock.standing_at(NOON):
        answer = signed_in(room.speaks["IOM"]).post(
            f"/en/room/document/{version.document.key}", form
        )
    assert answer.status_code == 302
    assert Remark.objects.get().quote == "in Libya: [[c1]]"


def test_freezing_says_what_is_still_open_and_goes_on_when_that_is_known(room: Group) -> None:
    version = drafted(room)
    path = f"/en/room/document/{version.document.key}"
    with clock.standing_at(NOON):
        remarks.make(room.speaks["IOM"], version, "IOM", "p1", "Wait.")
        chair = signed_in(room.chair)
        assert "1 remark is open" in chair.get(path).content.decode()
        assert chair.post(path, {"do": "freeze"}).status_code == 400
        version.refresh_from_db()
        assert version.frozen is None
        assert chair.post(path, {"do": "freeze", "known": "yes"}).status_code == 302
        assert chair.post(path, {"do": "freeze", "known": "yes"}).status_code == 403
    version.refresh_from_db()
    assert version.frozen == NOON


def test_a_frozen_version_leads_the_chair_to_its_round_until_one_runs(room: Group) -> None:
    version = drafted(room)
    path = f"/en/room/document/{version.document.key}"
    way = f"/en/room/rounds/new?version={version.key}"
    with clock.standing_at(NOON):
        assert way not in signed_in(room.chair).get(path).content.decode()
        texts.freeze(room.chair, version)
        assert way in signed_in(room.chair).get(path).content.decode()
        assert way not in signed_in(room.speaks["IOM"]).get(path).content.decode()
        assert signed_in(room.chair).get(way).status_code == 200
        rounds.open_round(room.chair, version, Kind.CLEARANCE, NOON + timedelta(hours=96))
        assert way not in signed_in(room.chair).get(path).content.decode()


def test_an_answer_a_refusal_and_a_withdrawal_are_shown_with_the_paragraph(room: Group) -> None:
    version = drafted(room)
    path = f"/en/room/document/{version.document.key}"
    ilo, iom = signed_in(room.speaks["ILO"]), signed_in(room.speaks["IOM"])
    with clock.standing_at(NOON):
        one, two, three = (
            remarks.make(room.speaks["IOM"], version, "IOM", "p2", f"Remark {n}.") for n in "123"
        )
        assert f"answer={one.key}" in ilo.get(path).content.decode()
        assert ilo.post(path, {"do": "answered", "remark": one.key, "words": ""}).status_code == 400
        ilo.post(path, {"do": "answered", "remark": one.key, "words": "Because."})
        ilo.post(path, {"do": "declined", "remark": two.key, "words": ""})
        iom.post(path, {"do": "withdrawn", "remark": three.key, "words": ""})
        page = iom.get(path).content.decode()
        assert "Remark 1." not in page
        assert "3 answered" in page
        page = iom.get(f"{path}?paragraph=p2").content.decode()
    for said in ("Remark 1.", "Because.", "answered", "declined", "withdrawn"):
        assert said in page


def test_a_remark_is_followed_to_where_it_stands_now(room: Group) -> None:
    version = drafted(room, "One.", "Two words here.", "Three.")
    by = room.speaks["ILO"]
    with clock.standing_at(NOON):
        remarks.make(room.speaks["IOM"], version, "IOM", "p2", "On words.", quote="words")
        remarks.make(room.speaks["IOM"], version, "IOM", "p3", "On three.", quote="Three")
        remarks.make(room.speaks["IOM"], version, "IOM", "p1", "On one.")
        words = version.as_rule()
        one, two, three = words.paragraphs
        second = texts.write_version(
            by,
            version.document,
            replace(words, paragraphs=(one, replace(two, text="Two."))),
            version,
        )
        path = f"/en/room/document/{version.document.key}"
        page = signed_in(by).get(path).content.decode()
        assert "the words it quotes are gone: it stands on the paragraph" in page
        assert "its paragraph is gone: it stands on the nearest one before it" in page
        third = replace(second.as_rule(), paragraphs=(three,))
        texts.write_version(by, version.document, third, second)
        page = signed_in(by).get(path).content.decode()
    assert "Remarks whose paragraph is gone" in page
    assert "its paragraph is gone, and all before it: it stands on the document" in page
    assert page.count("On three.") == 1


# --- figures --------------------------------------------------------------------------------------


def cited_elsewhere(room: Group) -> Version:
    """A draft on the stock of the small base, as if an older edition had another value."""
    from gmg.site.application.releases import releases

    base = releases().get().base
    (row,) = base.figures("migrant-stock", place="DEU", counterpart="TUR", year=2024, sex="male")
    cited = replace(cite.quoted(base, row, "c1"), value=Decimal(65), edition="2020", figure="x.1.A")
    text = Text("", "T", "en", 0, (Paragraph("p1", "1", "Men: [[c1]].", (cited,)),))
    with clock.standing_at(NOON):
        document = texts.start(room.speaks["ILO"], room.body, "note", "T", "ILO")
        return texts.write_version(room.speaks["ILO"], document, text, None)


def test_a_draft_shows_the_live_value_and_the_one_it_was_written_on(room: Group) -> None:
    version = cited_elsewhere(room)
    path = f"/en/room/document/{version.document.key}"
    ilo = signed_in(room.speaks["ILO"])
    with clock.standing_at(NOON):
        page = ilo.get(path).content.decode()
        assert re.search(r'class="cited moved"[^>]*><a class="n"[^>]*>71</a>', page)
        assert "now 71 (edition 2024); this draft was written on 65 (edition 2020)" in page
        assert "Take the new one" not in signed_in(room.speaks["IOM"]).get(path).content.decode()
        answer = ilo.post(path, {"do": "fresh", "on": version.key, "key": "c1"})
        assert answer.status_code == 302
        page = ilo.get(path).content.decode()
    assert "this draft was written on" not in page
    (cited,) = Version.objects.get(number=2).as_rule().paragraphs[0].citations
    assert (cited.value, cited.edition) == (Decimal(71), "2024")


def test_a_frozen_version_shows_the_value_as_signed_and_what_it_is_now(room: Group) -> None:
    version = cited_elsewhere(room)
    with clock.standing_at(NOON):
        texts.freeze(room.chair, version)
        page = (
            signed_in(room.observer)
            .get(f"/en/room/document/{version.document.key}")
            .content.decode()
        )
    assert re.search(r'class="cited moved"[^>]*>(<a [^>]*>)?65', page)
    assert "signed 65 (edition 2020); edition 2024 has 71" in page
    assert "Take the new" not in page


def test_a_figure_is_asked_of_the_base_once_for_a_release(
    room: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = cited_elsewhere(room)
    client = signed_in(room.observer)
    path = f"/en/room/document/{version.document.key}"
    with clock.standing_at(NOON):
        client.get(path)
        monkeypatch.setattr(cite, "found_of", None)
        assert client.get(path).status_code == 200


def test_a_part_that_is_not_there_is_refused(room: Group) -> None:
    version = drafted(room)
    for query in ["?part=0", "?part=x", "?part=2", "?part=%00"]:
        with clock.standing_at(NOON):
            answer = signed_in(room.observer).get(
                f"/en/room/document/{version.document.key}{query}"
            )
        assert answer.status_code == 400


def test_a_document_that_is_not_there_is_not_there(room: Group) -> None:
    for path in ["0", "%00", "..", "<script>", "a" * 300, "' OR 1=1 --", "\u202e", "null"]:
        with clock.standing_at(NOON):
            for ending in ("", "/edit", "/redline"):
                answer = signed_in(room.observer).get(f"/en/room/document/{path}{ending}")
                assert answer.status_code in (400, 404)


def test_what_is_no_document_is_not_started_and_stays_in_the_form(room: Group) -> None:
    for form in [
        {"where": "GMG UNHCR"},
        {"where": "GMG WHO"},
        {"where": "<b>"},
        {"kind": "poem"},
        {"title": ""},
        {"title": "x" * 301},
        {"title": "a\x00b"},
        {"corrects": "0" * 32},
        {"audience": "the press"},
    ]:
        data = {"do": "start", "title": "Kept", "kind": "note", "where": "GMG IOM"} | form
        with clock.standing_at(NOON):
            answer = signed_in(room.speaks["IOM"]).post("/en/room/documents", data)
        assert answer.status_code in (400, 403, 404)
        assert not Document.objects.exists()
        if answer.status_code == 400 and "title" not in form:
            assert 'value="Kept"' in answer.content.decode()


def test_a_mark_without_a_citation_is_pointed_out(room: Group) -> None:
    version = drafted(room, "Refugees: [[c9]].", "End.")
    with clock.standing_at(NOON):
        page = signed_in(room.observer).get(f"/en/room/document/{version.document.key}")
    assert "<code>[[c9]]</code> no figure yet" in page.content.decode()


def test_a_translation_that_is_behind_is_frozen_only_by_who_knows(room: Group) -> None:
    version = drafted(room, "One.", "Two.")
    words = Text("", "T", "fr", 0, (Paragraph("p1", "1", "Un."),))
    path = f"/en/room/document/{version.document.key}?lang=fr"
    chair = signed_in(room.chair)
    with clock.standing_at(NOON):
        made = texts.translate(room.speaks["IOM"], version, words, None)
        assert chair.get(path).content.decode().count("1 paragraph is behind the text.") == 2
        assert chair.post(path, {"do": "freeze"}).status_code == 400
        assert chair.post(path, {"do": "freeze", "known": "yes"}).status_code == 302
    made.refresh_from_db()
    assert made.frozen == NOON
    version.refresh_from_db()
    assert version.frozen is None


def test_a_correction_is_started_from_the_adopted_text_and_both_point_to_each_other(
    room: Group,
) -> None:
    round_ = opened(room, Kind.SILENCE)
    document = round_.version.document
    client = signed_in(room.speaks["ILO"])
    with clock.standing_at(NOON + timedelta(hours=97)):
        page = client.get(f"/en/room/documents?corrects={document.key}").content.decode()
        assert "It corrects:" in page
        form = {"do": "start", "title": "Corrected", "kind": "statement", "where": "GMG ILO"}
        answer = client.post("/en/room/documents", form | {"corrects": document.key})
        assert answer.status_code == 302
        made = Document.objects.get(title="Corrected")
        assert made.corrects == document
        assert (
            "This was corrected by:"
            in client.get(f"/en/room/document/{document.key}").content.decode()
        )
        assert "This corrects:" in client.get(f"/en/room/document/{made.key}").content.decode()
