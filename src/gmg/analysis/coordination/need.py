"""Need: the people whom a topic concerns at a place, as an agency published them.

Which concept stands for which topic is the table `topic_needs`. A figure says how many people are
concerned, not how many are in need. Figures are shown one by one and never added up: the largest
of a topic is its weight. Findings about the same concepts (contradictions, disagreements, silences)
are counted beside them: they say how far the figures can be trusted, and weigh nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from gmg.analysis.norms.people import People, people
from gmg.axes.tables import rows

if TYPE_CHECKING:
    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Need:
    """The figures of one place and topic, the largest first; empty where nothing is published.

    `findings` is how many there are about the concepts of the topic at the place, of any time.
    """

    place: str
    topic: str
    figures: tuple[People, ...]
    findings: int = 0

    @property
    def persons(self) -> float | None:
        """The largest of the figures, in persons; None where there is none."""
        return self.figures[0].value if self.figures else None


@lru_cache(maxsize=1)
def concepts_of() -> Mapping[str, tuple[str, ...]]:
    """Topic to the concepts that stand for it."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows("topic_needs"):
        found[row["topic"]] = (*found.get(row["topic"], ()), row["concept"])
    return found


def needs(
    base: Base, places: Iterable[str], topics: Iterable[str], on: date | None = None
) -> dict[tuple[str, str], Need]:
    """The need of each place and topic, by figures not later than a day where one is given.

    A topic that no concept stands for has no figure.
    """
    where, asked = list(places), list(topics)
    wanted = {concept for topic in asked for concept in concepts_of().get(topic, ())}
    held = {concept: people(base, concept, where, on) for concept in sorted(wanted)}
    found = _findings(base)
    return {
        (place, topic): Need(
            place,
            topic,
            _largest(held, place, topic),
            sum(found.get((place, concept), 0) for concept in concepts_of().get(topic, ())),
        )
        for place in where
        for topic in asked
    }


def _findings(base: Base) -> dict[tuple[str, str], int]:
    """How many findings there are by place and concept; those of a corridor count at both ends."""
    from gmg.analysis.findings import RULES
    from gmg.analysis.findings.kept import relation

    found = relation(base, RULES)
    rows = base.rows(
        "SELECT side, concept, count(*) AS n FROM ("
        f"SELECT place AS side, concept FROM ({found}) UNION ALL "
        f"SELECT counterpart AS side, concept FROM ({found}) WHERE counterpart <> place"
        ") WHERE side IS NOT NULL GROUP BY ALL"
    )
    return {(row["side"], row["concept"]): row["n"] for row in rows}


def _largest(
    held: Mapping[str, Mapping[str, People]], place: str, topic: str
) -> tuple[People, ...]:
    found = (held[concept].get(place) for concept in concepts_of().get(topic, ()))
    return tuple(
        sorted(
            (one for one in found if one is not None and one.value is not None),
            key=lambda one: -(one.value or 0),
        )
    )
