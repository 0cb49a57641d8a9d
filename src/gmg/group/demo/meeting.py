"""How the story begins: a finding of the evidence base, an issue, an agenda, a decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from gmg.analysis.findings import findings
from gmg.axes import where
from gmg.group.acts import clock, issues, meetings, programmes, texts
from gmg.group.rules.meetings import Called, How
from gmg.group.rules.texts import Paragraph, Version

if TYPE_CHECKING:
    from gmg.analysis.findings import Finding
    from gmg.evidence.base import Base
    from gmg.group.demo.figures import Quoted
    from gmg.group.demo.story import Stage, Told
    from gmg.group.store.models import Decision

THEME = "Figures that can be laid side by side"
WEEK = timedelta(days=7)


def begun(stage: Stage, base: Base, quoted: Quoted, opens: datetime, told: Told) -> Decision | None:
    """From the chair's programme to the decision that a statement be drafted.

    None where the release holds no finding on the corridor: then the story begins with its draft.
    """
    found = finding_of(base, quoted)
    first, last = date(opens.year, 1, 1), date(opens.year, 6, 30)
    with clock.standing_at(opens - 2 * WEEK):
        programme = programmes.plan(
            stage.chair, stage.body, "UNDP", THEME, first, last,
            "One consultation a quarter, each on a finding of the evidence base.",
        )  # fmt: skip
        told.step("chair", f"sets the theme of its half-year: {THEME!r}")
    if found is None:
        return None
    with clock.standing_at(opens - 12 * timedelta(days=1)):
        raised = issues.raise_issue(
            stage.speaks["UNHCR"],
            stage.body,
            "UNHCR",
            issues.Matter(
                words=found.sentence,
                kind=issues.FINDING,
                subject=found.id,
                path=f"finding/{found.id}",
                release=base.release.id,
            ),
        )
        told.step("UNHCR", f"puts a finding of the evidence base on the issues list: {found.rule}")
    starts = opens - 4 * timedelta(days=1) + timedelta(hours=5)
    with clock.standing_at(opens - WEEK):
        called = Called(
            "Working-level meeting", starts, starts + timedelta(hours=2), "Europe/Zurich", "Geneva"
        )
        meeting = meetings.call(stage.chair, stage.body, called, programme)
        meetings.add_item(stage.chair, meeting, "Adoption of the agenda", internal=False)
        item = issues.put_on_agenda(stage.chair, raised, meeting, internal=False)
        meetings.add_item(stage.chair, meeting, "Who holds the pen", parent=item)
        told.step("chair", "calls a meeting and puts the finding on its agenda")
    with clock.standing_at(starts + timedelta(hours=1)):
        present = {a: How.REMOTELY if a in REMOTE else How.IN_PERSON for a in stage.speaks}
        meetings.attend(stage.chair, meeting, present)
        place, origin = (where.get(code).label() for code in (quoted.place, quoted.counterpart))
        decision = meetings.decide(
            stage.chair,
            meeting,
            f"UNHCR drafts a statement on people from {origin} in {place}.",
            item,
        )
        told.step("meeting", f"decides: {decision.text}")
    with clock.standing_at(starts + timedelta(hours=20)):
        minutes = meetings.start_minutes(
            stage.secretariat, meeting, "Minutes of the working-level meeting", "IOM"
        )
        words = Paragraph(
            "m1", "1", f"The meeting took decision {decision.number}: {decision.text}"
        )
        text = Version(minutes.key, minutes.title, "en", 0, (words,))
        texts.write_version(stage.secretariat, minutes, text, None)
        told.step("secretariat", "writes the minutes")
    return decision


REMOTE = ("UNCTAD", "WB")


def finding_of(base: Base, quoted: Quoted) -> Finding | None:
    """The weightiest contradiction on the corridor that the statement is about."""
    rows = findings(
        base, kind="contradiction", place=quoted.place, counterpart=quoted.counterpart, top=1
    )
    return rows[0] if rows else None
