"""Names of codes in the five languages beside English."""

from __future__ import annotations

from dataclasses import dataclass

from gmg.axes.tables import rows


@dataclass(frozen=True, slots=True)
class Translation:
    """The name of a code in a language. `kind` says which table the code stands in."""

    kind: str
    code: str
    lang: str
    label: str
    confidence: str


def labels() -> tuple[Translation, ...]:
    """All names that are held."""
    return tuple(
        Translation(row["kind"], row["code"], row["lang"], row["label"], row["confidence"])
        for row in rows("labels")
    )
