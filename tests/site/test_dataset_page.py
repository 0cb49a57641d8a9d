"""The page of a data set: editions, what was read of each file, and what was revised."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmg.analysis.difference import difference
from gmg.evidence.base import Base
from gmg.site.frame.addresses import Addresses
from gmg.site.frame.ask import Ask
from gmg.site.frame.errors import NotFound
from gmg.site.pages import dataset as dataset_page
from gmg.site.pages import datasets as datasets_page
from gmg.site.pages.parts_revisions import (
    Revisions,
    editions_held,
    kept,
    path_of,
    read,
    revisions,
    worked_out,
)
from gmg.site.shelf import open_shelf
from gmg.site.words import words
from site_base import client_of, links
from small import figure, release_of

DESA, UNHCR = "undesa.migrant-stock", "unhcr.population"


def stock(value: float, edition: str = "2024", **changes: Any) -> dict[str, Any]:
    place = changes.pop("place", "DEU")
    return figure(f"{DESA}@{edition}", "migrant-stock", place, value, **changes)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """Three editions; of the newest two one figure is revised, one stays, and others stand alone."""
    return release_of(
        tmp_path_factory.mktemp("editions"),
        stock(10, "2019", year=2019),
        stock(100, "2020", year=2020, counterpart="SYR"),
        stock(150, year=2020, counterpart="SYR"),
        stock(70, "2020", year=2020, place="KEN"),
        stock(70, year=2020, place="KEN"),
        stock(99, "2020", year=2015),
        stock(200, year=2024),
        figure(UNHCR, "refugees", "DEU", 7, counterpart="SYR", end=2024, basis="unhcr-mandate"),
    )


@pytest.fixture
def client(base: Base) -> Client:
    return client_of(base.folder)


def ask(base: Base) -> Ask:
    return Ask(base, open_shelf(base), words("en"), Addresses(), {})


def both_sides(base: Base, old: str, new: str) -> set[tuple[Any, ...]]:
    """What `gmg diff` says of figures that both editions hold."""
    found = difference(base, f"{DESA}@{old}", f"{DESA}@{new}")
    return {
        (one.concept, one.place, one.counterpart, one.time_to, one.old, one.new)
        for one in found
        if one.old is not None and one.new is not None
    }


def test_the_newest_two_editions_are_compared(base: Base) -> None:
    source = base.release.sources[DESA]
    assert [one.id for one in editions_held(base, source)] == ["2019", "2020", "2024"]
    found = revisions(base, source)
    assert found is not None
    assert (found.old, found.new, found.count) == ("2020", "2024", 1)
    (one,) = found.largest
    assert (one.place, one.counterpart, one.old, one.new) == ("DEU", "SYR", 100, 150)


def test_one_edition_has_nothing_to_revise(base: Base) -> None:
    assert revisions(base, base.release.sources[UNHCR]) is None


VALUES = st.lists(st.sampled_from([1.0, 2.0, 5.0, 5000.0]), min_size=4, max_size=4)
PLACES = ("DEU", "KEN", "TUR", "LBY")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=VALUES, new=VALUES)
def test_the_page_counts_what_gmg_diff_lists(
    tmp_path_factory: pytest.TempPathFactory, old: list[float], new: list[float]
) -> None:
    rows = [stock(v, "2020", year=2020, place=p) for p, v in zip(PLACES, old, strict=True)]
    rows += [stock(v, year=2020, place=p) for p, v in zip(PLACES, new, strict=True)]
    base = release_of(tmp_path_factory.mktemp("any"), *rows)
    found = worked_out(base, DESA, "2020", "2024")
    listed = both_sides(base, "2020", "2024")
    assert found.count == len(listed) == sum(a != b for a, b in zip(old, new, strict=True))
    assert {
        (o.concept, o.place, o.counterpart, o.time_to, o.old, o.new) for o in found.largest
    } == listed
    changes = [abs(one.new - one.old) for one in found.largest]
    assert changes == sorted(changes, reverse=True)


def test_the_page_counts_what_gmg_diff_lists_of_published_files(base: Base) -> None:
    found = worked_out(base, DESA, "2020", "2024")
    assert found.count == len(both_sides(base, "2020", "2024"))


def test_what_was_worked_out_is_read_again(base: Base) -> None:
    made = kept(base, DESA, "2020", "2024")
    path = path_of(base, DESA, "2020", "2024")
    assert read(path) == made == kept(base, DESA, "2020", "2024")
    assert path.parent == base.folder / "derived" and base.release.id in path.name


@pytest.mark.parametrize("text", ["", "{", "[]", '{"old": "2020"}', '{"largest": [{"a": 1}]}'])
def test_a_spoilt_file_is_worked_out_again(base: Base, text: str) -> None:
    path = path_of(base, DESA, "2020", "2024")
    kept(base, DESA, "2020", "2024")
    path.write_text(text, encoding="utf-8")
    assert kept(base, DESA, "2020", "2024").count == 1
    assert read(path).count == 1


def test_a_base_that_cannot_be_written_to_answers(
    base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("read-only")

    path_of(base, DESA, "2019", "2020").unlink(missing_ok=True)
    monkeypatch.setattr(Path, "write_text", refuse)
    assert isinstance(kept(base, DESA, "2019", "2020"), Revisions)
    assert not path_of(base, DESA, "2019", "2020").exists()


def test_the_account_of_each_file_is_that_of_the_release(small_base: Base) -> None:
    for account in small_base.release.accounts:
        page = dataset_page.page(ask(small_base), account.dataset)
        (said,) = [f for f in page.told()["files"] if f["sha256"] == account.sha256]
        ignored = sum(item["cells"] for item in said["ignored"])
        assert said["kept"] + ignored + said["rejected"] == account.holds
        rows = [row for row in page.tables["files"].rows if row[2] == account.sha256]
        expected = (account.kept, account.ignored_cells, len(account.rejected))
        assert [tuple(row)[4:] for row in rows] == [expected]


def test_concepts_with_the_places_and_years_that_figures_have(base: Base) -> None:
    told = dataset_page.page(ask(base), DESA).told()
    (stock_said,) = [one for one in told["concepts"] if one["concept"] == "migrant-stock"]
    assert (stock_said["edition"], stock_said["places"]) == ("2024", 2)
    assert (stock_said["first"], stock_said["last"]) == (2020, 2024)


def test_editions_that_are_not_held_are_said_to_be_so(base: Base, client: Client) -> None:
    told = dataset_page.page(ask(base), DESA).told()
    kept_of = {one["id"]: one["kept"] for one in told["editions"]}
    assert (kept_of["2019"], kept_of["2020"], kept_of["2024"]) == (1, 3, 3)
    described = {one.id for one in base.release.sources[DESA].editions}
    assert set(kept_of) == described
    html = client.get(f"/en/data/{DESA}").content.decode()
    assert html.count("not held here") == len(described) - 3


def test_both_values_of_a_revision_lead_to_their_cells(base: Base, client: Client) -> None:
    html = client.get(f"/en/data/{DESA}").content.decode()
    found = revisions(base, base.release.sources[DESA])
    assert found is not None
    for one in found.largest:
        for name in (one.old_id, one.new_id):
            assert f"/en/figure/{name}" in links(html)
            assert client.get(f"/en/figure/{name}").status_code == 200
    answer = client.get(f"/en/data/{DESA}/table/revisions.csv")
    assert answer.status_code == 200 and b"100,150" in answer.content


def test_every_data_set_is_listed_and_has_a_page(small_base: Base) -> None:
    client = client_of(small_base.folder)
    html = client.get("/en/data").content.decode()
    listed = {link for link in links(html) if link.startswith("/en/data/")}
    assert listed == {f"/en/data/{one.dataset}" for one in small_base.release.accounts}
    told = datasets_page.page(ask(small_base)).told()
    assert {f"/en/data/{one['dataset']}" for one in told["datasets"]} == listed
    for link in sorted(listed):
        assert client.get(link).status_code == 200


def test_unknown_data_sets(base: Base) -> None:
    for name in ("no.such", "", "undesa", "undesa.migrant-stock@2020", "../secrets"):
        with pytest.raises(NotFound):
            dataset_page.page(ask(base), name)
