from __future__ import annotations

from datetime import date

import pytest

from gmg.axes import mandates, what, who
from gmg.axes.tables import CONFIDENCE
from gmg.sources import sources

TEN = {"ILO", "IOM", "OHCHR", "UNCTAD", "UNDP", "UNDESA", "UNFPA", "UNHCR", "UNODC", "WB"}


def test_every_row_stands_on_known_codes() -> None:
    themes = {theme.code for theme in what.themes()}
    functions = {function.code for function in mandates.functions()}
    agencies = {agency.code for agency in who.agencies()}
    for one in mandates.mandates():
        assert one.agency in agencies
        assert one.function in functions
        assert one.theme in themes
        assert one.confidence in CONFIDENCE
        assert one.source or one.confidence in ("note", "recalled"), one
    assert {one.agency for one in mandates.mandates()} == TEN


def test_no_row_stands_twice() -> None:
    keys = [(one.agency, one.function, one.theme) for one in mandates.mandates()]
    assert len(keys) == len(set(keys))


def test_the_data_sets_named_are_data_sets_of_that_agency() -> None:
    known = {source.id: source.agency for source in sources()}
    for agency in TEN:
        for one in mandates.datasets(agency):
            if one.dataset:
                assert known[one.dataset] == agency, one
            else:
                assert one.note


def test_lost_texts_have_no_words_and_the_others_have() -> None:
    lost = set()
    for agency in TEN:
        text = mandates.text(agency)
        assert text is not None
        assert text.state in mandates.TEXT_STATES
        assert bool(text.text) == (text.state != "lost")
        if text.state == "lost":
            lost.add(agency)
    assert lost == {"UNCTAD", "UNDP", "UNDESA", "UNFPA", "WB"}
    assert mandates.text("FAO") is None


def test_shared_mandates() -> None:
    shared = mandates.shared()
    assert shared["operations", "return"] == ("IOM", "UNHCR")
    assert shared["research", "remittances"] == ("UNCTAD", "WB")
    assert all(len(set(agencies)) > 1 for agencies in shared.values())


def test_a_theme_that_an_agency_acts_on_is_never_unattended() -> None:
    empty = mandates.unattended()
    for one in mandates.mandates():
        if one.function in mandates.ACTING:
            assert one.theme not in empty
        elif one.theme in empty:
            assert one.agency in empty[one.theme]


def test_custody_is_that_of_the_catalogue() -> None:
    assert {one.code for one in mandates.custody("UNODC")} == {"UNTOC", "TIP", "SOM"}
    assert "ICRMW" in {one.code for one in mandates.custody("OHCHR")}
    assert mandates.custody("WB") == ()


def test_what_is_promoted_is_in_the_custody_of_another_or_of_none() -> None:
    assert {one.code for one in mandates.promotes("UNHCR")} >= {"OAU69", "KAMPALA09", "CARTAGENA84"}
    for agency in TEN:
        kept = {one.code for one in mandates.custody(agency)}
        assert not kept & {one.code for one in mandates.promotes(agency)}


def test_a_mandate_without_dates_holds_on_every_day() -> None:
    assert mandates.mandates("ILO", on=date(1950, 1, 1)) == mandates.mandates("ILO")


def test_an_unknown_function_names_the_nearest() -> None:
    with pytest.raises(mandates.UnknownFunction, match="protection"):
        mandates.function("protecton")
