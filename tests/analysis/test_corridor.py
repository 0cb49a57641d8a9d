"""Corridors: an ordered pair and its mirror, money on the side of those who sent it."""

from __future__ import annotations

from pathlib import Path

from gmg.analysis.corridor import corridor, sends_back
from gmg.evidence.base import Base
from small import figure, release_of

DESA = "undesa.migrant-stock"
REMITTANCES = "worldbank.bilateral-remittances"


def test_both_directions(tmp_path: Path) -> None:
    base = release_of(
        tmp_path,
        figure(DESA, "migrant-stock", "USA", 9, counterpart="MEX"),
        figure(DESA, "migrant-stock", "MEX", 4, counterpart="USA"),
        figure(DESA, "migrant-stock", "USA", 3, counterpart="USA"),
        figure(DESA, "migrant-stock", "USA", 100),
        figure(
            REMITTANCES,
            "remittances-received",
            "MEX",
            30,
            counterpart="USA",
            unit="million USD",
            basis="modelled",
        ),
    )
    known = corridor(base, "MEX", "USA")
    assert [(f.concept, f.value) for f in known.there] == [
        ("migrant-stock", 9),
        ("remittances-received", 30),
    ]
    assert [(f.concept, f.value) for f in known.mirror] == [("migrant-stock", 4)]
    turned = corridor(base, "USA", "MEX")
    assert (turned.there, turned.mirror) == (known.mirror, known.there)
    assert corridor(base, "MEX", "USA", 1999).there == ()


def test_only_money_received_runs_the_other_way() -> None:
    assert sends_back("remittances-received")
    assert not sends_back("migrant-stock") and not sends_back("remittances-paid")


def test_a_real_corridor_answers_from_several_agencies_and_editions(base: Base) -> None:
    known = corridor(base, "MEX", "USA")
    assert {f.agency for f in known.there} >= {"UNDESA", "UNHCR", "WB"} or {
        f.dataset for f in known.there
    } >= {DESA, "unhcr.population", "worldbank.bilateral-migration"}
    assert {f.edition for f in known.there if f.dataset == DESA} >= {"2019", "2020", "2024"}
    assert not {f.id for f in known.there} & {f.id for f in known.mirror}
    stocks = {(f.sex, f.value) for f in known.there if f.edition == "2024" and f.year == 2024}
    assert sum(value or 0 for sex, value in stocks if sex in ("female", "male")) >= 11_279_561


def test_former_places_answer_in_a_corridor(base: Base) -> None:
    places = {f.place for f in corridor(base, "ETH", "SDN").there if f.concept == "refugees"}
    assert places == {"SDN", "SDN736"}
