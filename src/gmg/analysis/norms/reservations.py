"""Declarations, reservations, objections and their withdrawals, with the texts as published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.analysis.norms.act import Act
from gmg.analysis.norms.files import File, files
from gmg.analysis.norms.parties import name_of
from gmg.axes import what
from gmg.records.treaty_act import SAYING

if TYPE_CHECKING:
    from gmg.evidence.base import Base

SAID = (*SAYING, "territorial application")


@dataclass(frozen=True, slots=True)
class Reservations:
    """What parties said of an instrument: one act a declaration, by name of the party.

    `files` are those that hold any: where there is none, nothing was collected, which does not say
    that nobody reserved anything.
    """

    instrument: what.Instrument
    files: tuple[File, ...]
    acts: tuple[Act, ...]


def reservations(base: Base, instrument: str) -> Reservations:
    """All that the files of a release hold. Raises UnknownInstrument."""
    asked = what.instrument(instrument)
    held = [
        (file, [act for act in file.acts if act.act in SAID]) for file in files(base, asked.code)
    ]
    acts = [act for _, said in held for act in said]
    acts.sort(key=lambda act: (name_of(act.party) or act.party_as_published, SAID.index(act.act)))
    return Reservations(asked, tuple(file for file, said in held if said), tuple(acts))
