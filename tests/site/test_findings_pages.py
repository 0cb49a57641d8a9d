"""Pages of findings: each filter alone and against the analysis, one finding, its card, its words."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from gmg.analysis.findings import KINDS, RULES, count, findings
from gmg.evidence.base import Base
from gmg.site.frame.addresses import Addresses
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import BadQuery, NotFound
from gmg.site.pages import finding as finding_page
from gmg.site.pages import findings as findings_page
from gmg.site.pages.parts_editions import elsewhere
from gmg.site.pages.parts_findings import brief
from gmg.site.shelf import open_shelf
from gmg.site.words import words
from site_base import client_of, links
from small import figure, release_of

DESA, UNHCR, PACKAGE = "undesa.migrant-stock", "unhcr.population", "worldbank.wdi-package"
PROSPECTS = "undesa.population-prospects"
STOCK = {"counterpart": "SYR"}
FLED = {"counterpart": "SYR", "end": 2024, "basis": "unhcr-mandate"}
PEOPLE = {"basis": "population-estimate"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """More refugees than migrants, sexes that do not add up, two agencies apart, two editions apart."""
    rows = [
        figure(UNHCR, "refugees", "DEU", 700, **FLED),
        figure(DESA, "migrant-stock", "DEU", 300, sex="male", **STOCK),
        figure(DESA, "migrant-stock", "DEU", 200, sex="female", **STOCK),
        figure(f"{DESA}@2020", "migrant-stock", "DEU", 450, year=2024, **STOCK),
        figure(UNHCR, "refugees", "TUR", 2900, **FLED),
        figure(UNHCR, "refugees", "DEU", 50, **FLED | {"counterpart": "AFG"}),
        figure(UNHCR, "refugees", "DEU", 40, **FLED | {"counterpart": "IRQ"}),
        figure(PROSPECTS, "population", "KEN", 1_000_000, **PEOPLE),
        figure(PACKAGE, "population", "KEN", 900_000, **PEOPLE),
    ]
    return release_of(tmp_path_factory.mktemp("found"), *rows)


@pytest.fixture
def client(base: Base) -> Client:
    return client_of(base.folder)


def ask(base: Base, lang: str = "en", **query: str) -> Ask:
    return Ask(base, open_shelf(base), words(lang), Addresses(lang=lang), query)


def listed(base: Base, **query: str) -> list[str]:
    """The ids that the page lists, the weightiest first."""
    told = findings_page.page(ask(base, **query)).told()
    assert told["total"] == len(told["findings"]) == sum(told["by_rule"].values())
    return [one["id"] for one in told["findings"]]


def test_the_list_holds_what_the_analysis_finds_in_its_order(base: Base) -> None:
    assert listed(base) == [one.id for one in findings(base)]
    assert findings_page.page(ask(base)).told()["by_rule"] == {
        rule: number for rule, (number, _) in count(base).items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_by_kind(base: Base, kind: str) -> None:
    assert listed(base, kind=kind) == [one.id for one in findings(base, kind=kind)]


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_by_rule(base: Base, rule: str) -> None:
    assert listed(base, rule=rule) == [one.id for one in findings(base, rule=rule)]


@pytest.mark.parametrize("place", ["DEU", "SYR", "KEN", "FRA"])
def test_by_place_at_either_end(base: Base, place: str) -> None:
    assert listed(base, place=place) == [one.id for one in findings(base, place=place)]


@pytest.mark.parametrize("agency", ["UNHCR", "UNDESA", "WB", "IOM"])
def test_by_agency(base: Base, agency: str) -> None:
    expected = [one.id for one in findings(base) if agency in {f.agency for f in one.figures}]
    assert listed(base, agency=agency) == expected


@pytest.mark.parametrize("reason", ["basis", "edition", "missing is not zero", "rounding"])
def test_by_reason(base: Base, reason: str) -> None:
    assert listed(base, reason=reason) == [
        one.id for one in findings(base) if reason in one.reasons
    ]


def test_by_concept(base: Base) -> None:
    expected = [one.id for one in findings(base, concept="population")]
    assert expected and listed(base, concept="population") == expected


def test_filters_meet(base: Base) -> None:
    there, of_kind = set(listed(base, place="DEU")), set(listed(base, kind="contradiction"))
    both = there & of_kind
    assert both and there - of_kind and set(listed(base, place="DEU", kind="contradiction")) == both


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "rumour"},
        {"rule": "no-such"},
        {"reason": "weather"},
        {"place": "XYZ"},
        {"concept": "x"},
        {"agency": "NOBODY"},
        {"page": "0"},
    ],
)
def test_words_that_are_no_filter(base: Base, query: dict[str, str]) -> None:
    with pytest.raises(BadQuery):
        findings_page.page(ask(base, **query))


def test_past_the_end_there_is_no_page(base: Base) -> None:
    with pytest.raises(NotFound):
        findings_page.page(ask(base, page="2"))


def test_the_table_holds_every_finding_that_meets_the_filters(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings_page, "A_PAGE", 2)
    page = findings_page.page(ask(base, place="DEU"))
    told = page.told()
    assert len(told["findings"]) == 2 < told["total"]
    table = page.tables["findings"]
    rows = [dict(zip((c.name for c in table.columns), row, strict=True)) for row in table.rows]
    expected = findings(base, place="DEU")
    assert [row["id"] for row in rows] == [one.id for one in expected]
    assert [row["reasons"] for row in rows] == ["; ".join(one.reasons) for one in expected]
    assert len(table.rows) == len(expected) and table.rows[0] == tuple(rows[0].values())


def test_each_finding_has_a_page_that_leads_to_its_figures(base: Base, client: Client) -> None:
    for found in findings(base):
        answer = client.get(f"/en/finding/{found.id}")
        assert answer.status_code == 200
        html = answer.content.decode()
        led = links(html)
        assert {f"/en/figure/{figure.id}" for figure in found.figures} <= led
        assert f"/en/place/{found.place}" in led and f"/en/concept/{found.concept}" in led
        for reason in found.reasons:
            assert str(words("en").reason_says(reason)) in unescape(html)
        told = client.get(f"/api/v1/finding/{found.id}").json()["data"]
        shown = {one["id"] for side in told["sides"] for one in side["figures"]}
        assert shown == {figure.id for figure in found.figures}


def test_an_unknown_finding(base: Base) -> None:
    with pytest.raises(NotFound):
        finding_page.page(ask(base), "DEU-nobody-says-2024-00000000")


def test_the_pair_is_one_link_away(base: Base, client: Client) -> None:
    (found,) = findings(base, rule="refugees-exceed-migrants")
    html = client.get(f"/en/finding/{found.id}").content.decode()
    assert "/en/corridor/SYR/DEU" in links(html)


def test_what_older_editions_say_stands_beside(base: Base) -> None:
    (found,) = findings(base, rule="refugees-exceed-migrants")
    asked = ask(base)
    (kept,) = asked.shelf.findings("id = ?", [found.id])
    assert [(one.edition, one.value) for one in elsewhere(asked, kept)] == [("2020", 450)]
    told = finding_page.page(asked, found.id).told()
    assert [one["edition"] for one in told["other_editions"]] == ["2020"]


def test_a_silence_has_no_other_editions(base: Base) -> None:
    asked = ask(base)
    for found in asked.shelf.findings("kind = 'silence'"):
        assert elsewhere(asked, found) == []


def test_women_and_men_are_added_by_us_and_said_so(base: Base) -> None:
    (found,) = findings(base, rule="refugees-exceed-migrants")
    asked = ask(base)
    card = brief(asked, asked.shelf.findings("id = ?", [found.id])[0])
    (stock,) = [side for side in card["sides"] if side["concept"] == "migrant-stock"]
    assert stock["added"].text == "500"
    assert "our sum of 2 published figures" in stock["added"].sum
    assert {one["sex"] for one in stock["numbers"]} == {"female", "male"}


def test_a_sum_over_many_origins_is_shown_as_one_with_its_addends(tmp_path: Path) -> None:
    rows = [
        figure(UNHCR, "refugees", "DEU", n, counterpart=o, end=2024, basis="unhcr-mandate")
        for o, n in (("SYR", 700), ("AFG", 300), ("IRQ", 500))
    ]
    data_finder = {"end": 2024, "basis": "unhcr-mandate"}
    rows += [figure(DESA, "refugees", "DEU", 5000, **data_finder)]
    base = release_of(tmp_path, *rows)
    asked = ask(base)
    sums = [
        side["sum"]
        for one in asked.shelf.findings()
        for side in brief(asked, one)["sides"]
        if side["sum"]
    ]
    assert {one.text for one in sums} == {"1,500"}
    assert all("our sum of 3 published figures" in one.sum for one in sums)
    client = client_of(base.folder)
    assert b"1,500" in client.get(sums[0].href).content


def test_the_title_says_what_nobody_counts(base: Base) -> None:
    asked = ask(base)
    for found in asked.shelf.findings():
        card = brief(asked, found)
        assert str(words("en").rule(found.rule)) in card["title"]
        assert card["where"] in card["title"]
    differ = asked.shelf.findings("rule = 'agencies-differ'")
    assert "Population" in brief(asked, differ[0])["title"]


@pytest.mark.parametrize("lang", ["ar", "zh"])
def test_in_other_languages_the_figures_are_the_same(base: Base, client: Client, lang: str) -> None:
    english = re.findall(r'href="/en/figure/([^"]+)"', client.get("/en/findings").content.decode())
    other = re.findall(
        rf'href="/{lang}/figure/([^"]+)"', client.get(f"/{lang}/findings").content.decode()
    )
    assert english and english == other


def test_the_list_works_without_a_script_and_keeps_its_filters(client: Client) -> None:
    html = client.get("/en/findings?place=DEU&kind=contradiction").content.decode()
    assert re.search(r'<form class="filters" action="/en/findings" method="get">', html)
    assert re.search(r'<option value="DEU" selected>', html)
    assert re.search(r'<option value="contradiction" selected>', html)
    for name in ("kind", "rule", "concept", "agency", "reason", "place"):
        assert f'<select id="f-{name}" name="{name}">' in html
