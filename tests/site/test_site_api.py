"""The API: figures by their columns, page by page, lists, and an envelope that never changes."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from gmg.evidence.base import Base
from gmg.site.pages import ROUTES
from site_base import client_of


@pytest.fixture(scope="module")
def client(norms_base: Base) -> Client:
    return client_of(norms_base.folder)


def told(client: Client, path: str) -> dict[str, object]:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, (path, answer.content[:300])
    found: dict[str, object] = answer.json()
    return found


def test_figures_are_those_of_the_base(client: Client, norms_base: Base) -> None:
    found = told(client, "figures?concept=migrant-stock")
    wanted = [figure.as_json() for figure in norms_base.figures("migrant-stock")]
    assert wanted and found["figures"] == wanted
    assert found["release"] == norms_base.release.id


def test_every_figure_leads_to_its_cell(client: Client) -> None:
    for figure in told(client, "figures?concept=refugees")["figures"]:  # type: ignore[attr-defined]
        trace = told(client, f"figure/{figure['id']}")
        assert trace["data"]["value"] == figure["value"]  # type: ignore[index]
        assert trace["data"]["text_in_file"] == figure["as_published"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("asked", "filters"),
    [
        ("place=LBY&concept=migrant-stock", {"concept": "migrant-stock", "place": "LBY"}),
        ("from=SDN", {"counterpart": "SDN"}),
        ("agency=UNHCR&year=2024", {"agency": "UNHCR", "year": 2024}),
        ("sex=female", {"sex": "female"}),
        ("dataset=unhcr.population", {"dataset": "unhcr.population"}),
        ("dataset=unhcr.population&edition=nothing", {"edition": "nothing"}),
        ("year=1950", {"year": 1950}),
    ],
)
def test_filters(client: Client, norms_base: Base, asked: str, filters: dict[str, object]) -> None:
    found = told(client, f"figures?{asked}")
    wanted = [figure.id for figure in norms_base.figures(**filters)]
    assert [figure["id"] for figure in found["figures"]] == wanted  # type: ignore[attr-defined]
    assert found["pages"]["total"] == len(wanted)  # type: ignore[index]


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_pages_add_up_to_the_list(client: Client, norms_base: Base, size: int) -> None:
    wanted = [figure.id for figure in norms_base.figures()]
    address, seen, turns = f"/api/v1/figures?per_page={size}", [], 0
    while address:
        answer = client.get(address.removeprefix("http://testserver")).json()
        seen += [figure["id"] for figure in answer["figures"]]
        address, turns = answer["pages"]["next"], turns + 1
    assert seen == wanted
    assert turns == -(-len(wanted) // size)


def test_behind_the_last_page_there_is_nothing(client: Client) -> None:
    found = told(client, "figures?page=100000&per_page=1000")
    assert found["figures"] == []
    assert found["pages"]["next"] == ""  # type: ignore[index]


@pytest.mark.parametrize(
    "asked",
    [
        "page=0", "page=-1", "page=1.5", "page=٢", "page=99999999999999", "per_page=1001",
        "per_page=0000001" + "0" * 100, "year=24", "year=02024", "sex=women", "page=1%00",
    ],
)  # fmt: skip
def test_what_is_no_number_is_said(client: Client, asked: str) -> None:
    answer = client.get(f"/api/v1/figures?{asked}")
    assert answer.status_code == 400
    assert answer.json()["error"]["message"].startswith(asked.split("=")[0])


@pytest.mark.parametrize(
    "asked", ["place=XYZ", "concept=x", "agency=x", "dataset=x", "dataset=%00", "from=%ff"]
)
def test_codes_that_name_nothing(client: Client, asked: str) -> None:
    answer = client.get(f"/api/v1/figures?{asked}")
    assert answer.status_code == 404
    assert answer.json()["error"]["name"] == "not-found"


@pytest.mark.parametrize(
    ("name", "key", "one"),
    [
        ("places", "code", "LBY"),
        ("concepts", "code", "refugees"),
        ("agencies", "code", "UNHCR"),
        ("treaties", "code", "ICRMW"),
        ("datasets", "dataset", "unhcr.population"),
    ],
)
def test_lists(client: Client, name: str, key: str, one: str) -> None:
    codes = [line[key] for line in told(client, name)[name]]  # type: ignore[attr-defined]
    assert one in codes
    assert len(codes) == len(set(codes))


def test_releases(client: Client, norms_base: Base) -> None:
    (line,) = told(client, "releases")["releases"]  # type: ignore[misc]
    assert (line["release"], line["kept"]) == (norms_base.release.id, True)
    assert told(client, f"places?release={line['release']}") == told(client, "places")
    assert client.get("/api/v1/places?release=0123456789ab").status_code == 404
    assert client.get("/api/v1/places?release=" + "a" * 199).status_code == 404


def test_the_document_is_the_same_in_every_language(client: Client) -> None:
    english = told(client, "corridor/SDN/LBY")
    arabic = told(client, "corridor/SDN/LBY?lang=ar")
    assert english["data"] == arabic["data"]
    assert english["title"] != arabic["title"]


def test_tables_that_are_named_can_be_taken(client: Client) -> None:
    tables = told(client, "corridor/SDN/LBY")["tables"]
    for forms in tables.values():  # type: ignore[attr-defined]
        assert set(forms) == {"csv", "json", "parquet"}
        for link in forms.values():
            assert client.get(link.removeprefix("http://testserver")).status_code == 200


def test_an_older_release_is_asked_by_name(client: Client, norms_base: Base) -> None:
    named = told(client, f"place/LBY?release={norms_base.release.id}")
    newest = told(client, "place/LBY")
    assert named["data"] == newest["data"]
    assert all(
        f"/r/{norms_base.release.id}/" in link
        for forms in named["tables"].values()  # type: ignore[attr-defined]
        for link in forms.values()
    )


def test_the_description_is_complete(client: Client) -> None:
    said = client.get("/openapi.json").json()
    assert said["openapi"].startswith("3.")
    for path, operations in said["paths"].items():
        operation = operations["get"]
        assert set(operation["responses"]) == {"200", "400", "404", "414", "429", "500", "503"}, (
            path
        )
        assert operation["summary"] and operation["operationId"]
        for taken in operation["parameters"]:
            assert taken["description"], (path, taken["name"])
            assert "default" not in taken["schema"]
    names = {o["get"]["operationId"] for o in said["paths"].values()}
    assert names >= {route.kind for route in ROUTES} | {"figures", "list-places", "list-releases"}
    required = said["components"]["schemas"]["Answer"]["required"]
    assert {"data", "release", "permanent", "licences", "tables"} <= set(required)
    assert "https://" not in json.dumps(said["paths"])


def test_what_a_route_asks_is_in_the_description(client: Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for route in ROUTES:
        at = "/api/v1/" + (route.path or "home").replace("<", "{").replace(">", "}")
        names = {(one["in"], one["name"]) for one in paths[at]["get"]["parameters"]}
        assert names >= {("path", name) for name in route.parameters}
        assert names >= {("query", name) for name, _ in route.query}
        assert names >= {("query", "lang"), ("query", "release")}


def test_a_page_that_breaks_tells_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from gmg.site.application import answers

    def broken(*_: object) -> None:
        raise RuntimeError("secret /srv/base")

    monkeypatch.setattr(answers, "make", broken)
    for path in ("/api/v1/place/KEN", "/en/place/KEN", "/en/place/KEN/table/figures.csv"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert b"secret" not in answer.content and b"Traceback" not in answer.content
    assert "secret" in caplog.text
    assert client.get("/api/v1/place/KEN").json()["error"]["name"] == "server-error"
