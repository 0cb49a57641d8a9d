"""Spoiled files end in a good reading or in a refusal that names the file, and in nothing else."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import data_folder, missing
from fuzz.mutations import Fixture, fixtures, met, spoiled

EXAMPLES = 40  # for each reader; `python -m tests.fuzz` goes on for as long as asked
OF_A_LARGE_FILE, LARGE = 5, 100_000


@cache
def small() -> dict[str, Fixture]:
    folder = data_folder()
    return {} if folder is None else {fixture.name: fixture for fixture in fixtures(folder)}


NAMES = list(small())


def test_there_is_a_small_file_for_every_reader() -> None:
    if not NAMES:
        missing("no published files to cut small ones from")
    assert len(NAMES) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_the_small_file_itself_is_read(name: str) -> None:
    fixture = small()[name]
    assert met(fixture, fixture.raw) == "read"


@pytest.mark.parametrize("name", NAMES)
def test_a_spoiled_file_is_read_or_refused(name: str) -> None:
    fixture = small()[name]
    examples = OF_A_LARGE_FILE if len(fixture.raw) > LARGE else EXAMPLES

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def spoil(data: st.DataObject) -> None:
        raw = spoiled(fixture.raw, lambda low, high: data.draw(st.integers(low, high)))
        assert met(fixture, raw) in ("read", "refused")

    spoil()
