"""Practices: submitted by an agency, reviewed by a panel in a round of peer review, published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gmg.axes import where
from gmg.group.acts import clock, rounds, texts
from gmg.group.acts.hand import Hand, allow, seats_now
from gmg.group.acts.log import write, writing
from gmg.group.acts.outcomes import come_to
from gmg.group.acts.refusals import Conflict, NotAllowed
from gmg.group.rules import practices as rule
from gmg.group.rules.permissions import Action
from gmg.group.rules.rounds import Kind, State, Verdict
from gmg.group.rules.texts import Paragraph
from gmg.group.rules.texts import Version as Text
from gmg.group.store.models import Position, Practice, Question, Report, Seat

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gmg.group.store.models import Body, Round, Version

PARTS = ("done", "where", "how", "results", "learnt")
"""The questions of the form; their answers are the paragraphs of the text."""
SAYS = {
    rule.Verdict.PUBLISH: Verdict.CLEARED,
    rule.Verdict.IMPROVE: Verdict.OBJECTS,
    rule.Verdict.DECLINE: Verdict.OBJECTS,
}
"""What a reviewer's verdict is as a position in the round."""


def propose(
    hand: Hand,
    body: Body,
    title: str,
    answers: Mapping[str, str],
    form: rule.Submission,
    places: tuple[str, ...],
    topics: tuple[str, ...],
) -> Practice:
    """A practice as a draft: a document whose paragraphs are the answers."""
    for code in places:
        where.get(code)
    with writing() as at:
        by = allow(hand, body, Action.SUBMIT, form.agency)
        document = texts.start(hand, body, "practice", title, form.agency)
        document.places, document.topics = list(places), list(topics)
        document.save(update_fields=["places", "topics"])
        texts.write_version(hand, document, text_of(title, answers), None)
        row = Practice.objects.create(
            document=document,
            agency=form.agency,
            objectives=list(form.objectives),
            places=list(places),
            topics=list(topics),
            first=form.first,
            last=form.last,
            completion=form.completion.value,
        )
        write(Action.SUBMIT, row, at, hand, by)
    return row


def text_of(title: str, answers: Mapping[str, str]) -> Text:
    """The text of a practice: a paragraph for each question that was answered."""
    given = [(part, answers.get(part, "").strip()) for part in PARTS]
    rows = [Paragraph(part, str(n), said) for n, (part, said) in enumerate(given, 1) if said]
    return Text("", title, "en", 0, tuple(rows))


def improve(
    hand: Hand, row: Practice, answers: Mapping[str, str], form: rule.Submission
) -> Version:
    """Other answers, in a draft or after reviewers asked for them: a new version of the text."""
    with writing() as at:
        by = allow(hand, row.document.body, Action.SUBMIT, row.agency)
        row.refresh_from_db()
        if row.published or (row.submitted and review(row).state is not rule.State.IMPROVE):
            raise Conflict(
                "This practice is not open for changes: its review goes on, or has ended"
            )
        newest = texts.latest(row.document, "en")
        if newest is None:
            raise Conflict("This practice has no text")
        text = replace(text_of(row.document.title, answers), language=newest.language)
        version = texts.write_version(hand, row.document, text, newest)
        row.objectives, row.completion = list(form.objectives), form.completion.value
        row.first, row.last = form.first, form.last
        row.save(update_fields=["objectives", "completion", "first", "last"])
        write(Action.SUBMIT, row, at, hand, by)
    return version


def submit(hand: Hand, row: Practice) -> Practice:
    """Hand a practice in: its text is frozen and waits for reviewers."""
    with writing() as at:
        by = allow(hand, row.document.body, Action.SUBMIT, row.agency)
        row.refresh_from_db()
        missing = rule.unmet(submission(row))
        if missing:
            raise Conflict(missing[0])
        version = texts.latest(row.document, "en")
        if version is None or version.frozen is not None:
            raise Conflict("It was handed in already: write another version first")
        if row.submitted is not None:
            row.turn += 1
        texts.freeze_at(version, at)
        row.submitted = at
        row.save(update_fields=["submitted", "turn"])
        write(Action.SUBMIT, row, at, hand, by)
    return row


def panel(
    hand: Hand, row: Practice, reviewers: tuple[tuple[Seat, bool], ...], closes: datetime
) -> Round:
    """Reviewers, each with whether from inside the system, and the round in which they answer.

    Raises Conflict where one is of the agency that submitted, or two are of one agency.
    """
    with writing() as at:
        by = allow(hand, row.document.body, Action.ASSIGN)
        row.refresh_from_db()
        if row.submitted is None or row.published is not None:
            raise Conflict(
                "Reviewers are asked once a practice is handed in, and until it is published"
            )
        there = set(row.reports.filter(turn=row.turn).values_list("agency", flat=True))
        named = [seat.agency for seat, _ in reviewers]
        if row.agency in named:
            raise Conflict("The agency that handed it in does not review it")
        if len({*named, *there}) < len(named) + len(there):
            raise Conflict("Each reviewer is of another agency")
        for seat, inside in reviewers:
            refuse_strangers(row, seat)
            report = Report.objects.create(
                practice=row,
                turn=row.turn,
                agency=seat.agency,
                person=seat.person.key if seat.person else "",
                inside=inside,
            )
            write(Action.ASSIGN, report, at, hand, by)
        version = texts.latest(row.document, "en")
        if version is None:
            raise Conflict("This practice has no text")
        enough = len(named) // 2 + 1
        return rounds.open_round(
            hand, version, Kind.PEER_REVIEW, closes, tuple(sorted(named)), enough
        )


def refuse_strangers(row: Practice, seat: Seat) -> None:
    """Raise Conflict for a seat that nobody holds, or of another body."""
    if seat.person is None or seat.body_id != row.document.body_id:
        raise Conflict("A reviewer holds a seat of this body")


def declare(hand: Hand, report: Report, *, conflict: bool) -> Report:
    """Say, before reading, whether there is a conflict of interest. It is said once."""
    with writing() as at:
        by = own_seat(hand, report, Action.DECLARE)
        report.refresh_from_db()
        if report.declared is not None:
            raise Conflict("This was declared already")
        report.declared, report.conflict = at, conflict
        report.save(update_fields=["declared", "conflict"])
        write(Action.DECLARE, report, at, hand, by)
    return report


def give(
    hand: Hand, report: Report, scores: dict[str, int], verdict: rule.Verdict, words: str
) -> Report:
    """A reviewer's scores and verdict, given once; in the round they are the agency's position."""
    with writing() as at:
        by = own_seat(hand, report, Action.SCORE)
        report.refresh_from_db()
        if report.at is not None:
            raise Conflict("This report was given already")
        given = replace(as_rule(report), scores=scores, verdict=verdict, at=at)
        try:
            rule.check_report(given, report.practice.agency)
        except rule.BadReport as no:
            raise Conflict(str(no)) from None
        round_ = round_of(report.practice, report.agency)
        if round_ is None or come_to(round_, at).state is not State.OPEN:
            raise Conflict("The round of this review does not run: no report is given")
        report.scores, report.verdict, report.words, report.at = scores, verdict.value, words, at
        report.save(update_fields=["scores", "verdict", "words", "at"])
        write(Action.SCORE, report, at, hand, by)
        position = Position.objects.create(
            round=round_,
            agency=report.agency,
            seat=by,
            verdict=SAYS[verdict].value,
            statement=words,
            version=round_.version.hash,
            at=at,
            once=f"report:{report.key}",
        )
        write(Action.SCORE, position, at, hand, by)
    return report


def ask(hand: Hand, row: Practice, text: str) -> Question:
    """A reviewer's question to the submitter."""
    with writing() as at:
        by = allow(hand, row.document.body, Action.ASK)
        mine = report_of(hand, row)
        if mine is None or not rule.may_read(as_rule(mine), row.agency):
            raise NotAllowed("Reviewers ask, once they have declared that they have no conflict")
        question = Question.objects.create(practice=row, person=hand.person, text=text, at=at)
        write(Action.ASK, question, at, hand, by)
    return question


def reply(hand: Hand, question: Question, text: str) -> Question:
    """The submitter's answer, given once."""
    with writing() as at:
        by = allow(hand, question.practice.document.body, Action.REPLY, question.practice.agency)
        question.refresh_from_db()
        if question.answered is not None:
            raise Conflict("This question was answered already")
        question.answer, question.answered = text, at
        question.save(update_fields=["answer", "answered"])
        write(Action.REPLY, question, at, hand, by)
    return question


def publish(hand: Hand, row: Practice) -> Practice:
    """Put a practice into the public library, once its reviews say so and no round on it runs."""
    with writing() as at:
        by = allow(hand, row.document.body, Action.PUBLISH_PRACTICE)
        row.refresh_from_db()
        outcome = review(row)
        if row.published is not None:
            raise Conflict("This practice was published already")
        if outcome.state is not rule.State.PUBLISH:
            raise Conflict("The reviews do not say so: {state}", state=outcome.state.value)
        if any(come_to(each, at).decided is None for each in rounds_of(row)):
            raise Conflict("The round of this review still runs")
        row.published = at
        row.save(update_fields=["published"])
        write(Action.PUBLISH_PRACTICE, row, at, hand, by)
    return row


def own_seat(hand: Hand, report: Report, action: Action) -> Seat:
    """The seat of the reviewer that a report is of; NotAllowed for anybody else."""
    if report.person != hand.person:
        raise NotAllowed("This report is another reviewer's")
    return allow(hand, report.practice.document.body, action, report.agency)


def report_of(hand: Hand, row: Practice) -> Report | None:
    """The report that a person is asked for in the review that goes on."""
    return row.reports.filter(turn=row.turn, person=hand.person).first() if hand.person else None


def review(row: Practice) -> rule.Outcome:
    """What the reviews of the present turn come to, now."""
    reports = [as_rule(report) for report in row.reports.filter(turn=row.turn).order_by("id")]
    return rule.outcome(row.agency, reports, clock.now())


def as_rule(report: Report) -> rule.Report:
    """A report as the rules know it."""
    return rule.Report(
        rule.Reviewer(report.person, report.agency, report.inside),
        report.declared,
        report.conflict,
        report.scores,
        rule.Verdict(report.verdict) if report.verdict else None,
        report.at,
    )


def submission(row: Practice) -> rule.Submission:
    """A practice as the rules know its form."""
    return rule.Submission(
        row.agency, tuple(row.objectives), rule.Completion(row.completion), row.first, row.last
    )


def rounds_of(row: Practice) -> list[Round]:
    """The rounds of peer review on a practice, oldest first."""
    from gmg.group.store.models import Round

    found = Round.objects.select_related("version", "body")
    return list(
        found.filter(version__document=row.document_id, kind=Kind.PEER_REVIEW.value).order_by("id")
    )


def round_of(row: Practice, agency: str) -> Round | None:
    """The newest round in which an agency reviews."""
    return next((each for each in reversed(rounds_of(row)) if agency in each.entitled), None)


def reads(hand: Hand, row: Practice) -> bool:
    """Whether somebody may read a practice in the room.

    Its own agency, and chair and secretariat, always; a reviewer once no conflict was declared;
    who has one, no more than its title; all others of the body once it was handed in.
    """
    mine = report_of(hand, row)
    held = seats_now(hand, row.document.body)
    if any(seat.agency == row.agency for seat in held):
        return True
    if mine is not None:
        return rule.may_read(as_rule(mine), row.agency)
    return bool(held) and (row.submitted is not None or may_assign(hand, row.document.body))


def may_assign(hand: Hand, body: Body) -> bool:
    """Whether somebody may ask reviewers."""
    try:
        allow(hand, body, Action.ASSIGN)
    except NotAllowed:
        return False
    return True
