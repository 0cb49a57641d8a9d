"""Who may do what: `facts/permissions.csv` is the document, the rule and the test."""

from __future__ import annotations

import csv
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from gmg.group.rules.seats import Role

NOBODY = ("former", "public")
"""Those who hold no seat: once held one here, or never."""
ROLES = (*(role.value for role in Role), *NOBODY)


class Action(StrEnum):
    """Every act and every reading of what is not public."""

    GIVE_SEAT = "seat.give"
    END_SEAT = "seat.end"
    START = "document.start"
    READ = "document.read"
    WRITE = "version.write"
    FREEZE = "version.freeze"
    REMARK = "remark.write"
    ANSWER = "remark.answer"
    OPEN = "round.open"
    EXTEND = "round.extend"
    WITHDRAW = "round.withdraw"
    POSITION = "position.enter"
    PUBLISH = "record.publish"
    READ_RECORD = "record.read"
    COMMIT = "commitment.make"
    REPORT = "commitment.report"
    VERIFY = "commitment.verify"
    READ_LOG = "log.read"
    EXPORT_LOG = "log.export"
    ENROL = "person.enrol"
    SET_BODY = "body.set"
    PLAN = "programme.write"
    CALL = "meeting.call"
    CHANGE = "meeting.change"
    AGENDA = "agenda.write"
    ATTEND = "attendance.note"
    DECIDE = "decision.record"
    RAISE = "issue.raise"
    CLOSE = "issue.close"
    TAG = "document.tag"
    TRANSLATE = "translation.write"
    REASSIGN = "commitment.reassign"
    REVIEW = "review.answer"
    SUBMIT = "practice.submit"
    ASSIGN = "practice.assign"
    DECLARE = "report.declare"
    SCORE = "report.score"
    ASK = "question.ask"
    REPLY = "question.answer"
    PUBLISH_PRACTICE = "practice.publish"
    PAGE_DESK = "page.desk"
    PAGE_GROUP = "page.group"
    PAGE_SEATS = "page.seats"
    PAGE_MEETINGS = "page.meetings"
    PAGE_MEETING = "page.meeting"
    PAGE_ISSUES = "page.issues"
    PAGE_PROGRAMME = "page.programme"
    PAGE_DOCUMENTS = "page.documents"
    PAGE_DOCUMENT = "page.document"
    PAGE_EDIT = "page.edit"
    PAGE_REDLINE = "page.redline"
    PAGE_ROUNDS = "page.rounds"
    PAGE_ROUND = "page.round"
    PAGE_COMMITMENTS = "page.commitments"
    PAGE_COMMITMENT = "page.commitment"
    PAGE_PRACTICES = "page.practices"
    PAGE_PRACTICE = "page.practice"
    PAGE_LOG = "page.log"
    PAGE_RECORDS = "page.records"
    PAGE_RECORD = "page.record"


class NotInTheMatrix(LookupError):
    """An action, state or role of which the matrix says nothing: nothing is allowed by forgetting."""


@lru_cache(maxsize=1)
def matrix() -> dict[tuple[str, str, str, str], bool]:
    """(action, state, role, own or other) to allowed or not."""
    text = (files("gmg.group") / "facts" / "permissions.csv").read_text("utf-8")
    return {
        (row["action"], row["state"], row["role"], row["agency"]): row["may"] == "allow"
        for row in csv.DictReader(text.splitlines())
    }


def allowed(action: Action, state: str, role: str, *, own: bool) -> bool:
    """Whether a role may do this to what is of its own agency or of another, in that state.

    Raises NotInTheMatrix where the matrix says neither yes nor no.
    """
    asked = (action.value, state, role, "own" if own else "other")
    if asked not in matrix():
        raise NotInTheMatrix(" ".join(asked))
    return matrix()[asked]
