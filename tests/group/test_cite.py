"""Live citations: what becomes of a cited figure as editions come, by rule and from a release."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.evidence.base import Base
from gmg.group.acts import cite
from gmg.group.rules.citations import Found, Said, Standing, State, beyond, standing
from gmg.group.rules.texts import Citation, Paragraph, Version
from small import figure, release_of

STOCK = "undesa.migrant-stock"
numbers = st.decimals(-(10**9), 10**9, allow_nan=False, places=2)
citations = st.builds(
    Citation,
    key=st.just("c1"),
    concept=st.just("migrant-stock"),
    place=st.just("DEU"),
    counterpart=st.just("SYR"),
    period=st.just("2020"),
    agency=st.just("UNDESA"),
    edition=st.sampled_from(["2015", "2019", "2020"]),
    value=st.none() | numbers,
    tolerance=st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("0.5"), Decimal(1)]),
)
editions = st.lists(st.sampled_from(["2015", "2019", "2020", "2024"]), max_size=4, unique=True).map(
    sorted
)


@st.composite
def found(draw: st.DrawFn) -> Found:
    said = tuple(Said(e, draw(st.none() | numbers), f"f{e}") for e in draw(editions))
    newest = draw(st.sampled_from(["", "2019", "2024", *[one.edition for one in said]]))
    return Found("r1", said, newest, draw(st.booleans()))


@given(citations, found())
def test_each_state_says_what_it_means(citation: Citation, said: Found) -> None:
    now = standing(citation, said)
    match now.state:
        case State.UNRESOLVED:
            assert citation.value is None
        case State.CURRENT:
            assert not beyond(citation, now.value)
            assert now.edition == said.said[-1].edition
        case State.CHANGED:
            assert citation.value is not None
            assert beyond(citation, now.value)
            assert now.by in [one.edition for one in said.said]
            assert now.value == said.said[-1].value
        case State.WITHDRAWN:
            assert not said.said or (said.newest > said.said[-1].edition and not said.of_pair)


@given(citations, found())
def test_a_wider_tolerance_never_makes_a_change(citation: Citation, said: Found) -> None:
    wide = standing(replace(citation, tolerance=Decimal(1)), said).state
    exact = standing(replace(citation, tolerance=Decimal(0)), said).state
    assert exact is State.CHANGED or wide is exact


@given(citations)
def test_the_edition_that_was_cited_changes_nothing(citation: Citation) -> None:
    said = Found("r1", (Said(citation.edition, citation.value, "f"),), citation.edition, True)
    wanted = State.UNRESOLVED if citation.value is None else State.CURRENT
    assert standing(citation, said).state is wanted


def test_the_first_edition_that_changed_it_is_named() -> None:
    cited = Citation("c1", "x", "DEU", "", "2020", "UNDESA", edition="2015", value=Decimal(100))
    said = tuple(
        Said(edition, Decimal(value), "f")
        for edition, value in (("2015", 100), ("2019", 100), ("2020", 105), ("2024", 106))
    )
    assert standing(cited, Found("r", said, "2024")) == Standing(
        State.CHANGED, Decimal(106), "2024", "f", "r", by="2020"
    )
    assert standing(replace(cited, tolerance=Decimal("0.06")), Found("r", said)).state == "current"


def stock(edition: str, value: float, **also: Any) -> dict[str, Any]:
    named = {"counterpart": "SYR", "year": 2020} | also
    place = named.pop("place", "DEU")
    return figure(f"{STOCK}@{edition}", "migrant-stock", place, value, **named)


def quoted(base: Base, edition: str, **also: Any) -> Citation:
    asked = {"place": "DEU", "counterpart": "SYR", "year": 2020, "edition": edition} | also
    (row,) = base.figures("migrant-stock", **asked)
    return cite.quoted(base, row, "c1")


def state(base: Base, citation: Citation) -> Standing:
    return cite.standings(base, [citation])[citation]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return release_of(
        tmp_path,
        stock("2019", 1000),
        stock("2020", 1010),
        stock("2024", 1200),
        stock("2019", 7, counterpart="TUR"),
        stock("2020", 8, counterpart="AFG"),
        stock("2024", 3, counterpart="AFG", sex="female"),
        stock("2024", 5, counterpart="AFG", sex="male"),
        stock("2020", 90, counterpart=None),
        figure("unhcr.population", "refugees", "LBY", 313, counterpart="SDN", end=2024),
    )


def test_a_newer_edition_that_has_it_otherwise(base: Base) -> None:
    citation = quoted(base, "2019")
    now = state(base, citation)
    assert (now.state, now.value, now.edition, now.by) == ("changed", Decimal(1200), "2024", "2020")
    assert state(base, replace(citation, tolerance=Decimal("0.2"))).state is State.CURRENT
    assert state(base, quoted(base, "2024")).state is State.CURRENT


def test_a_pair_that_the_newest_edition_has_no_more_is_withdrawn(base: Base) -> None:
    now = state(base, quoted(base, "2019", counterpart="TUR"))
    assert (now.state, now.by) == (State.WITHDRAWN, "2024")


def test_a_total_is_not_withdrawn_where_only_the_breakdown_changed(base: Base) -> None:
    now = state(base, quoted(base, "2020", counterpart="AFG"))
    assert (now.state, now.without) == (State.CURRENT, "2024")


def test_a_figure_of_one_place_is_not_withdrawn_by_an_edition_of_pairs(base: Base) -> None:
    assert state(base, quoted(base, "2020", counterpart=None)).state is State.CURRENT


def test_what_no_edition_has_any_more_is_withdrawn(base: Base) -> None:
    citation = replace(quoted(base, "2019"), counterpart="SOM", figure="gone.1.A")
    assert state(base, citation).state is State.WITHDRAWN


def test_where_the_cell_is_gone_the_breakdown_is_what_the_citation_names(base: Base) -> None:
    citation = replace(quoted(base, "2024", counterpart="AFG", sex="male"), figure="gone.1.A")
    now = state(base, citation)
    assert (now.state, now.value) == (State.CURRENT, Decimal(5))


def test_units_of_one_base_are_compared_in_the_unit_that_was_cited(base: Base) -> None:
    citation = quoted(base, "2024")
    thousand = replace(citation, unit="thousand persons", value=Decimal("1.2"))
    assert state(base, thousand).state is State.CURRENT
    other = replace(citation, unit="per cent")
    assert state(base, other).value is None
    assert state(base, other).state is State.CHANGED


def test_many_citations_take_two_queries_a_concept(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    rows = Base.rows

    def counted(self: Base, sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
        asked.append(sql)
        return rows(self, sql, parameters)

    cited = [
        replace(quoted(base, "2019"), key=f"c{n}", tolerance=Decimal(n) / 100) for n in range(50)
    ]
    refugees = base.figures("refugees", place="LBY", counterpart="SDN", year=2024)[0]
    cited.append(cite.quoted(base, refugees, "r"))
    monkeypatch.setattr(Base, "rows", counted)
    assert len(cite.standings(base, cited)) == 51
    assert len(asked) == 4


def test_a_draft_takes_the_new_values_that_it_asks_for(base: Base) -> None:
    one, two = quoted(base, "2019"), replace(quoted(base, "2020"), key="c2")
    text = Version("d", "T", "en", 1, (Paragraph("a", "1", "[[c1]] [[c2]]", (one, two)),))
    known = cite.standings(base, (one, two))
    (fresh,) = cite.refreshed(text, known, ["c2"]).paragraphs
    assert [c.value for c in fresh.citations] == [Decimal(1000), Decimal(1200)]
    assert fresh.citations[1].edition == "2024"
    (fresh,) = cite.refreshed(text, known).paragraphs
    assert {c.value for c in fresh.citations} == {Decimal(1200)}
    assert all(now.state is State.CURRENT for now in cite.standings(base, fresh.citations).values())


def test_what_was_signed_is_told_with_what_it_is_now(base: Base) -> None:
    gone = replace(quoted(base, "2019", counterpart="TUR"), key="c2")
    text = Version("d", "T", "en", 1, (Paragraph("a", "1", "", (quoted(base, "2019"), gone)),))
    assert [(m.citation.key, m.value, m.edition) for m in cite.revised(base, text)] == [
        ("c1", Decimal(1200), "2024"),
        ("c2", None, "2024"),
    ]


@pytest.mark.parametrize("period", ["", "soon", "2020/", "/", "99999999999", "2020-01-01/x"])
def test_a_period_that_is_none_finds_nothing_and_breaks_nothing(base: Base, period: str) -> None:
    now = state(base, replace(quoted(base, "2019"), period=period, figure=""))
    assert now.state is State.WITHDRAWN


def test_a_period_of_months_is_two_days(base: Base) -> None:
    from datetime import date

    row = base.figures("migrant-stock", edition="2024", counterpart="SYR")[0]
    months = replace(
        row, time_from=date(2020, 1, 1), time_to=date(2020, 6, 30), time_kind="interval"
    )
    assert cite.quoted(base, months, "c").period == "2020-01-01/2020-06-30"
    year = replace(months, time_to=date(2020, 12, 31))
    assert cite.quoted(base, year, "c").period == "2020"
