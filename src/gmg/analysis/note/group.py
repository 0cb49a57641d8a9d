"""The group itself on a day: what it is, who sits in it, who holds the chair, what it is for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from gmg.analysis.note import records as rec
from gmg.analysis.note.model import Block, Line, Record, Section, Sentence, Span
from gmg.analysis.note.words import Speaker
from gmg.axes import purposes, who
from gmg.axes.when import PartialDate
from gmg.axes.who import Agency, Chair, Membership

FORERUNNER, SUCCESSOR = "GENMG", "UNNM"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a day lies in the life of the group; `stands` is the day that is shown for it."""

    on: date
    stands: date
    state: str  # before, there, after


def standing(on: date) -> Standing:
    """Before its first possible day, within its life, or after its last possible day."""
    group = who.body(who.GROUP)
    if on < group.starts.first:
        return Standing(on, on, "before")
    if group.ends is not None and on > group.ends.last:
        return Standing(on, group.ends.last, "after")
    return Standing(on, on, "there")


def seats(on: date, body: str = who.GROUP) -> tuple[Membership, ...]:
    """The rows by which agencies have a seat on a day, one an agency, by its code."""
    held = [m for m in who.memberships() if m.body == body and m.status in who.SEATED]
    rows = {m.agency: m for m in held if m.holds(on)}
    return tuple(rows[code] for code in sorted(rows))


def sections(at: Standing, say: Speaker) -> tuple[Section, ...]:
    """The group's part of the note; of a group that is not there yet only what came before."""
    made = [_about(at, say)]
    if at.state == "before":
        return tuple(made)
    made += [_members(at, say), _chair(at, say), _purposes(say), _methods(at, say)]
    return tuple(section for section in made if section.blocks)


def _about(at: Standing, say: Speaker) -> Section:
    lines = [Line(tuple(_life(at, say)))]
    for topic in ("aims", "origin"):
        said = [say.quote(s.text, rec.of_statement(s)) for s in _statements(topic, at)]
        if said:
            lines.append(Line(tuple(said)))
    lines += [Line(tuple(_damaged(s, say))) for s in _statements("lost", at)]
    blocks = [Block("text", tuple(lines))]
    if at.state == "before" and (before := seats(at.on, FORERUNNER)):
        count = say.say(
            "forerunner_members", map(rec.of_membership, before), date=at.on, n=len(before)
        )
        blocks.append(Block("text", (Line((count,)),)))
        blocks.append(Block("list", tuple(_seat(row, at.on, say) for row in before)))
    return Section("about", say.phrase("h_about"), tuple(blocks))


def _statements(topic: str, at: Standing) -> tuple[purposes.Statement, ...]:
    return () if at.state == "before" else purposes.statements(topic, at.stands)


def _damaged(statement: purposes.Statement, say: Speaker) -> Iterator[Sentence]:
    record = rec.of_statement(statement)
    yield say.quote(statement.text, record)
    yield say.say("what_lost", record, what=rec.lower(statement.lost))


def _life(at: Standing, say: Speaker) -> Iterator[Sentence]:
    group, after = who.body(who.GROUP), who.body(SUCCESSOR)
    record, next_record = rec.of_body(group), rec.of_body(after)
    assert group.ends is not None
    if at.state == "before":
        yield say.say("not_yet", record, date=at.on)
        yield from _forerunner(at.on, say)
        return
    if at.state == "after":
        yield say.say("over", (record, next_record), date=at.on)
        yield say.say("successor", next_record, name=after.name, date=after.starts)
        yield say.say("as_last", record, date=at.stands)
    yield say.quote(f"{group.name}: {rec.lower(group.mandate)}", record)
    yield say.say("exists", record, starts=group.starts, ends=group.ends)
    if at.on <= group.starts.last:
        yield say.say("start_unknown", record, starts=group.starts)
    if at.state == "there" and at.on >= group.ends.first:
        yield say.say("end_unknown", record, ends=group.ends)
        if after.starts.first <= at.on:
            yield say.say("successor", next_record, name=after.name, date=after.starts)


def _forerunner(on: date, say: Speaker) -> Iterator[Sentence]:
    one = who.body(FORERUNNER)
    if one.ends is None or not one.starts.first <= on <= one.ends.last:
        return
    yield say.say("forerunner", rec.of_body(one), name=one.name, starts=one.starts, ends=one.ends)


def _members(at: Standing, say: Speaker) -> Section:
    on, rows = at.stands, seats(at.stands)
    behind = [rec.of_membership(row) for row in rows]
    count = [say.say("member_count", behind, date=on, n=len(rows))]
    count += _other_count(on, len(rows), behind, say)
    unknown = [_unknown(row, on) for row in rows]
    common = set(unknown[0]).intersection(*unknown[1:]) if len(rows) > 1 else set()
    count += [say.say(f"all_{key}", behind, period=day) for key, day in sorted(common, key=str)]
    lines = [_seat(row, on, say, leave=common) for row in rows]
    blocks = [Block("text", (Line(tuple(count)),)), Block("spans", tuple(lines))]
    beside = tuple(_beside(on, say))
    if beside:
        blocks.append(Block("text", (Line(beside),)))
    return Section("members", say.phrase("h_members"), tuple(blocks))


def _unknown(row: Membership, on: date) -> tuple[tuple[str, PartialDate], ...]:
    """The shortened dates of a row within which a day lies: the seat may not hold on that day."""
    found = []
    if row.starts is not None and on < row.starts.last:
        found.append(("joined_unknown", row.starts))
    if row.ends is not None and on > row.ends.first:
        found.append(("left_unknown", row.ends))
    return tuple(found)


def _other_count(on: date, known: int, rows: list[Record], say: Speaker) -> list[Sentence]:
    """What was published of the number of members, where the records name fewer."""
    published = purposes.published_count(on)
    if published is None or published.number is None or published.number <= known:
        return []
    record = rec.of_statement(published)
    return [
        say.say("published_count", record, date=published.starts, n=published.number),
        say.say("fewer", [record, *rows], known=known, n=published.number),
    ]


def _seat(
    row: Membership,
    on: date,
    say: Speaker,
    leave: Collection[tuple[str, PartialDate]] = (),
) -> Line:
    agency, record = who.agency(row.agency), rec.of_membership(row)
    said = [
        say.say("since", record, date=row.starts)
        if row.starts is not None
        else say.say("start_not_found", record)
    ]
    open_days = (one for one in _unknown(row, on) if one not in leave)
    said += [say.say(key, record, period=day) for key, day in open_days]
    name = agency.name_in(say.language)
    confidence = "recalled" if row.confidence == "recalled" else ""
    return Line(tuple(said), name, agency.label, confidence, _span(row))


def _span(row: Membership) -> Span | None:
    if row.ends is None:
        return None
    if row.starts is None:
        return Span(row.ends.first, None, None, row.ends.last)
    return Span(row.starts.first, row.starts.last, row.ends.first, row.ends.last)


def _beside(on: date, say: Speaker) -> Iterator[Sentence]:
    """Those that sat beside the members: observers, the invited, and names without a source."""
    rows = [m for m in who.memberships() if m.body == who.GROUP]
    for status, key in (("observer", "observers"), ("offered", "offered")):
        found = [m for m in rows if m.status == status and m.holds(on)]
        if found:
            yield say.say(key, map(rec.of_membership, found), names=_names(found, say))
    entries = [m.starts.first for m in rows if m.status in who.SEATED and m.starts is not None]
    late = [m for m in rows if m.status == "unverified"]
    if late and on >= max(entries):
        yield say.say("unverified", map(rec.of_membership, late), names=_names(late, say))


def _names(found: list[Membership], say: Speaker) -> str:
    return say.names([who.agency(m.agency) for m in found])


def term(on: date) -> Chair | None:
    """The term of the chair that a day lies in, a vacancy among them."""
    return next((one for one in who.chairs() if one.holds(on)), None)


def _chair(at: Standing, say: Speaker) -> Section:
    now = term(at.stands)
    if now is None:
        said = [say.say("no_chair", map(rec.of_chair, who.chairs()), date=at.stands)]
    else:
        said = list(_term(now, say))
    terms = tuple(_held(one, say) for one in who.chairs())
    return Section(
        "chair",
        say.phrase("h_chair"),
        (
            Block("text", (Line(tuple(said)),)),
            Block("chairs", terms, say.phrase("h_chairs")),
        ),
    )


def _term(now: Chair, say: Speaker) -> Iterator[Sentence]:
    record = rec.of_chair(now)
    key = now.kind
    names = say.names(now.agencies)
    values = {"starts": now.starts, "ends": now.ends}
    if now.agencies:
        yield say.say(key, record, agency=names, **values)
        yield say.say("theme", record, theme=now.theme)
    else:
        yield say.say("vacant", record, **values)
        yield say.say("vacancy_reason", record, theme=now.theme)
    if now.note:
        yield say.say("remark", record, note=now.note)


def _held(one: Chair, say: Speaker) -> Line:
    holder = say.names(one.agencies, short=True) or say.phrase("h_vacant")
    if one.kind == "interim":
        holder = f"{holder} ({say.phrase('h_interim')})"
    said = say.say(
        "term",
        rec.of_chair(one),
        agency=holder,
        starts=one.starts,
        ends=one.ends,
        theme=one.theme,
    )
    span = Span(one.starts.first, one.starts.last, one.ends.first, one.ends.last)
    label = _short(one.agencies) or say.phrase("h_vacant")
    return Line((said,), label, "", one.confidence, span, kind=one.kind)


def _short(agencies: tuple[Agency, ...]) -> str:
    return " + ".join(one.label for one in agencies)


def _purposes(say: Speaker) -> Section:
    lines = []
    for one in purposes.purposes():
        record = rec.of_purpose(one)
        said = [say.quote(one.purpose, record)]
        if one.lost:
            said.append(say.say("what_lost", record, what=rec.lower(one.lost)))
        lines.append(Line(tuple(said), "", one.code, one.confidence))
    return Section("purposes", say.phrase("h_purposes"), (Block("list", tuple(lines)),))


def _methods(at: Standing, say: Speaker) -> Section:
    lines = []
    for one in _statements("methods", at):
        record = rec.of_statement(one)
        said = [say.quote(one.text, record)]
        if one.lost:
            said.append(say.say("what_lost", record, what=rec.lower(one.lost)))
        lines.append(Line(tuple(said), confidence=one.confidence))
    below = [b for b in who.bodies() if b.parent == who.GROUP and _runs(b, at.stands)]
    bodies = tuple(_below(one, say) for one in below)
    blocks = [Block("list", tuple(lines))] if lines else []
    if bodies:
        blocks.append(Block("list", bodies, say.phrase("h_bodies")))
    return Section("methods", say.phrase("h_methods"), tuple(blocks))


def _runs(body: who.Body, on: date) -> bool:
    return body.starts.first <= on and (body.ends is None or on <= body.ends.last)


def _below(one: who.Body, say: Speaker) -> Line:
    record = rec.of_body(one)
    said = [say.quote(f"{one.name}: {rec.lower(one.mandate)}", record)]
    if one.leads:
        leads = [who.agency(code) for code in one.leads]
        said.append(say.say("leads", record, names=say.names(leads, short=True)))
    return Line(tuple(said), confidence=one.confidence)
