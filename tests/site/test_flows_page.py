"""The page of estimated flows, its wheel and its map; ours, and never among agencies' figures."""

from __future__ import annotations

import re
from itertools import pairwise
from math import pi
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gmg.evidence.base import Base
from gmg.site.draw import map_arcs, wheel
from gmg.site.pages.parts_moved import GROUPS, group_of
from site_base import client_of

HOSTILE = '"><script>alert(1)</script>&'
SIZES = st.integers(2, 8)


@st.composite
def tables(draw: st.DrawFn) -> list[list[float]]:
    count = draw(SIZES)
    row = st.lists(st.floats(0, 1e9), min_size=count, max_size=count)
    return draw(st.lists(row, min_size=count, max_size=count))


@given(tables())
def test_sectors_and_ribbons_of_a_wheel_fill_the_circle_and_never_overlap(
    flows: list[list[float]],
) -> None:
    count = len(flows)
    between = [[0.0 if i == j else flows[i][j] for j in range(count)] for i in range(count)]
    total = 2 * sum(map(sum, between))
    if total <= 0:
        return
    arcs, leaving, arriving = wheel.placed(between, total)
    assert sum(arc.end - arc.start for arc in arcs) == pytest.approx(2 * pi - count * wheel.APART)
    for i, arc in enumerate(arcs):
        mine = [leaving[i, j] for j in range(count) if j != i]
        mine += [arriving[j, i] for j in range(count) if j != i]
        mine.sort(key=lambda one: (one.start, one.end))
        assert mine[0].start == pytest.approx(arc.start)
        assert mine[-1].end == pytest.approx(arc.end)
        for one, after in pairwise(mine):
            assert one.end <= after.start + 1e-9


def test_a_wheel_escapes_what_it_is_told_and_refuses_what_is_no_flow() -> None:
    sectors = [wheel.Sector(HOSTILE, HOSTILE), wheel.Sector("B", "b")]
    tips = [[HOSTILE] * 2] * 2
    told = {"title": HOSTILE, "text": HOSTILE, "ident": "w"}
    drawing = etree.fromstring(wheel.wheel(sectors, [[0, 2], [1, 0]], tips, **told))
    assert not drawing.xpath("//*[local-name()='script']")
    assert len(drawing.xpath("//*[contains(@class,'ribbon')]")) == 2
    for wrong in ([[0, -1], [1, 0]], [[0, 1]], [[5, 0], [0, 5]]):
        with pytest.raises(ValueError, match=r"ribbon|sector|flow"):
            wheel.wheel(sectors, wrong, tips, **told)


def test_an_arc_is_thin_where_people_leave_and_wide_where_they_arrive() -> None:
    move = map_arcs.Move("MEX", "USA", 10.0, HOSTILE)
    numbers = [float(n) for n in re.findall(r"-?\d+", map_arcs.arc(move, 40.0))]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    half = map_arcs.STEPS

    def width(at: int) -> float:
        (x, y), (u, v) = points[at], points[-1 - at]
        return float(((x - u) ** 2 + (y - v) ** 2) ** 0.5)

    assert width(half) > 3 * width(0)
    drawing = map_arcs.arcs(
        [move, map_arcs.Move("MEX", "NOWHERE", 1.0, "x")], title="t", text="d", ident="m"
    )
    assert "<script>" not in drawing
    assert len(etree.fromstring(drawing).xpath("//*[@class='flow']")) == 1


def test_every_country_stands_in_a_group_of_the_wheel(base: Base) -> None:
    from gmg.analysis.flows.from_evidence.estimated import estimated

    found = {code: group_of(code) for code in estimated(base).places}
    assert [code for code, group in found.items() if group is None] == []
    assert set(found.values()) == set(range(len(GROUPS)))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_page_shows_what_gmg_flows_says(base: Base, lang: str) -> None:
    from gmg.analysis.flows.from_evidence.pairs import of_pair

    client = client_of(Path(base.folder))
    page = client.get(f"/{lang}/flows?period=2015-2020").content.decode()
    (pair,) = of_pair(base, "MEX", "USA", "2015-2020")
    told = client.get("/api/v1/flows?period=2015-2020").json()["data"]
    assert told["flows"][0]["by_method"] == pair.by_method
    assert f"/{lang}/corridor/MEX/USA" in page
    assert page.count('class="flow"') == 60
    corridor = client.get(f"/{lang}/corridor/MEX/USA").content.decode()
    assert 'id="moved"' in corridor
    estimated_there = client.get("/api/v1/corridor/MEX/USA").json()["data"]["estimated"]
    assert pair.as_json() in estimated_there
    assert not [
        f
        for f in client.get("/api/v1/corridor/MEX/USA").json()["data"]["figures"]
        if f["agency"] == "GMG"
    ]


def test_the_table_to_take_away_holds_all_pairs(base: Base) -> None:
    client = client_of(Path(base.folder))
    text = client.get("/en/flows/table/flows.csv?period=2015-2020&place=DEU").content.decode()
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(rows) > 300
    assert all("DEU" in line.split(",")[:2] for line in rows[1:])


@pytest.mark.parametrize(
    "query", ["period=1800-1805", "method=guess", "place=NOWHERE", "period=" + "9" * 300]
)
def test_what_is_no_question_is_refused(base: Base, query: str) -> None:
    assert client_of(Path(base.folder)).get(f"/en/flows?{query}").status_code == 400


def test_without_inputs_the_page_says_so(small_base: Base) -> None:
    client = client_of(Path(small_base.folder))
    answer = client.get("/en/flows")
    assert answer.status_code == 200
    assert "no migrant stock" in answer.content.decode()
