"""The *what* axis: concepts, bases, units, statuses, indicators, instruments, comparability."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gmg.axes import what, when, who
from gmg.axes.comparability import REASONS, VERDICTS
from gmg.axes.tables import CONFIDENCE, flag, rows

PAGE = Path(__file__).parents[2] / "docs" / "axes" / "what.md"
TABLES = (
    *("concepts", "bases", "units", "statuses", "themes"),
    *("indicators", "instruments", "comparability"),
)
STOCK, REFUGEES = "undesa.migrant-stock", "unhcr.population"
BASES = st.sampled_from([None, *(basis.code for basis in what.bases())])
PAIRS = st.sampled_from(
    [(row["concept"], row["dataset_a"], row["dataset_b"]) for row in rows("comparability")]
)


@pytest.mark.parametrize(
    ("code", "place", "counterpart"),
    [
        ("migrant-stock", "destination", "origin"),
        ("refugees", "country of asylum", "origin"),
        ("asylum-applications", "country of asylum", "origin"),
        ("remittances-received", "receiving country", "sending country"),
        ("remittances-paid", "sending country", "receiving country"),
        ("population", "place of residence", ""),
    ],
)
def test_a_concept_says_which_end_of_a_pair_is_which(
    code: str, place: str, counterpart: str
) -> None:
    found = what.concept(code)
    assert (found.place_role, found.counterpart_role) == (place, counterpart)


def test_people_are_told_from_movements_and_money() -> None:
    assert what.concept("migrant-stock").people
    assert what.concept("migrant-deaths").people
    assert what.concept("internal-displacements").counts == "movements"
    for code in ("internal-displacements", "remittances-received", "hdi", "migrant-stock-share"):
        assert not what.concept(code).people


def test_concepts_that_weigh_people_are_counts() -> None:
    for concept in what.concepts():
        assert concept.kind in what.KINDS
        if concept.people:
            assert concept.kind in ("stock", "flow") and concept.counts, concept.code


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(what.UnknownConcept) as caught:
        what.concept("Migrant-Stok")
    assert caught.value.suggestions[0] == "migrant-stock"
    assert "did you mean migrant-stock" in str(caught.value)


@pytest.mark.parametrize(
    ("ask", "unknown"),
    [
        (what.concept, what.UnknownConcept),
        (what.basis, what.UnknownBasis),
        (what.unit, what.UnknownUnit),
        (what.status, what.UnknownStatus),
        (what.indicator, what.UnknownIndicator),
        (what.instrument, what.UnknownInstrument),
        (what.theme, what.UnknownTheme),
    ],
)
def test_every_question_refuses_a_code_of_nothing(ask: object, unknown: type[Exception]) -> None:
    assert callable(ask)
    with pytest.raises(unknown, match="'#'"):
        ask("#")


@pytest.mark.parametrize(
    ("letters", "code"),
    [
        ("B", "foreign-born"),
        ("B R", "foreign-born-refugees-added"),
        ("B R ", "foreign-born-refugees-added"),
        ("C", "foreign-citizens"),
        ("CR", "foreign-citizens-refugees-added"),
        ("C R", "foreign-citizens-refugees-added"),
        ("C B", "foreign-born-or-citizens"),
        ("C B R", "foreign-born-or-citizens-refugees-added"),
        ("I", "imputed"),
        ("I R", "imputed-refugees-added"),
    ],
)
def test_letters_typed_by_hand_name_a_basis(letters: str, code: str) -> None:
    assert what.stock_basis(letters).code == code


@pytest.mark.parametrize("letters", ["", " ", "X", "B X", "b", "R"])
def test_other_letters_name_none(letters: str) -> None:
    with pytest.raises(what.UnknownBasis):
        what.stock_basis(letters)


@given(st.permutations(["B", "C", "R", " ", " "]))
def test_the_order_of_the_letters_says_nothing(letters: list[str]) -> None:
    assert what.stock_basis("".join(letters)) == what.stock_basis("B C R")


def test_units_convert_inside_their_base() -> None:
    assert (what.unit("thousand persons").factor, what.unit("thousand persons").base) == (
        1000,
        "persons",
    )
    assert (what.unit("million USD").factor, what.unit("million USD").base) == (1_000_000, "USD")
    for unit in what.units():
        base = what.unit(unit.base)
        assert base.base == base.code and base.factor == 1
        assert unit.factor >= 1


def test_statuses_are_the_sdmx_letters() -> None:
    letters = "".join(status.code for status in what.statuses())
    assert set(letters) == set("ABDEFGIKWOMPSLHQJNUV")
    without = {status.code for status in what.statuses() if not status.has_value}
    assert without == set("KOMLHQJ")


def test_the_parts_of_the_common_set() -> None:
    assert [len(what.indicators(part)) for part in what.PARTS] == [8, 18, 19, 17, 8]
    assert len(what.indicators()) == 70
    first = what.indicator("IV-01")
    assert (first.concept, first.agency, first.dataset) == ("migrant-stock", "UNDESA", STOCK)
    assert what.indicator("IV-13").agencies == ("UNDESA", "UNHCR")
    assert what.indicator("I-03").instrument == "ICRMW"


def test_indicators_and_concepts_point_at_one_another() -> None:
    for concept in what.concepts():
        if concept.indicator is not None:
            shown = what.indicator(concept.indicator)
            assert shown.concept == concept.code
            assert concept.part == shown.part


def test_the_migrant_workers_convention() -> None:
    found = what.instrument("ICRMW")
    assert (str(found.adopted), str(found.in_force)) == ("1990-12-18", "2003-07-01")
    assert (found.untc, found.depositary, found.custodians) == ("IV-13", "UNTC", ("OHCHR",))
    assert found.binding and found.scope == "universal" and "labour" in found.themes


def test_conventions_of_the_ilo_keep_their_numbers() -> None:
    found = what.instrument("C097")
    assert (found.ilo_number, found.normlex, found.depositary) == ("97", "312242", "ILO")
    assert str(found.in_force) == "1952-01-22"


def test_instruments_by_scope_add_up() -> None:
    scopes = {found.scope for found in what.instruments()}
    assert sum(len(what.instruments(scope)) for scope in scopes) == len(what.instruments()) == 173
    assert what.instruments("nowhere") == ()


def test_dates_of_instruments_run_forward() -> None:
    for found in what.instruments():
        for later in filter(None, (found.opened, found.in_force)):
            assert found.adopted.first <= later.last, found.code
        assert found.in_force is None or found.in_force_confidence in CONFIDENCE, found.code


def test_a_treaty_and_only_a_treaty_has_a_reference_of_the_depositary() -> None:
    for found in what.instruments():
        if found.untc:
            assert found.depositary == "UNTC" and found.binding, found.code
    references = [found.untc for found in what.instruments() if found.untc]
    assert len(references) == len(set(references))


@pytest.mark.parametrize("name", TABLES)
def test_every_row_says_how_sure_it_is(name: str) -> None:
    assert rows(name)
    assert {row["confidence"] for row in rows(name)} <= set(CONFIDENCE)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "comparability"])
def test_codes_are_unique(name: str) -> None:
    codes = [row["code"] for row in rows(name)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", ["indicators", "instruments"])
def test_what_is_confirmed_names_its_source(name: str) -> None:
    for row in rows(name):
        if row["confidence"] == "confirmed":
            assert row["source"].startswith(("http://", "https://")), row["code"]


def test_references_of_concepts_and_indicators_resolve() -> None:
    for concept in what.concepts():
        what.unit(concept.unit)
        assert concept.part is None or concept.part in what.PARTS
    for indicator in what.indicators():
        what.unit(indicator.unit)
        assert indicator.part in what.PARTS
        assert indicator.computable in ("yes", "partly", "no")
        assert len(indicator.agencies) == len(indicator.datasets) >= 1
        for code in indicator.agencies:
            who.agency(code)
        if indicator.concept is not None:
            what.concept(indicator.concept)
        if indicator.instrument is not None:
            assert what.instrument(indicator.instrument).binding


def test_references_of_instruments_resolve() -> None:
    for found in what.instruments():
        for theme in found.themes:
            what.theme(theme)
        for code in found.custodians:
            who.agency(code)
        if found.parent is not None:
            assert what.instrument(found.parent).code != found.code
        if found.depositary.isupper() and found.binding and (found.untc or found.ilo_number):
            who.agency(found.depositary)


def test_references_of_comparability_resolve() -> None:
    for row in rows("comparability"):
        what.concept(row["concept"])
        for side in ("basis_a", "basis_b"):
            if row[side]:
                what.basis(row[side])
        assert row["verdict"] in VERDICTS
        reasons = [reason.strip() for reason in row["reasons"].split(";") if reason.strip()]
        assert set(reasons) <= set(REASONS) and len(reasons) == len(set(reasons))
        assert reasons or row["verdict"] == "comparable", row


def test_no_pair_is_declared_twice() -> None:
    seen: set[tuple[str, frozenset[tuple[str, str]]]] = set()
    for row in rows("comparability"):
        ends = ((row["dataset_a"], row["basis_a"]), (row["dataset_b"], row["basis_b"]))
        key = (row["concept"], frozenset(ends))
        assert key not in seen, row
        seen.add(key)


def test_refugees_of_unhcr_and_of_un_desa_compare_with_a_note() -> None:
    found = what.comparability("refugees", REFUGEES, STOCK)
    assert found.verdict == "comparable with note" and found.declared
    assert {"basis", "reference date", "coverage", "missing is not zero"} <= set(found.reasons)


def test_editions_of_one_data_set_compare_with_a_note() -> None:
    found = what.comparability("migrant-stock", f"{STOCK}@2020", f"{STOCK}@2024")
    assert found.verdict == "comparable with note" and "edition" in found.reasons
    undeclared = what.comparability("naturalisation", "unhcr.solutions@1", "unhcr.solutions@2")
    assert (undeclared.verdict, undeclared.reasons, undeclared.declared) == (
        "comparable with note",
        ("edition",),
        False,
    )


def test_one_edition_is_comparable_with_itself() -> None:
    found = what.comparability("migrant-stock", f"{STOCK}@2024", f"{STOCK}@2024")
    assert (found.verdict, found.reasons) == ("comparable", ())


def test_displaced_by_disaster_are_not_in_the_figures_of_unhcr() -> None:
    unhcr = "conflict-unhcr-operations"
    ask = ("internally-displaced", REFUGEES, "idmc.displacement")
    conflict = what.comparability(*ask, basis_a=unhcr, basis_b="conflict")
    disaster = what.comparability(*ask, basis_a=unhcr, basis_b="disaster")
    assert conflict.verdict == "comparable with note"
    assert disaster.verdict == "not comparable"


def test_tracking_rounds_are_never_compared_with_national_stocks() -> None:
    for other in ("idmc.displacement", REFUGEES, "unhcr.data-finder", "idmc.via-unhcr"):
        found = what.comparability("internally-displaced", "iom.dtm", other)
        assert (found.verdict, found.declared) == ("not comparable", True)


def test_the_dead_are_not_the_missing() -> None:
    ask = ("migrant-deaths", "iom.missing-migrants", "iom.missing-migrants-download")
    assert what.comparability(*ask, basis_a="dead", basis_b="missing").verdict == "not comparable"
    assert what.comparability(*ask, basis_a="dead", basis_b="dead").declared


def test_undeclared_pairs_are_judged_by_what_can_be_seen() -> None:
    ask = ("births", "a.one", "b.two")
    assert what.comparability(*ask).reasons == ("unexplained",)
    seen = what.comparability(
        *ask,
        basis_a="reported",
        basis_b="modelled",
        when_a=when.calendar_year(2020),
        when_b=when.calendar_year(2021),
    )
    assert seen.reasons == ("basis", "reference date", "model-based")
    assert seen.verdict == "comparable with note" and not seen.declared
    apart = what.comparability(*ask, when_a=when.calendar_year(2020), when_b=when.end_year(2020))
    assert (apart.verdict, apart.reasons) == ("not comparable", ("reference date",))


def test_an_unknown_concept_or_basis_cannot_be_compared() -> None:
    with pytest.raises(what.UnknownConcept):
        what.comparability("refugee", REFUGEES, STOCK)
    with pytest.raises(what.UnknownBasis):
        what.comparability("refugees", REFUGEES, STOCK, basis_a="mandate")


@given(PAIRS, BASES, BASES)
def test_the_order_of_the_two_sides_does_not_matter(
    pair: tuple[str, str, str], a: str | None, b: str | None
) -> None:
    concept, left, right = pair
    one = what.comparability(concept, left, right, basis_a=a, basis_b=b)
    other = what.comparability(concept, right, left, basis_a=b, basis_b=a)
    assert (one.verdict, one.reasons) == (other.verdict, other.reasons)


@given(PAIRS, BASES, BASES)
def test_a_verdict_other_than_comparable_gives_a_reason(
    pair: tuple[str, str, str], a: str | None, b: str | None
) -> None:
    found = what.comparability(*pair, basis_a=a, basis_b=b)
    assert found.verdict in VERDICTS and set(found.reasons) <= set(REASONS)
    assert found.reasons or found.verdict == "comparable"
    assert found.note


def test_yes_and_no_are_the_only_truth_values() -> None:
    assert flag("yes") and not flag("no")
    with pytest.raises(ValueError, match="neither"):
        flag("true")


def test_the_examples_of_the_module_hold() -> None:
    failed, tried = doctest.testmod(what)
    assert tried >= 3
    assert failed == 0


def test_the_page_says_what_happens() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False)
    assert tried >= 10
    assert failed == 0
