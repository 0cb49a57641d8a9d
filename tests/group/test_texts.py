"""Texts: what may be kept, by whom it is written, translations, tags, corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.group.acts import clock, log, rounds, texts, versions
from gmg.group.acts import records as reading
from gmg.group.acts.hand import Hand, seats_now
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import chain
from gmg.group.rules.rounds import Kind, Verdict
from gmg.group.rules.texts import (
    LONGEST_PARAGRAPH,
    LONGEST_TEXT,
    MOST_CITATIONS,
    MOST_PARAGRAPHS,
    UNSEEN,
    Citation,
    Paragraph,
    digest,
    flaw,
    normal,
    normalised,
)
from gmg.group.rules.texts import Version as Text
from gmg.group.rules.translations import Behind, behind
from gmg.group.store.models import Document, Event, Version
from room_made import NOON
from room_people import AGENCIES, Group, drafted, group, opened, sign

HOUR = timedelta(hours=1)
CITED = Citation("c1", "refugees", "LBY", "SDN", "2024", "UNHCR")


def text(*words: str, language: str = "en", **also: str) -> Text:
    rows = tuple(Paragraph(f"p{n}", str(n), said) for n, said in enumerate(words, 1))
    return Text("", also.get("title", "A text"), language, 0, rows)


# --- what may be kept -----------------------------------------------------------------------------


@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=4))
def test_what_is_kept_has_no_flaw_and_is_normal_already(title: str, words: list[str]) -> None:
    version = normalised(text(*words, title=title))
    assert normalised(version) == version
    assert all(normal(p.text) == p.text for p in version.paragraphs)
    if flaw(version) is None:
        assert version.title.strip()
        assert not UNSEEN & set(version.title + "".join(p.text for p in version.paragraphs))
        assert digest(version) == digest(text(*words, title=title))


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (text("a", title=" "), "title"),
        (text("a", title="t" * 301), "title"),
        (text(*["a"] * (MOST_PARAGRAPHS + 1)), "paragraphs"),
        (text("a" * (LONGEST_PARAGRAPH + 1)), "characters"),
        (text(*["a" * LONGEST_PARAGRAPH] * (LONGEST_TEXT // LONGEST_PARAGRAPH + 1)), "in all"),
        (text("a\x00"), "character"),
        (text("a\u202eb"), "character"),
        (text("a\x1b[31m"), "character"),
        (text("a\ud800"), "character"),
        (replace(text("a"), paragraphs=(Paragraph("P 1", "1", "a"),)), "name"),
        (replace(text("a"), paragraphs=(Paragraph("", "1", "a"),)), "name"),
        (replace(text("a"), paragraphs=(Paragraph("p", "1" * 13, "a"),)), "number"),
        (replace(text("a"), paragraphs=(Paragraph("p", "1", "a"),) * 2), "same name"),
        (
            replace(
                text("a"), paragraphs=(Paragraph("p", "1", "a", (CITED,) * (MOST_CITATIONS + 1)),)
            ),
            "citations",
        ),
        (
            replace(
                text("a"), paragraphs=(Paragraph("p", "1", "a", (replace(CITED, key="<b>"),)),)
            ),
            "name",
        ),
    ],
)
def test_what_cannot_be_kept_is_said(spoilt: Text, why: str) -> None:
    found = flaw(spoilt)
    assert found is not None
    assert why in found.text
    assert found.text.format(**found.facts)


# --- writing --------------------------------------------------------------------------------------


@pytest.fixture
def people(room_url: str) -> Group:
    return group()


def test_what_has_a_flaw_is_not_kept(people: Group) -> None:
    first = drafted(people)
    with clock.standing_at(NOON), pytest.raises(Conflict, match="character"):
        texts.write_version(people.speaks["ILO"], first.document, text("\x07"), first)
    assert Version.objects.count() == 1


def test_words_are_kept_in_one_form_and_the_title_follows(people: Group) -> None:
    first = drafted(people)
    with clock.standing_at(NOON):
        given = text("cafe\u0301 \r\nand", title="Une  e\u0301tude ")
        second = texts.write_version(people.speaks["ILO"], first.document, given, first)
    assert second.as_rule().paragraphs[0].text == "caf\u00e9\nand"
    assert digest(second.as_rule()) == second.hash
    assert Document.objects.get().title == "Une  \u00e9tude"


def test_only_the_penholder_and_the_secretariat_write(people: Group) -> None:
    first = drafted(people)
    others = [people.speaks[a] for a in AGENCIES[1:]]
    with clock.standing_at(NOON):
        for hand in [*others, people.observer, people.chair, people.next_chair, Hand()]:
            with pytest.raises(NotAllowed):
                texts.write_version(hand, first.document, text("Mine."), first)
        texts.write_version(people.secretariat, first.document, text("Ours."), first)
    assert Version.objects.count() == 2


def test_a_document_is_written_in_one_language_and_translated_into_others(people: Group) -> None:
    first = drafted(people)
    french = text("Réfugiés.", language="fr")
    with clock.standing_at(NOON):
        with pytest.raises(Conflict, match="translation"):
            texts.write_version(people.speaks["ILO"], first.document, french, None)
        made = texts.translate(people.speaks["UNHCR"], first, french, None)
        assert made.content["translates"] == first.hash
        assert texts.translate(people.speaks["UNHCR"], first, french, made) == made
        for source, words in ((first, text("English")), (made, text("Español", language="es"))):
            with pytest.raises(Conflict, match="own language"):
                texts.translate(people.speaks["UNHCR"], source, words, None)
        with pytest.raises(Conflict, match="meanwhile"):
            texts.translate(people.speaks["IOM"], first, french, None)
        for hand in (people.observer, Hand()):
            with pytest.raises(NotAllowed):
                texts.translate(hand, first, text("Refugiados", language="es"), None)
    assert texts.language_of(first.document) == "en"
    assert chain.flaw(log.events()) is None


def adopted(people: Group) -> Version:
    round_ = opened(people)
    for agency in AGENCIES:
        sign(people, round_, agency, Verdict.CLEARED, NOON + HOUR)
    return round_.version


def test_after_adoption_nothing_changes_and_a_correction_points_back(people: Group) -> None:
    version = adopted(people)
    document = version.document
    by = people.speaks["ILO"]
    with clock.standing_at(NOON + 2 * HOUR):
        assert not texts.adopted(document)
        with pytest.raises(Conflict, match="adopted text"):
            texts.start(by, people.body, "statement", "A correction", "ILO", document)
    with clock.standing_at(NOON + 97 * HOUR):
        assert texts.adopted(document)
        with pytest.raises(Conflict, match="changes no more"):
            texts.write_version(by, document, text("Another."), version)
        texts.translate(by, version, text("Traduit.", language="fr"), None)
        made = texts.start(by, people.body, "statement", "A correction", "ILO", document)
    assert made.corrects == document
    assert list(document.corrections.all()) == [made]


def test_a_text_that_the_next_level_does_not_adopt_is_open_again(people: Group) -> None:
    version = adopted(people)
    with clock.standing_at(NOON + 97 * HOUR):
        end = NOON + 200 * HOUR
        round_ = rounds.open_round(people.chair, version, Kind.PRINCIPALS, end)
        assert not texts.adopted(version.document)
    at = NOON + 98 * HOUR
    sign(people, round_, "IOM", Verdict.OBJECTS, at, statement="Not so.", on_behalf=True)
    with clock.standing_at(NOON + 201 * HOUR):
        made = texts.write_version(
            people.speaks["ILO"], version.document, text("Another."), version
        )
    assert made.number == 2


def test_a_text_for_the_body_alone_is_not_published(people: Group) -> None:
    version = adopted(people)
    with clock.standing_at(NOON + 97 * HOUR):
        texts.tag(people.speaks["ILO"], version.document, (), (), "body")
        with pytest.raises(Conflict, match="body alone"):
            rounds.publish(people.chair, version.rounds.get(), "GMG/2026/1")
        texts.tag(people.speaks["ILO"], version.document, (), (), "public")
        rounds.publish(people.chair, version.rounds.get(), "GMG/2026/1")
    with clock.standing_at(NOON):
        assert texts.start(people.chair, people.body, "minutes", "M", "ILO").audience == "body"


def test_tags_are_codes_that_are_known(people: Group) -> None:
    document = drafted(people).document
    with clock.standing_at(NOON):
        by = people.speaks["ILO"]
        texts.tag(by, document, ("LBY", "SDN", "LBY"), ("labour",))
        assert (document.places, document.topics) == (["LBY", "SDN"], ["labour"])
        for places, topics in ((("XXX",), ()), ((), ("<b>",)), (("LBY",) * 61, ())):
            with pytest.raises(Conflict):
                texts.tag(by, document, places, topics)
        for hand in (people.speaks["IOM"], people.observer, Hand()):
            with pytest.raises(NotAllowed):
                texts.tag(hand, document, (), ())
    document.refresh_from_db()
    assert document.places == ["LBY", "SDN"]


def test_what_is_no_document_is_not_started(people: Group) -> None:
    for kind, title in [
        ("poem", "T"),
        ("statement", ""),
        ("statement", "t" * 301),
        ("note", "a\x00b"),
    ]:
        with clock.standing_at(NOON), pytest.raises(Conflict):
            texts.start(people.speaks["ILO"], people.body, kind, title, "ILO")
        assert not Document.objects.exists()
        assert not Event.objects.filter(action="document.start").exists()


def test_nobody_puts_the_pen_into_another_agencys_hand_but_who_serves(people: Group) -> None:
    with clock.standing_at(NOON):
        for hand in (people.speaks["IOM"], people.observer, Hand()):
            with pytest.raises(NotAllowed):
                texts.start(hand, people.body, "note", "T", "ILO")
        for hand in (people.chair, people.secretariat):
            texts.start(hand, people.body, "note", "T", "UNHCR")


# --- reading --------------------------------------------------------------------------------------


def test_versions_shown_are_just_those_that_the_matrix_opens(people: Group) -> None:
    version = adopted(people)
    document = version.document
    with clock.standing_at(NOON + 90 * HOUR):
        draft = texts.write_version(people.speaks["ILO"], document, text("Later."), version)
        french = texts.translate(people.speaks["UNHCR"], version, text("F", language="fr"), None)
        texts.freeze(people.chair, french)
    with clock.standing_at(NOON + 97 * HOUR):
        rounds.publish(people.chair, version.rounds.get(), "GMG/2026/1")
        for hand in (people.observer, people.speaks["IOM"], people.chair):
            held = seats_now(hand, people.body)
            assert set(versions.shown_to(document, held)) == {version, draft, french}
        for hand in (Hand(), Hand("0" * 32)):
            held = seats_now(hand, people.body)
            assert set(versions.shown_to(document, held)) == {version, french}


def test_a_document_opens_by_one_query_for_just_those_for_whom_the_record_opens_it(
    people: Group,
) -> None:
    drafts, frozen, out = drafted(people).document, opened(people).version.document, adopted(people)
    with clock.standing_at(NOON + 97 * HOUR):
        rounds.publish(people.chair, out.rounds.get(), "GMG/2026/1", NOON + 120 * HOUR)
    hands = [*people.speaks.values(), people.observer, people.chair, Hand(), Hand("0" * 32)]
    for hours in (97, 121):
        with clock.standing_at(NOON + hours * HOUR):
            for hand in hands:
                held = seats_now(hand, people.body)
                for document in (drafts, frozen, out.document):
                    assert opens(reading.document, hand, document.key) == opens(
                        versions.document, held, document.key
                    )


def opens(how: object, who: object, key: str) -> bool:
    try:
        return how(who, key).key == key  # type: ignore[operator, no-any-return]
    except NotAllowed:
        return False


# --- translations ---------------------------------------------------------------------------------

words = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["One.", "Two.", ""])), max_size=4
)


def of(rows: list[tuple[str, str]], **also: object) -> Text:
    named = dict(rows)
    paragraphs = tuple(Paragraph(uid, "", said) for uid, said in named.items())
    return replace(Text("d", "T", "en", 1, paragraphs), **also)  # type: ignore[arg-type]


@given(words, words, words, st.sets(st.sampled_from("abcd")))
def test_what_is_behind_in_a_translation(
    then: list[tuple[str, str]],
    now: list[tuple[str, str]],
    mine: list[tuple[str, str]],
    left: set[str],
) -> None:
    translation = of(mine, language="fr", facts={"open": " ".join(sorted(left))} if left else {})
    late = behind(translation, of(then), of(now))
    was, is_, has = dict(then), dict(now), dict(mine)
    for uid in {*is_, *has}:
        match late.get(uid):
            case None:
                assert has[uid]
                assert was[uid] == is_[uid]
                assert uid not in left
            case Behind.MISSING:
                assert not has.get(uid)
                assert uid in is_
            case Behind.OPEN:
                assert uid in left
            case Behind.CHANGED:
                assert was.get(uid) != is_[uid]
            case Behind.GONE:
                assert uid not in is_


def test_a_translation_of_an_unknown_version_may_be_behind_in_all() -> None:
    now = of([("a", "One.")])
    assert behind(of([("a", "Un.")]), None, now) == {"a": Behind.CHANGED}
    assert behind(of([("a", "Un.")]), now, now) == {}
