"""Practices: what is asked of one, who reviews it, and what the reviews come to.

Criteria and reviewers are those of the United Nations Network on Migration
(https://migrationnetwork.un.org/how-submit-practice): one of the 23 objectives of the Global Compact
at least, its ten guiding principles, completed fully or mostly, innovative, replicable, ideally after
December 2018; one reviewer from inside the system and two from outside at least, another where they
disagree. Weights, scale and the line between the verdicts are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from gmg.axes.objectives import objectives

COMPACT = date(2018, 12, 1)
"""The Global Compact was adopted in December 2018: a practice ideally ran after that."""
WHOLE = 100
HIGHEST = 4
"""Scores run from 0, not at all, to 4, wholly."""
PASSES = 2
"""The least score of a criterion that is needed for a practice to be published."""
INSIDE, OUTSIDE = 1, 2


class Completion(StrEnum):
    """How far a practice has come."""

    FULLY = "fully completed"
    MOSTLY = "mostly completed"
    UNDER_WAY = "under way"
    PLANNED = "planned"


DONE = frozenset((Completion.FULLY, Completion.MOSTLY))


class Verdict(StrEnum):
    """What a reviewer says, and what the reviews come to."""

    PUBLISH = "publish"
    IMPROVE = "improve"
    DECLINE = "decline"


class State(StrEnum):
    """Where a review stands."""

    WAITING = "waiting for reviewers"
    ANOTHER = "another reviewer is needed"
    PUBLISH = "publish"
    IMPROVE = "improve"
    DECLINE = "decline"


@dataclass(frozen=True)
class Criterion:
    """What a practice is scored by. `weight` of a hundred; `needed`: without it none is published."""

    code: str
    says: str
    weight: int
    needed: bool = False


CRITERIA = (
    Criterion("objectives", "Serves at least one of the 23 objectives", 20, needed=True),
    Criterion("principles", "Keeps to the guiding principles", 25, needed=True),
    Criterion("completed", "Is completed, fully or mostly", 15, needed=True),
    Criterion("innovative", "Is innovative", 15),
    Criterion("replicable", "Can be done elsewhere", 20),
    Criterion("recent", "Was done after December 2018", 5),
)


@dataclass(frozen=True)
class Submission:
    """What a form says of a practice; `last` None is still running."""

    agency: str
    objectives: tuple[str, ...]
    completion: Completion
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Reviewer:
    """Who reviews. `inside`: of the United Nations system. The traits are for balance, may be empty."""

    key: str
    agency: str
    inside: bool
    region: str = ""
    gender: str = ""
    language: str = ""


@dataclass(frozen=True)
class Report:
    """A reviewer's report.

    `conflict` is what was declared at `declared`, None while nothing was; scores are by criterion;
    `at` is when the verdict was given.
    """

    reviewer: Reviewer
    declared: datetime | None = None
    conflict: bool | None = None
    scores: Mapping[str, int] = field(default_factory=dict)
    verdict: Verdict | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Outcome:
    """What the reviews come to. `score` is the mean of those that count, of a hundred, exact.

    `inside` and `outside` are how many reviewers are still missing.
    """

    state: State
    counted: tuple[Report, ...]
    score: Fraction | None
    inside: int
    outside: int

    @property
    def settled(self) -> bool:
        """Whether there is a verdict."""
        return self.state not in (State.WAITING, State.ANOTHER)


class BadReport(ValueError):
    """A report that may not be entered so; the text says what to do."""


# --- the form ------------------------------------------------------------------------------------


def unmet(submission: Submission) -> tuple[str, ...]:
    """What keeps a practice from review; empty where nothing does."""
    known = {one.code for one in objectives("GCM-OBJ")}
    found = []
    if not known & set(submission.objectives):
        found.append("Name at least one of the 23 objectives of the Global Compact")
    if strange := sorted(set(submission.objectives) - known):
        found.append(f"No objective has the code {strange[0]}")
    if submission.completion not in DONE:
        found.append("A practice is reviewed once it is completed, fully or mostly")
    if submission.first and submission.last and submission.last < submission.first:
        found.append("A practice ends on or after the day that it began")
    return tuple(found)


def recent(submission: Submission) -> bool:
    """Whether it ran after December 2018 began: ideal, and not asked for."""
    return submission.last is None or submission.last >= COMPACT


# --- reviewers -----------------------------------------------------------------------------------


def conflicted(report: Report, submitter: str) -> bool:
    """Whether a reviewer has a conflict of interest: declared, or of the agency that submitted."""
    return report.conflict is True or report.reviewer.agency == submitter


def may_read(report: Report, submitter: str) -> bool:
    """Whether a reviewer may open the practice: only after declaring that there is no conflict."""
    return (
        report.declared is not None
        and report.conflict is False
        and not conflicted(report, submitter)
    )


def one_sided(reviewers: Iterable[Reviewer]) -> tuple[str, ...]:
    """Of region, gender and language, those in which two and more reviewers are all alike: advice."""
    panel = tuple(reviewers)
    found = []
    for trait in ("region", "gender", "language"):
        known = {getattr(one, trait) for one in panel}
        if len(panel) > 1 and len(known) == 1 and "" not in known:
            found.append(trait)
    return tuple(found)


# --- reports -------------------------------------------------------------------------------------


def check_criteria(criteria: tuple[Criterion, ...]) -> None:
    """Raise BadReport for weights that do not make up a hundred."""
    if len({one.code for one in criteria}) < len(criteria):
        raise BadReport("A criterion stands once")
    if any(one.weight <= 0 for one in criteria) or sum(one.weight for one in criteria) != WHOLE:
        raise BadReport("The weights of the criteria are above nought and make up 100")


def score(scores: Mapping[str, int], criteria: tuple[Criterion, ...] = CRITERIA) -> Fraction:
    """The weighted score, of a hundred, exact. A criterion that was not scored counts as nought."""
    return Fraction(sum(one.weight * scores.get(one.code, 0) for one in criteria), HIGHEST)


def check_report(
    report: Report, submitter: str, criteria: tuple[Criterion, ...] = CRITERIA
) -> None:
    """Raise BadReport for a report that may not be entered."""
    if report.declared is None or report.conflict is None:
        raise BadReport("Say first whether you have a conflict of interest")
    if conflicted(report, submitter):
        raise BadReport("Who has a conflict of interest does not review")
    if report.at is None or report.verdict is None:
        raise BadReport("A report ends with a verdict: publish, improve or decline")
    if report.at < report.declared:
        raise BadReport("A conflict of interest is declared before reading")
    if set(report.scores) != {one.code for one in criteria}:
        raise BadReport("Score every criterion, and no other")
    if any(not 0 <= given <= HIGHEST for given in report.scores.values()):
        raise BadReport(f"Scores run from 0 to {HIGHEST}")
    short = [one for one in criteria if one.needed and report.scores[one.code] < PASSES]
    if report.verdict is Verdict.PUBLISH and short:
        raise BadReport(
            f"A practice that falls short of a needed criterion ({short[0].code}) is not published"
        )


def counts(report: Report, submitter: str, criteria: tuple[Criterion, ...] = CRITERIA) -> bool:
    """Whether a report counts."""
    try:
        check_report(report, submitter, criteria)
    except BadReport:
        return False
    return True


def outcome(
    submitter: str,
    reports: Iterable[Report],
    now: datetime,
    criteria: tuple[Criterion, ...] = CRITERIA,
) -> Outcome:
    """What the reviews come to at an instant. Reports after it are not known yet.

    One reviewer from inside the system and two from outside have to agree; where they do not,
    another one is asked, and the verdict of more than half holds. A reviewer's first report counts.
    """
    check_criteria(criteria)
    known = [r for r in reports if counts(r, submitter, criteria) and given_by(r, now)]
    first: dict[str, Report] = {}
    for report in sorted(known, key=in_order):
        first.setdefault(report.reviewer.key, report)
    counted = tuple(first.values())
    within = sum(r.reviewer.inside for r in counted)
    lacking = max(INSIDE - within, 0), max(OUTSIDE - (len(counted) - within), 0)
    total = sum((score(r.scores, criteria) for r in counted), Fraction(0))
    mean = total / len(counted) if counted else None
    return Outcome(standing(counted, sum(lacking)), counted, mean, *lacking)


def given_by(report: Report, now: datetime) -> bool:
    """Whether a report had been given at an instant."""
    return report.at is not None and report.at <= now


def in_order(report: Report) -> tuple[datetime, str, str]:
    """The order of reports: as they were given."""
    assert report.at is not None
    assert report.verdict is not None
    return report.at, report.reviewer.key, report.verdict


def standing(counted: tuple[Report, ...], lacking: int) -> State:
    """Where a review stands with these reports."""
    if lacking:
        return State.WAITING
    for verdict in Verdict:
        agreeing = sum(r.verdict is verdict for r in counted)
        disputed = agreeing < len(counted) and len(counted) == INSIDE + OUTSIDE
        if agreeing * 2 > len(counted) and not disputed:
            return State(verdict.value)
    return State.ANOTHER
