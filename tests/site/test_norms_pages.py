"""Pages of norms: an instrument, the matrix of instruments by places, and a place's own states."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.analysis.norms.act import Act
from gmg.analysis.norms.files import File, files, newest
from gmg.analysis.norms.parties import statuses_in
from gmg.evidence.base import Base
from gmg.site.frame.addresses import Addresses
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.frame.page import Page
from gmg.site.frame.render import html
from gmg.site.pages import instrument, instruments
from gmg.site.pages.instrument_said import grouped, named
from gmg.site.pages.instrument_steps import steps
from gmg.site.pages.parts_norms import block, norms_of, of_place
from gmg.site.shelf import open_shelf
from gmg.site.words import words
from norms_base import norms_base as made_norms


@pytest.fixture(scope="module")
def norms(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return made_norms(tmp_path_factory.mktemp("norms-pages"))


def asked(base: Base, lang: str = "en", **query: str) -> Ask:
    return Ask(base, open_shelf(base), words(lang), Addresses(lang), query)


def drawn(page: Page, ask: Ask) -> str:
    return html(page, base=ask.base, words=ask.words, to=ask.to)


def text_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def row_of(ask: Ask, place: str, code: str) -> dict[str, object]:
    return next(row for row in of_place(ask, place) if row["instrument"] == code)


def test_a_place_says_what_each_list_says_and_up_to_when(norms: Base) -> None:
    ask = asked(norms)
    assert row_of(ask, "LBY", "CSR51")["state"] == "not listed"
    assert row_of(ask, "LBY", "CSR51")["known_to"] == "30 March 1962"
    assert row_of(ask, "LBY", "C097")["state"] == "not known here"
    assert row_of(ask, "LBY", "TIP")["known_to"] == ""


def test_a_party_by_one_list_only_shows_what_the_leading_one_says(norms: Base) -> None:
    row = row_of(asked(norms), "LBY", "ICRMW")
    assert row["state"] == "party"
    assert row["dataset"] == "untc.status-2022"
    assert (
        row["against"]
        == "untc.treaties@2015, which is known up to 23 October 2006: signed, not bound"
    )


def test_the_block_leads_to_instrument_list_and_act(norms: Base) -> None:
    ask = asked(norms)
    made = str(block(ask, "TUR").html)
    act = norms_of(norms).held("CSR51", "TUR").status.cell
    assert 'href="/en/instrument/CSR51"' in made
    assert 'href="/en/data/untc.treaties"' in made
    assert f'href="/en/figure/{act}"' in made
    assert "party, " in text_of(made) and "30 March 1962" in made
    assert block(ask, "TUR") is block(ask, "TUR")


def test_an_instrument_counts_its_parties_up_to_the_day_asked(norms: Base) -> None:
    now = instrument.page(asked(norms), "CSR51")
    then = instrument.page(asked(norms, year="1960"), "CSR51")
    assert (now.document["parties"], then.document["parties"]) == (2, 1)
    assert then.document["on"] == "1960-12-31"
    states = {row["party"]: row["state"] for row in then.document["rows"]}
    assert (states["VAT"], states["TUR"]) == ("party", "signatory")


def test_every_party_of_the_page_leads_to_its_act(norms: Base) -> None:
    ask = asked(norms)
    page = instrument.page(ask, "CSR51")
    made = drawn(page, ask)
    bound = [row for row in page.document["rows"] if row["state"] == "party"]
    assert bound
    for row in bound:
        assert f'href="/en/figure/{row["id"]}"' in made
        assert f'href="/en/place/{row["party"]}"' in made
    assert len(page.tables["parties"].rows) == len(
        [row for row in page.document["rows"] if row["state"] != "not listed"]
    )


def test_what_sources_say_against_one_another_leads_to_cells(norms: Base) -> None:
    ask = asked(norms)
    page = instrument.page(ask, "ICRMW")
    assert page.document["disagreements"]
    made = drawn(page, ask)
    for item in page.document["disagreements"]:
        assert item["ids"]
        for cell in item["ids"]:
            assert f'href="/en/figure/{cell}"' in made


def test_declarations_stand_with_their_text_and_without_one_say_so(norms: Base) -> None:
    ask = asked(norms)
    made = text_of(drawn(instrument.page(ask, "ICRMW"), ask))
    assert "The laws on property are preserved." in made
    assert "No text of it is held." in made


def test_an_instrument_without_a_list_says_that_nothing_is_known(norms: Base) -> None:
    ask = asked(norms)
    page = instrument.page(ask, "C143")
    assert page.document["files"] == []
    made = text_of(drawn(page, ask))
    assert "Its parties are not known here" in made
    assert "<svg" not in drawn(page, ask).split("<main")[1].split("</main")[0]


def test_an_excerpt_never_draws_a_number_of_all(norms: Base) -> None:
    ask = asked(norms)
    page = instrument.page(ask, "C097")
    assert page.values["chart"] is None
    assert "At least 1 parties" in page.description


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_pages_of_norms_are_sound_in_languages(norms: Base, lang: str) -> None:
    ask = asked(norms, lang)
    for page in (instrument.page(ask, "CSR51"), instruments.page(ask)):
        made = drawn(page, ask)
        assert made.count("<h1") == 1
        assert " style=" not in made
        ids = re.findall(r' id="([^"]+)"', made)
        assert len(ids) == len(set(ids))


def test_the_matrix_says_in_words_what_its_signs_say(norms: Base) -> None:
    ask = asked(norms, set="refugees", region="M49-145")
    page = instruments.page(ask)
    rows = {row["place"]: row for row in page.document["rows"]}
    assert rows["TUR"]["states"][0] == "party"
    assert rows["SYR"]["states"] == ["not listed", "not known here"]
    made = drawn(page, ask)
    assert '<span class="hidden">party</span>' in made
    assert "known up to 30 March 1962" in made
    assert page.tables["matrix"].columns[0].name == "place"
    assert len(page.tables["matrix"].rows) == len(rows)


def test_the_matrix_of_a_day_is_that_of_the_day(norms: Base) -> None:
    page = instruments.page(asked(norms, set="refugees", region="M49-145", on="1961-01-01"))
    rows = {row["place"]: row for row in page.document["rows"]}
    assert rows["TUR"]["states"][0] == "signatory"


def test_a_large_region_shows_a_part_and_gives_all_away(norms: Base) -> None:
    ask = asked(norms, set="core", region="M49-001")
    page = instruments.page(ask)
    made = drawn(page, ask)
    assert len(page.values["rows"]) == instruments.MOST
    assert page.values["hidden"] == len(page.document["rows"]) - instruments.MOST
    assert len(page.tables["matrix"].rows) == len(page.document["rows"])
    assert len(made) < 110_000


@pytest.mark.parametrize(
    "query", [{"set": "nothing"}, {"region": "XX"}, {"region": "DEU"}, {"on": "yesterday"}]
)
def test_what_the_matrix_cannot_answer_is_said(norms: Base, query: dict[str, str]) -> None:
    with pytest.raises(BadQuery):
        instruments.page(asked(norms, **query))


def test_an_unknown_instrument_is_not_found(norms: Base) -> None:
    with pytest.raises(NotFound):
        instrument.page(asked(norms), "NOPE")


def test_steps_of_the_made_files_come_to_the_parties_of_every_day(norms: Base) -> None:
    for file in files(norms):
        for year in range(1950, 2026, 3):
            assert counted(file, date(year, 6, 30)) == bound(file, date(year, 6, 30))


ACTS = ("signature", "ratification", "accession", "succession", "denunciation", "withdrawal")
PARTIES = ("DEU", "TUR", "LBY")
DAYS = st.dates(date(1950, 1, 1), date(2015, 12, 31))


@st.composite
def acts(draw: st.DrawFn) -> Act:
    party = draw(st.sampled_from(PARTIES))
    kind = draw(st.sampled_from(ACTS))
    day = draw(st.none() | DAYS)
    year = day.year if day else draw(st.integers(1950, 2015))
    if kind in ("denunciation", "withdrawal") and day is None and draw(st.booleans()):
        return act_of(party, kind, None, None, draw(st.integers(2, 999)))
    effective = draw(st.none() | DAYS) if kind in ("denunciation", "withdrawal") else None
    return act_of(party, kind, day, year, draw(st.integers(2, 999)), effective)


def act_of(
    party: str,
    kind: str,
    day: date | None,
    year: int | None,
    row: int,
    effective: date | None = None,
) -> Act:
    return Act(
        "CSR51", party, party, kind, day, year, effective, snapshot="0" * 64, row=row, column="B"
    )


def file_of(found: list[Act]) -> File:
    return File("CSR51", "made.acts", "1", True, True, newest(found), tuple(found))


def counted(file: File, on: date) -> int:
    return sum(step.change for step in steps(file) if step.when <= on)


def bound(file: File, on: date) -> int:
    return sum(row.state == "party" for row in statuses_in(file, on))


@given(st.lists(acts(), min_size=1, max_size=8, unique_by=lambda act: act.row), DAYS)
def test_steps_come_to_the_parties_of_any_day(found: list[Act], on: date) -> None:
    file = file_of(found)
    assert counted(file, on) == bound(file, on)
    assert counted(file, on - timedelta(days=1)) == bound(file, on - timedelta(days=1))


@given(st.lists(acts(), min_size=1, max_size=8, unique_by=lambda act: act.row))
def test_each_party_begins_and_ends_in_turn(found: list[Act]) -> None:
    by_party: dict[str, list[int]] = {}
    for step in steps(file_of(found)):
        by_party.setdefault(step.party, []).append(step.change)
    for changes in by_party.values():
        assert changes[0] == 1
        assert all(one == -other for one, other in pairwise(changes))


def said(party: str, name: str, act: str, about: str | None = None, row: int = 2) -> Act:
    return Act(
        "CSR51", party, name, act, None, None, about=about, text="t", snapshot="0" * 64, row=row
    )


def test_an_objection_stands_below_whom_it_names() -> None:
    found = [
        said("GIN", "Guinea", "reservation", row=2),
        said("PNG", "Papua New Guinea", "reservation", row=3),
        said("NOR", "Norway", "objection", "To the reservation made by Papua New Guinea", row=4),
        said("SWE", "Sweden", "objection", "To those of Guinea and of Papua New Guinea", row=5),
        said("DNK", "Denmark", "objection", None, row=6),
    ]  # fmt: skip
    groups, alone = grouped(found)
    assert [(one.party, [act.party for act in one.objections]) for one in groups] == [
        ("GIN", []),
        ("PNG", ["NOR"]),
    ]
    assert [act.party for act in alone] == ["SWE", "DNK"]


def test_a_name_in_brackets_is_no_part_of_what_a_party_is_called() -> None:
    found = [
        said("VEN", "Venezuela (Bolivarian Republic of)", "declaration"),
        said(
            "MEX", "Mexico", "objection", "With regard to the declaration made by Venezuela", row=3
        ),
    ]
    groups, alone = grouped(found)
    assert ([act.party for act in groups[0].objections], alone) == (["MEX"], [])


def test_a_declaration_under_an_article_is_no_objection() -> None:
    groups, alone = grouped([said("CHL", "Chile", "declaration", "Declarations under article 76")])
    assert ([one.party for one in groups], alone) == (["CHL"], [])


NAMED = st.sampled_from(["GIN", "PNG", "GNB"])
CALLED = {"GIN": ["guinea"], "PNG": ["papua new guinea"], "GNB": ["guinea bissau"]}


@given(st.lists(NAMED, max_size=4))
def test_exactly_those_named_are_found(codes: list[str]) -> None:
    text = ", by ".join(CALLED[code][0] for code in codes)
    assert named(text, CALLED) == set(codes)


ROWS = st.tuples(
    st.sampled_from(["reservation", "objection", "declaration"]), NAMED, st.none() | NAMED
)


@given(st.lists(ROWS, max_size=8))
def test_nothing_that_was_said_is_left_out(rows: list[tuple[str, str, str | None]]) -> None:
    found = [
        said(party, CALLED[party][0], act, CALLED[about][0] if about else None, row)
        for row, (act, party, about) in enumerate(rows, 2)
    ]
    groups, alone = grouped(found)
    shown = [act for one in groups for act in (*one.acts, *one.objections)] + alone
    assert sorted(act.row for act in shown) == [act.row for act in found]


def test_release_states_are_worked_out_once(norms: Base, tmp_path: Path) -> None:
    assert norms_of(norms) is norms_of(norms)
    assert norms_of(norms).held("CSR51", "TUR") is norms_of(norms).held("CSR51", "TUR")
