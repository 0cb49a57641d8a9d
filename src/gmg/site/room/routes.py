"""The pages of the room: their addresses, the row of the matrix that opens them, and their views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gmg.group.rules.permissions import Action
from gmg.site.room.pages import (
    commitment,
    commitments,
    desk,
    document,
    documents,
    edit,
    group,
    issues,
    library,
    log,
    meeting,
    meetings,
    practice,
    practices,
    programme,
    record,
    records,
    redline,
    review,
    rounds,
    seats,
)
from gmg.site.room.pages import round as board

if TYPE_CHECKING:
    from django.http import HttpResponse


@dataclass(frozen=True, slots=True)
class Route:
    """A page at `/{lang}/{path}`, opened by the row `page` of the matrix.

    `signed` is False for what the public may read too: such a view asks the matrix itself for each
    thing it shows. `writes` says whether the page takes forms.
    """

    path: str
    page: Action
    view: Callable[..., HttpResponse]
    writes: bool = False
    signed: bool = True


ROUTES: tuple[Route, ...] = (
    Route("room", Action.PAGE_DESK, desk.page, writes=True),
    Route("room/documents", Action.PAGE_DOCUMENTS, documents.page, writes=True),
    Route("room/document/<str:key>", Action.PAGE_DOCUMENT, document.page, writes=True),
    Route("room/document/<str:key>/edit", Action.PAGE_EDIT, edit.page, writes=True),
    Route("room/document/<str:key>/redline", Action.PAGE_REDLINE, redline.page),
    Route("room/commitments", Action.PAGE_COMMITMENTS, commitments.page, writes=True),
    Route("room/group", Action.PAGE_GROUP, group.page),
    Route("room/group/<str:code>", Action.PAGE_SEATS, seats.page, writes=True),
    Route("room/meetings", Action.PAGE_MEETINGS, meetings.page, writes=True),
    Route("room/meeting/<str:key>", Action.PAGE_MEETING, meeting.page, writes=True),
    Route("room/issues", Action.PAGE_ISSUES, issues.page, writes=True),
    Route("room/programme", Action.PAGE_PROGRAMME, programme.listed, writes=True),
    Route("room/programme/<str:key>", Action.PAGE_PROGRAMME, programme.page, writes=True),
    Route("room/commitment/<str:key>", Action.PAGE_COMMITMENT, commitment.page, writes=True),
    Route("room/practices", Action.PAGE_PRACTICES, practices.page, writes=True),
    Route("room/practice/<str:key>", Action.PAGE_PRACTICE, practice.page, writes=True),
    Route("practices", Action.PAGE_RECORDS, library.page, signed=False),
    Route("practice/<str:key>", Action.PAGE_RECORD, library.one, signed=False),
    Route("room/rounds", Action.PAGE_ROUNDS, rounds.page),
    Route("room/rounds/new", Action.PAGE_ROUNDS, rounds.new, writes=True),
    Route("room/round/<str:key>", Action.PAGE_ROUND, board.page, writes=True),
    Route("room/review/<str:key>", Action.PAGE_ROUND, review.page, writes=True),
    Route("room/log", Action.PAGE_LOG, log.page, writes=True),
    Route("room/log.jsonl", Action.PAGE_LOG, log.export),
    Route("records", Action.PAGE_RECORDS, records.page, signed=False),
    Route("record/<path:symbol>.json", Action.PAGE_RECORD, record.as_json, signed=False),
    Route("record/<path:symbol>.pdf", Action.PAGE_RECORD, record.as_pdf, signed=False),
    Route("record/<path:symbol>.xml", Action.PAGE_RECORD, record.as_xml, signed=False),
    Route("record/<path:symbol>", Action.PAGE_RECORD, record.page, signed=False),
)
