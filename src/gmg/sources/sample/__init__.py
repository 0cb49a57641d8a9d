"""The sample edition: published facts in tables of our own, each with its citation.

It lets a machine without the agencies' files answer real questions. It is a choice, so what is
absent from it says nothing about what the agencies publish.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from gmg.sources.description import Edition, File, Licence, Source
from gmg.sources.sample import activities, acts, figures


def cited(folder: Path) -> list[Source]:
    """The sources that the sample in the folder cites."""
    from gmg.sources import source

    names = {
        name
        for table in (figures.FIGURES, acts.TREATY_ACTS, activities.ACTIVITIES)
        for name in pl.read_csv(folder / table, columns=["dataset"])["dataset"]
    }
    return [source(name) for name in sorted(names)]


SOURCE = Source(
    id="gmg.sample",
    agency="GMG",
    title="Sample edition",
    counts="a choice of figures of the agencies, for machines without their files",
    cadence="with gmg",
    home="docs/sample.md",
    licence=Licence(
        code="see each figure",
        url="",
        attribution="gmg, sample edition",
        confidence="stated",
        note="the terms are those of the data set each figure cites; `gmg licences` lists them",
    ),
    editions=(
        Edition(
            id="1",
            title="Sample edition of gmg",
            published="2026-11",
            address="docs/sample.md",
            files=(
                File(figures.FIGURES, "figures written down one by one", figures.read),
                File(
                    activities.ACTIVITIES,
                    "some activities",
                    activities.read,
                    kind="activities",
                ),
                File(acts.TREATY_ACTS, "acts of some parties", acts.read, kind="treaty_acts"),
            ),
            note="not a publication of any agency, and never a substitute for one",
        ),
    ),
)
SOURCES = (SOURCE,)
