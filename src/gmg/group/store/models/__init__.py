"""The tables of the room. What may happen to them is in `gmg.group.acts`; here is only their shape."""

from gmg.group.store.models.counted import Counted
from gmg.group.store.models.follow_up import Commitment, Move, Review
from gmg.group.store.models.kept import Kept, fields_of, new_key, state_hash
from gmg.group.store.models.log import Event, Notice
from gmg.group.store.models.meetings import (
    AgendaItem,
    Attendance,
    Decision,
    Issue,
    Meeting,
    Programme,
)
from gmg.group.store.models.people import Body, Person, Seat
from gmg.group.store.models.practices import Practice, Question, Report
from gmg.group.store.models.rounds import Extension, Position, Publication, Round
from gmg.group.store.models.texts import (
    Document,
    Remark,
    Version,
    read_citations,
    read_paragraph,
    read_version,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "Commitment",
    "Counted",
    "Decision",
    "Document",
    "Event",
    "Extension",
    "Issue",
    "Kept",
    "Meeting",
    "Move",
    "Notice",
    "Person",
    "Position",
    "Practice",
    "Programme",
    "Publication",
    "Question",
    "Remark",
    "Report",
    "Review",
    "Round",
    "Seat",
    "Version",
    "fields_of",
    "new_key",
    "read_citations",
    "read_paragraph",
    "read_version",
    "state_hash",
]
