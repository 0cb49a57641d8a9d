"""One practice: its text, its panel, and for each who comes the form that is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.group.acts import practices, texts
from gmg.group.acts.refusals import NotAllowed
from gmg.group.rules import practices as rule
from gmg.group.rules.permissions import Action
from gmg.group.rules.practices import CRITERIA, HIGHEST, State, Verdict
from gmg.site.room.asked import BadForm
from gmg.site.room.pages.practices import answers, form_parts, state_of, submission

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gmg.group.store.models import Practice, Question, Report, Seat
    from gmg.site.room.asked import Asked

PANEL = 12
"""Reviewers that one form can name."""


def page(asked: Asked, key: str) -> HttpResponse:
    """A practice, as far as the reader may see it. NotAllowed for who is not of its body."""
    row = found(asked, key)
    if asked.posted and asked.attempt(lambda: act(asked, row)) is not None:
        return asked.go(asked.at(f"practice/{key}"))
    row.refresh_from_db()
    return asked.draw("room/practice.html.j2", **shown(asked, row))


def found(asked: Asked, key: str) -> Practice:
    """The practice of a document. What may not be known of is told in the words of what there is not."""
    from gmg.group.store.models import Practice

    row = Practice.objects.select_related("document__body").filter(document__key=key).first()
    known = row is not None and (
        practices.reads(asked.hand, row) or practices.report_of(asked.hand, row) is not None
    )
    if row is None or not known:
        raise NotAllowed("There is no such practice, or no seat of yours may read it")
    return row


def shown(asked: Asked, row: Practice) -> dict[str, object]:
    """What the page shows; nothing of the text before a reviewer has declared."""
    body = row.document.body
    mine = practices.report_of(asked.hand, row)
    reads = practices.reads(asked.hand, row)
    outcome = practices.review(row)
    version = texts.latest(row.document, "en")
    own = asked.may(Action.SUBMIT, body, row.agency)
    changing = row.submitted is None or outcome.state is State.IMPROVE
    return {
        "row": row,
        "state": state_of(row),
        "outcome": outcome,
        "reads": reads,
        "mine": mine,
        "version": version if reads else None,
        "paragraphs": {p.uid: p.text for p in version.as_rule().paragraphs} if version else {},
        "reports": list(row.reports.filter(turn=row.turn).order_by("id")) if reads else [],
        "questions": list(row.questions.order_by("id")) if reads else [],
        "missing": rule.unmet(practices.submission(row)) if own else (),
        "own": own,
        "changing": own and changing and row.published is None,
        "ready": own and version is not None and version.frozen is None,
        "assigns": asked.may(Action.ASSIGN, body) and row.submitted is not None,
        "publishes": asked.may(Action.PUBLISH_PRACTICE, body)
        and outcome.state is State.PUBLISH
        and row.published is None,
        "seats": candidates(row) if asked.may(Action.ASSIGN, body) else [],
        "criteria": CRITERIA,
        "highest": HIGHEST,
        "verdicts": [each.value for each in Verdict],
        **form_parts(),
    }


def candidates(row: Practice) -> list[Seat]:
    """Seats that may be asked to review: held today, of other agencies, not asked yet."""
    from django.db.models import Q

    from gmg.group.acts import clock
    from gmg.group.rules.seats import day_of
    from gmg.group.store.models import Seat

    day = day_of(clock.now())
    there = row.reports.filter(turn=row.turn).values("agency")
    running = Q(last__isnull=True) | Q(last__gte=day)
    seats = Seat.objects.select_related("person").filter(
        running, body=row.document.body, first__lte=day, person__isnull=False
    )
    return list(seats.exclude(agency=row.agency).exclude(agency__in=there).order_by("agency", "id"))


def act(asked: Asked, row: Practice) -> object:
    """The step that the form takes."""
    match asked.do:
        case "improve":
            form = submission(asked, row.agency)
            return practices.improve(asked.hand, row, answers(asked), form)
        case "submit":
            return practices.submit(asked.hand, row)
        case "panel":
            closes = asked.instant("closes")
            return practices.panel(asked.hand, row, named(asked, row), closes)
        case "declare":
            conflict = asked.choice("conflict", ["yes", "no"]) == "yes"
            return practices.declare(asked.hand, own(asked, row), conflict=conflict)
        case "report":
            return report(asked, own(asked, row))
        case "ask":
            return practices.ask(asked.hand, row, asked.text("text", most=2_000))
        case "reply":
            return practices.reply(
                asked.hand, question(asked, row), asked.text("answer", most=4_000)
            )
        case "publish":
            return practices.publish(asked.hand, row)
        case _:
            raise BadForm("do", "Choose one of those offered")


def own(asked: Asked, row: Practice) -> Report:
    """The report that the person is asked for."""
    mine = practices.report_of(asked.hand, row)
    if mine is None:
        raise NotAllowed("You are not asked to review this practice")
    return mine


def report(asked: Asked, mine: Report) -> Report:
    """The scores and the verdict of the form."""
    scores = {
        one.code: int(asked.choice(f"score-{one.code}", [str(n) for n in range(HIGHEST + 1)]))
        for one in CRITERIA
    }
    verdict = Verdict(asked.choice("verdict", [each.value for each in Verdict]))
    return practices.give(asked.hand, mine, scores, verdict, asked.text("words", most=8_000))


def named(asked: Asked, row: Practice) -> tuple[tuple[Seat, bool], ...]:
    """The seats that were ticked, each with whether from inside the system."""
    offered = {seat.key: seat for seat in candidates(row)}
    chosen = asked.choices("seat", list(offered))
    outside = set(asked.choices("outside", list(offered)))
    if not chosen or len(chosen) > PANEL:
        raise BadForm("seat", "Choose reviewers, up to {most}", most=PANEL)
    return tuple((offered[key], key not in outside) for key in chosen)


def question(asked: Asked, row: Practice) -> Question:
    """The question that is answered."""
    one = row.questions.filter(key=asked.given.get("question", "")).first()
    if one is None:
        raise BadForm("question", "Choose one of those offered")
    return one
