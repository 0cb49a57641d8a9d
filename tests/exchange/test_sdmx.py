"""The evidence base as an SDMX source: read by the public client, and held to what it answers."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
import sdmx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gmg.evidence.base import Base
from gmg.exchange.sdmx import answer
from gmg.exchange.sdmx.codes import DIMENSIONS, concepts


@pytest.fixture(scope="module")
def client(norms_base: Base) -> Iterator[sdmx.Client]:
    """The public client, with our address as one more of its sources."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            found = answer(
                norms_base,
                asked.path.removeprefix("/sdmx"),
                dict(parse_qsl(asked.query)),
                self.headers.get("Accept", ""),
            )
            body = b"".join(found.body)
            self.send_response(found.status)
            self.send_header("Content-Type", found.media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/sdmx"
    sdmx.add_source({"id": "GMG", "name": "gmg", "url": url}, override=True)
    yield sdmx.Client("GMG")
    server.shutdown()


def test_the_client_lists_the_dataflows(client: sdmx.Client) -> None:
    message = client.dataflow()
    assert set(message.dataflow) == set(concepts())


def test_the_client_reads_the_structure_in_six_languages(client: sdmx.Client) -> None:
    message = client.dataflow("REFUGEES", params={"references": "all"})
    structure = message.structure["FIGURES"]
    ids = [one.id for one in structure.dimensions.components]
    assert ids == [*(one.id for one in DIMENSIONS), "TIME_PERIOD"]
    name = message.codelist["CL_AREA"]["LBY"].name
    assert {name.localizations[lang] for lang in ("en", "fr", "ar")} == {"Libya", "Libye", "ليبيا"}


def test_the_client_reads_the_figures(client: sdmx.Client, norms_base: Base) -> None:
    message = client.data("MIGRANT_STOCK", key="DEU" + "." * (len(DIMENSIONS) - 1))
    series = sdmx.to_pandas(message)
    wanted = norms_base.figures("migrant-stock", place=["DEU"])
    assert sorted(series.dropna().tolist()) == sorted(
        one.value for one in wanted if one.value is not None
    )
    cells = set(series.index.get_level_values("CELL"))
    assert cells <= {one.id for one in wanted}


def test_csv_holds_every_figure_once(norms_base: Base) -> None:
    found = answer(norms_base, "/data/MIGRANT_STOCK", {}, "application/vnd.sdmx.data+csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(found.body).decode())))
    figures = norms_base.figures("migrant-stock")
    assert sorted(row["CELL"] for row in rows) == sorted(one.id for one in figures)
    assert {row["DATAFLOW"] for row in rows} == {"GMG:MIGRANT_STOCK(1.0)"}


def test_keys_and_years_choose(norms_base: Base) -> None:
    key = ".".join(["DEU+TUR", "SYR", *[""] * (len(DIMENSIONS) - 2)])
    found = answer(norms_base, f"/data/MIGRANT_STOCK/{key}", {"startPeriod": "2024"}, "text/csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(found.body).decode())))
    assert rows
    assert {row["COUNTERPART_AREA"] for row in rows} == {"SYR"}
    assert all(row["TIME_PERIOD"] >= "2024" for row in rows)


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/", {}, 404),
        ("/nothing", {}, 404),
        ("/dataflow/GMG/NOTHING", {}, 404),
        ("/data", {}, 400),
        ("/data/NOTHING", {}, 404),
        ("/data/MIGRANT_STOCK/A.B", {}, 400),
        ("/data/MIGRANT_STOCK/all", {"startPeriod": "soon"}, 400),
        ("/data/MIGRANT_STOCK/all", {"startPeriod": "2999"}, 404),
        ("/data/MIGRANT_STOCK/all", {"firstNObservations": "-1"}, 400),
        ("/data/" + "A" * 10_000, {}, 400),
    ],
)
def test_errors_are_messages_with_a_status(
    norms_base: Base, path: str, query: dict[str, str], status: int
) -> None:
    found = answer(norms_base, path, query, "*/*")
    assert found.status == status
    assert b"ErrorMessage" in b"".join(found.body)


def test_a_form_that_is_not_given(norms_base: Base) -> None:
    assert answer(norms_base, "/data/MIGRANT_STOCK/all", {}, "image/png").status == 406


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60), st.dictionaries(st.sampled_from(["startPeriod", "references"]), st.text())
)
def test_any_path(norms_base: Base, path: str, query: dict[str, str]) -> None:
    for start in ("/", "/data/", "/data/REFUGEES/", "/dataflow/GMG/"):
        found = answer(norms_base, start + path, query, "*/*")
        assert found.status in (200, 400, 404)
        b"".join(found.body)
