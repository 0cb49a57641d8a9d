"""The addresses that are asked, and what their answers are read by."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest

from gmg.evidence.claims import claimed
from gmg.evidence.whole import CHECKS
from gmg.sources import sources
from gmg.sources.published import HOSTS, LIVE, NOT_ASKED, Request, requests

DAY = date(2025, 9, 1)
ALL = [request for source in sources() for request in requests(source.id, DAY)]


def test_every_data_set_is_asked_or_says_why_not() -> None:
    asked = {request.dataset for request in ALL}
    assert asked.isdisjoint(NOT_ASKED)
    assert asked | set(NOT_ASKED) == {source.id for source in sources()}


@pytest.mark.parametrize("request_", ALL, ids=lambda request: request.title)
def test_an_address_is_safe_and_filled_in(request_: Request) -> None:
    filled = request_.address.format(page=3, offset=2000)
    assert urlsplit(filled).scheme == "https"
    assert request_.host in HOSTS
    assert "{" not in filled
    assert request_.form in CHECKS
    assert request_.confidence in ("confirmed", "recalled")
    assert ("{page" in request_.target) == (request_.pages is not None)
    assert not request_.target or request_.target.startswith(f"{LIVE}/")
    assert ".." not in request_.target


def test_no_host_is_listed_in_vain() -> None:
    assert {request.host for request in ALL} == HOSTS


def test_every_target_is_claimed_once_and_read_where_it_says_so() -> None:
    targets = {request.target.format(page=1): request for request in ALL if request.target}
    assert len(targets) == len([request for request in ALL if request.target])
    claims, unclaimed = claimed(sorted(targets), sources())
    assert unclaimed == []
    for claim in claims:
        request = targets[claim.path]
        assert (claim.source.id, claim.edition.id) == (request.dataset, LIVE)
        assert (claim.file.read is not None) == request.is_read
        assert claim.file.totals == ()
        if claim.file.read is None:
            assert "no reader yet" in claim.file.why


def test_files_that_an_answer_leads_to_are_claimed_too() -> None:
    paths = [
        "live/iom/dtm/displacement-admin2-admin0pcode-hti.json",
        "live/unctad/us-remittances.7z",
    ]
    claims, unclaimed = claimed(paths, sources())
    assert unclaimed == []
    assert all(claim.file.read for claim in claims)


def test_live_files_are_read_as_the_stored_ones_are() -> None:
    by_id = {source.id: source for source in sources()}
    for request in (request for request in ALL if request.like):
        stored = [
            file
            for edition in by_id[request.dataset].editions
            for file in edition.files
            if file.path == request.like
        ]
        (live,) = claimed([request.target.format(page=1)], sources())[0]
        assert [file.read for file in stored] == [live.file.read]


def test_years_follow_the_calendar() -> None:
    (*_, last) = requests("iom.missing-migrants", DAY)
    assert last.address.endswith("/2025/json")
    assert len(requests("iom.missing-migrants", date(2026, 1, 1))) == 13
    assert "yearTo=2025&" in requests("unhcr.population", DAY)[0].address
