"""Issues of current interest: the weightiest findings of every rule, gaps, and instruments not joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gmg.analysis.note import publishes, shortfalls
from gmg.analysis.note import records as rec
from gmg.analysis.note.group import Standing
from gmg.analysis.note.model import Block, Line, Record, Section, Sentence
from gmg.analysis.note.publishes import Held
from gmg.analysis.note.words import Speaker

if TYPE_CHECKING:
    from gmg.evidence.base import Base


def section(base: Base, at: Standing, editions: Sequence[Held], say: Speaker) -> Section:
    """What the evidence of the release says is at issue; the evidence is dated, not the day's own."""
    blocks = [Block("text", (Line(tuple(_dated(base, at, editions, say))),))]
    found = list(_findings(base, say))
    if not found:
        none = say.say("no_findings", rec.of_release(base))
        found = [Block("text", (Line((none,)),))]
    found += [*shortfalls.gaps(base, say), *shortfalls.not_joined(base, say)]
    return Section("issues", say.phrase("h_issues"), (*blocks, *found))


def _dated(base: Base, at: Standing, editions: Sequence[Held], say: Speaker) -> Iterator[Sentence]:
    release = rec.of_release(base)
    last = publishes.latest_day(editions)
    if last is None:
        return
    behind = [publishes.record(base, one) for one in editions if one.last == last]
    yield say.say("evidence", [release, *behind], release=base.release.id, date=last)
    newest = publishes.when_published(editions)
    if newest is not None:
        day = publishes.published_day(newest)
        yield say.say("published", publishes.record(base, newest), date=day)
    if at.on < last:
        yield say.say("not_of_day", release, date=at.on)


def _findings(base: Base, say: Speaker) -> Iterator[Block]:
    from gmg.analysis.findings import KINDS, RULES, count, findings

    counted = count(base)
    for kind in KINDS:
        lines = []
        for rule in RULES:
            if rule.kind != kind or rule.id not in counted:
                continue
            number = counted[rule.id][0]
            record = Record(
                "finding",
                f"{rule.id}@{base.release.id}",
                f"{number:,} findings of the rule {rule.id!r}",
                ask=f"gmg findings --rule {rule.id}",
            )
            said = [say.quote(rule.says, record), say.say("cases", record, n=number)]
            lines.append(Line(tuple(said), kind="count", amount=number))
            lines += [
                Line((say.quote(one.sentence, rec.of_finding(one)),), kind=one.kind)
                for one in findings(base, rule=rule.id, top=1)
            ]
        if lines:
            yield Block("list", tuple(lines), say.phrase(f"h_{kind}"))
