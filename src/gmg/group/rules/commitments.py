"""Commitments: the states they move through, and what each move asks for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """How far a commitment has come. `overdue` is seen when it is read, and never stored."""

    YET = "yet to start"
    ONGOING = "ongoing"
    COMPLETED = "completed"
    VERIFIED = "verified"
    OVERDUE = "overdue"


class Kind(StrEnum):
    """What a commitment is."""

    ACTION = "action"
    DECISION = "decision"
    RECOMMENDATION = "recommendation"
    PLEDGE = "pledge"


MOVES: dict[Status, tuple[Status, ...]] = {
    Status.YET: (Status.ONGOING, Status.COMPLETED),
    Status.ONGOING: (Status.COMPLETED,),
    Status.COMPLETED: (Status.ONGOING,),
}
"""What an acting agency may report. Verifying is another agency's, and is no status of its own."""


def needs(to: Status, evidence: str, *, high: bool, paper: bool) -> str:
    """What a move still asks for; empty where nothing is missing.

    Completion needs evidence, and one of high priority a document of the room.
    """
    if to is not Status.COMPLETED:
        return ""
    if not evidence.strip():
        return "Say what shows that it is done: completion needs evidence"
    if high and not paper:
        return "A commitment of high priority is completed with a document: attach one"
    return ""


def may_verify(agency: str, lead: str, support: tuple[str, ...]) -> bool:
    """Whether an agency may verify: neither who leads nor who supports does."""
    return agency != lead and agency not in support


def seen(status: Status, due: date, day: date, verified_by: str = "") -> Status:
    """The status on a day: overdue the day after it was due, verified once another agency says so."""
    if status is Status.COMPLETED:
        return Status.VERIFIED if verified_by else Status.COMPLETED
    return Status.OVERDUE if due < day else status
