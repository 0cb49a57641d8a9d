"""The `meta` of a statement: what it is, how it came about, and what its words refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from lxml import etree

from gmg.axes import who
from gmg.exchange.akn.fields import write_fields
from gmg.exchange.akn.names import (
    ALIAS,
    AUTHOR,
    DESK,
    FORM,
    ROLES,
    Names,
    akn,
    expression,
    href,
    joined,
    own,
    safe,
    seen,
    three_letters,
    work,
)
from gmg.exchange.akn.words import write_words
from gmg.group.rules import record as records
from gmg.group.rules import rounds
from gmg.group.rules.record_words import phrase

Element = etree._Element


@dataclass
class Scene:
    """A record on its way to a document: the text it adopted, and what was referred to so far."""

    record: dict[str, Any]
    text: dict[str, Any]
    hash: str
    names: Names = field(default_factory=Names)
    organizations: dict[str, None] = field(default_factory=dict)
    concepts: dict[str, str] = field(default_factory=dict)
    events: dict[str, tuple[str, str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    figures: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def lang(self) -> str:
        """The language of the text."""
        return str(self.text["language"])

    def organization(self, agency: str) -> str:
        """A reference to an agency."""
        self.organizations[agency] = None
        return f"#{self.names.of('organization', agency)}"

    def concept(self, says: str) -> str:
        """A reference to a verdict, a state or a standing, by its English name."""
        name = self.names.of("concept", says)
        self.concepts[name] = says
        return f"#{name}"

    def event(self, kind: str, number: object, key: str, says: str) -> str:
        """A reference to a round or a version."""
        name = self.names.of(kind, key, f"{kind}-{number}")
        self.events[name] = (f"event/{kind}", key)
        self.labels[name] = says
        return f"#{name}"

    def figure(self, uid: str, citation: dict[str, Any]) -> str:
        """A reference to a figure as it is cited in a paragraph."""
        name = self.names.of("figure", f"figure-{len(self.figures) + 1}")
        self.figures[name] = (uid, citation)
        return f"#{name}"

    def note(self, says: str, kind: str) -> str:
        """A reference to a note."""
        name = f"note_{len(self.notes) + 1}"
        self.notes.append((name, kind, says))
        return f"#{name}"


def identification(scene: Scene, meta: Element) -> None:
    """Work, expression and manifestation."""
    record = scene.record
    adopted, published = day(record["adopted"]), day(record["published"])
    of = work(record["symbol"], adopted)
    spoken = expression(of, scene.lang, published)
    also = work(record["symbol"], adopted, ALIAS)
    part = add(meta, "identification", source=f"#{DESK}")
    one = core(part, "FRBRWork", f"{of}/!main", of, also, adopted, "adoption", "author")
    add(one, "FRBRcountry", value="un")
    add(one, "FRBRsubtype", value="deliberation")
    add(one, "FRBRnumber", value=seen(record["symbol"]))
    add(one, "FRBRname", value=seen(scene.text["title"]))
    two = core(
        part,
        *("FRBRExpression", f"{spoken}/!main", spoken, expression(also, scene.lang, published)),
        *(published, "publication", "issuer"),
    )
    add(two, "FRBRlanguage", language=three_letters(scene.lang))
    if scene.hash != record["hash"]:
        adopted_in = adopted_language(record)
        add(
            *(two, "FRBRtranslation"),
            href=expression(of, adopted_in, published),
            fromLanguage=three_letters(adopted_in),
            by=f"#{DESK}",
        )
    file = f"{spoken}.xml"
    core(part, "FRBRManifestation", f"{spoken}/!main.xml", file, "", published, "markup", "editor")


def adopted_language(record: dict[str, Any]) -> str:
    """The language of the text that was adopted."""
    return next(
        str(version["text"]["language"])
        for version in record["versions"]
        if version["hash"] == record["hash"]
    )


def core(
    parent: Element, kind: str, this: str, uri: str, alias: str, date: str, name: str, role: str
) -> Element:
    """One level of identification."""
    part = add(parent, kind)
    add(part, "FRBRthis", value=this)
    add(part, "FRBRuri", value=uri)
    if alias:
        add(part, "FRBRalias", value=alias, name="alias")
    add(part, "FRBRdate", date=date, name=name)
    add(part, "FRBRauthor", href=f"#{DESK if role == 'editor' else AUTHOR}", **{"as": f"#{role}"})
    return part


def lifecycle(scene: Scene, meta: Element) -> None:
    """The versions that were put to a round, from the first to the one that was adopted."""
    part = add(meta, "lifecycle", source=f"#{DESK}")
    for place, version in enumerate(versions(scene.record)):
        opened = [r["opens"] for r in scene.record["rounds"] if r["version"] == version["hash"]]
        event = add(
            *(part, "eventRef"),
            eId=f"eventRef_{place + 1}",
            date=instant(min(opened, default=scene.record["adopted"])),
            source=f"#{AUTHOR}",
            type="amendment" if place else "generation",
            refersTo=scene.event(
                *("version", version["number"], version["hash"], f"version {version['number']}")
            ),
        )
        mark = etree.SubElement(event, own("version"), number=safe(str(version["number"])))
        mark.set("sha256", safe(str(version["hash"])))


def workflow(scene: Scene, meta: Element) -> None:
    """Rounds and positions, in order of their instants; what does not count says why."""
    part = add(meta, "workflow", source=f"#{DESK}")
    given = enumerate(scene.record["rounds"], 1)
    steps = [step for number, one in given for step in steps_of(scene, number, one)]
    for step in sorted(steps, key=lambda step: (records.instant(step.at), step.rank)):
        made = add(
            *(part, "step"),
            date=instant(step.at),
            by=step.by,
            **{"as": f"#{step.role}"},
            refersTo=step.round,
            outcome=scene.concept(step.came_to),
        )
        for name, text in step.more.items():
            if text:
                etree.SubElement(made, own(name)).text = safe(text)


@dataclass(frozen=True)
class Step:
    """One step of the workflow. Of one instant: what counts, then the decision, then what is late."""

    at: str
    rank: int
    by: str
    role: str
    round: str
    came_to: str
    more: dict[str, str] = field(default_factory=dict)


def steps_of(scene: Scene, count: int, given: dict[str, Any]) -> Iterator[Step]:
    """The opening of a round, every position in it, and what it came to."""
    number = {v["hash"]: v["number"] for v in scene.record["versions"]}.get(given["version"], "?")
    says = f"{given['kind']} of version {number}"
    named = scene.event("round", count, given["key"], says)
    group = f"#{AUTHOR}"
    yield Step(given["opens"], 0, group, "chair", named, f"{given['kind']} opened")
    outcome = rounds.outcome(
        records.round_of(given), records.positions_of(given), records.instant(given["read"])
    )
    logged = {event["subject"]: event["hash"] for event in scene.record["events"]}
    for position, standing in outcome.standings:
        held = given["positions"][position.number - 1]
        more = {
            "standing": standing.value,
            "role": str(held.get("role", "")),
            "on-behalf": "on behalf" if held.get("on_behalf") else "",
            "statement": position.statement,
            "reservation": position.reservation,
            "amendment": "written amendment" if position.amendment else "",
            "event": logged.get(f"position:{held['key']}", ""),
        }
        yield Step(
            held["at"],
            1 if standing in HEARD else 3,
            scene.organization(position.agency),
            "member",
            named,
            position.verdict.value,
            more,
        )
    if given["decided"] is not None:
        yield Step(given["decided"], 2, group, "author", named, given["state"])


HEARD = (rounds.Standing.COUNTS, rounds.Standing.REPLACED)


def analysis(scene: Scene, meta: Element) -> None:
    """Who signed, who kept apart, who made a reservation, as counts of a vote."""
    part = add(add(meta, "analysis", source=f"#{DESK}"), "parliamentary")
    voting = add(part, "voting", eId="voting_1", outcome=scene.concept("adopted"))
    record = scene.record
    counts = (
        ("signatories", record["signatories"]),
        ("not-associated", record["not_associated"]),
        ("reservations", [one["agency"] for one in record["reservations"]]),
    )
    for name, agencies in counts:
        count = add(voting, "count", eId=f"count_{name}", value=str(len(agencies)))
        if agencies:
            named = dict.fromkeys(scene.organization(agency) for agency in agencies)
            count.set("refersTo", " ".join(named))


def references(scene: Scene, meta: Element) -> None:
    """What the rest refers to. Written last, for only then it is known."""
    part = add(meta, "references", source=f"#{DESK}")
    label = seen(str(scene.record["body"])) or "Global Migration Group"
    tlc(part, "TLCOrganization", AUTHOR, href("organization/un", ALIAS), label)
    tlc(part, "TLCOrganization", DESK, href("organization/un", "gmg-secretariat"), "Secretariat")
    for agency in scene.organizations:
        name = scene.names.of("organization", agency)
        tlc(
            *(part, "TLCOrganization", name, href("organization/un", agency)),
            agency_name(agency, scene.lang),
        )
    for role in ROLES:
        tlc(part, "TLCRole", role, href("role", role), role)
    for name, says in scene.concepts.items():
        tlc(part, "TLCConcept", name, href("concept", name), says)
    for name, (kind, key) in scene.events.items():
        tlc(part, "TLCEvent", name, href(kind, key), seen(scene.labels[name]))
    for name, (_, citation) in scene.figures.items():
        made = tlc(
            *(part, "TLCReference", name, href("object/figure", str(citation.get("figure", "")))),
            seen(provenance(citation)),
        )
        made.set("name", "figure")


def tlc(parent: Element, kind: str, name: str, address: str, label: str) -> Element:
    """One thing that is referred to."""
    return add(parent, kind, eId=name, href=address, showAs=label or name)


def notes(scene: Scene, meta: Element) -> None:
    """Provenance of figures, and reservations."""
    if not scene.notes:
        return
    part = add(meta, "notes", source=f"#{DESK}")
    for number, (name, kind, says) in enumerate(scene.notes, 1):
        note = add(part, "note", eId=name, marker=str(number), placement="bottom")
        note.set("class", kind)
        write_words(add(note, "p"), says)


def proprietary(scene: Scene, meta: Element) -> None:
    """All that the hash of the text stands for and its words do not hold."""
    part = etree.SubElement(meta, akn("proprietary"), source=f"#{DESK}")
    text, record = scene.text, scene.record
    main = etree.SubElement(
        *(part, own("statement")),
        form=FORM,
        symbol=safe(record["symbol"]),
        sha256=safe(scene.hash),
        adopted=safe(record["adopted"]),
        published=safe(record["published"]),
    )
    write_fields(etree.SubElement(main, own("text")), text, leave=("title", "paragraphs"))
    for paragraph in text["paragraphs"]:
        more = {k: v for k, v in paragraph.items() if k not in WORDS}
        if more:
            made = etree.SubElement(main, own("paragraph"), uid=joined(paragraph["uid"]))
            write_fields(made, more)
    for name, (uid, citation) in scene.figures.items():
        made = etree.SubElement(main, own("citation"), figure=f"#{name}", paragraph=joined(uid))
        write_fields(made, citation)


WORDS = ("uid", "num", "text", "citations")
"""What the body of the document holds of a paragraph."""


# --- small things --------------------------------------------------------------------------------


def provenance(citation: dict[str, Any]) -> str:
    """Where a figure comes from, in codes: agency, concept, places, period, value as signed, ids."""
    places = [citation.get("place"), citation.get("counterpart")]
    value = f"{citation.get('value')} {citation.get('unit', '')}".strip()
    parts = (
        *(citation.get("agency"), citation.get("concept"), " < ".join(filter(None, places))),
        *(citation.get("period"), value, citation.get("dataset")),
        *(
            f"{name} {citation[name]}"
            for name in ("edition", "figure", "release")
            if citation.get(name)
        ),
    )
    return " · ".join(str(part) for part in parts if part)


def versions(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The versions of a record, by number."""
    return sorted(record["versions"], key=lambda version: int(version["number"]))


def agency_name(agency: str, lang: str) -> str:
    """The name of an agency in a language, in English where there is none, else its code."""
    try:
        known = who.agency(agency)
    except who.UnknownAgency:
        return seen(agency)
    spoken = known.names[who.LANGUAGES.index(lang)] if lang in who.LANGUAGES else ""
    return spoken or known.name


def said(key: str, scene: Scene, **facts: str) -> str:
    """A standing phrase in the language of the text."""
    return phrase(key, scene.lang, **facts)


def instant(text: str) -> str:
    """An instant as XSD writes it, in UTC."""
    return records.instant(text).astimezone(UTC).isoformat()


def day(text: str) -> str:
    """The day of an instant, in UTC."""
    return instant(text)[:10]


def add(parent: Element, tag: str, /, **attributes: str) -> Element:
    """An element of AKN."""
    return etree.SubElement(parent, akn(tag), attributes)
