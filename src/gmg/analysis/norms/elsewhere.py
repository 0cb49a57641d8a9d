"""What neighbours and the other ends of the main corridors have joined, instrument by instrument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gmg.analysis.norms.adoptions import COMMON_SET
from gmg.analysis.norms.files import File, files, leading
from gmg.analysis.norms.parties import joined_elsewhere, status_in
from gmg.analysis.norms.status import Status

if TYPE_CHECKING:
    from gmg.evidence.base import Base


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One place, why it is shown (`neighbour`, `origin`, `destination`), and its states.

    `states` are in the order of the instruments asked for.
    """

    place: str
    why: tuple[str, ...]
    states: tuple[Status, ...]

    def as_json(self) -> dict[str, Any]:
        """The place with one object an instrument."""
        return {
            "place": self.place,
            "why": list(self.why),
            "states": [status.as_json() for status in self.states],
        }


def elsewhere(
    base: Base, ends: Mapping[str, Sequence[str]], instruments: Sequence[str] = COMMON_SET
) -> tuple[Elsewhere, ...]:
    """The state of each place for each instrument, as of the newest act of the file that says most.

    `ends` maps places to why they are asked. Instruments of part I of the Common Set unless named.
    """
    held: dict[str, list[File]] = {code: [] for code in instruments}
    for file in files(base):
        if file.instrument in held:
            held[file.instrument].append(file)
    return tuple(
        Elsewhere(place, tuple(why), tuple(_state(held[code], code, place) for code in instruments))
        for place, why in ends.items()
    )


def _state(held: Sequence[File], instrument: str, place: str) -> Status:
    found = status_in(leading(held), instrument, place)
    if found.state == "party":
        return found
    return joined_elsewhere(held, place) or found
