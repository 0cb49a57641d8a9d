"""Which source reads which file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gmg.evidence.claims import ClaimedTwice, claimed, files_below
from gmg.sources import UnknownSource, source, sources
from small import STOCK_2024, write_files


def test_a_path_is_claimed_by_one_source_or_by_none() -> None:
    claims, unclaimed = claimed([STOCK_2024, "notes.txt"], sources())
    assert [(claim.path, claim.source.id, claim.edition.id) for claim in claims] == [
        (STOCK_2024, "undesa.migrant-stock", "2024")
    ]
    assert unclaimed == ["notes.txt"]


def test_two_sources_may_not_claim_one_file() -> None:
    stock = source("undesa.migrant-stock")
    with pytest.raises(ClaimedTwice, match=r"claimed by undesa\.migrant-stock@2024, a\.copy@2024"):
        claimed([STOCK_2024], [stock, replace(stock, id="a.copy")])


def test_ids_of_sources_and_editions_are_unique() -> None:
    ids = [item.id for item in sources()]
    assert len(set(ids)) == len(ids)
    for item in sources():
        editions = [edition.id for edition in item.editions]
        assert len(set(editions)) == len(editions)
        assert source(item.id) is item
    with pytest.raises(UnknownSource, match="gmg sources"):
        source("no.such-set")


def test_files_come_in_order_and_hidden_ones_not_at_all(tmp_path: Path) -> None:
    write_files(tmp_path, {"b/2.csv": b"x", "a.csv": b"", "b/.hidden": b"x", "b/1.csv": b"x"})
    assert [path for path, _ in files_below(tmp_path)] == ["a.csv", "b/1.csv", "b/2.csv"]


def test_every_published_file_of_evidence_is_claimed_or_known(data: Path) -> None:
    """Folders that hold no evidence are left; in all others no file is nobody's."""
    _, unclaimed = claimed((path for path, _ in files_below(data)), sources())
    folders = {path.partition("/")[0] for path in unclaimed if "/" in path}
    assert folders <= {"akn", "iati", "reference", "research", "ohchr-untc"}
    assert [
        path for path in unclaimed if path.startswith("ohchr-untc/") and "index" not in path
    ] == []
