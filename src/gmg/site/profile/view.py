"""The profile as plain words, numbers and drawings: what the page and the PDF both show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gmg.analysis.flows.estimate import METHODS
from gmg.analysis.norms.act import Act
from gmg.analysis.norms.adoptions import COMMON_SET, Adoption, Held
from gmg.analysis.norms.status import Status
from gmg.analysis.profile import PARTS, Profile, Topic, licences
from gmg.analysis.ranking import Partner, Ranking
from gmg.analysis.series import PUBLISHED, Number, Series, line_of, span
from gmg.axes import what, where, who
from gmg.axes.tables import UnknownCode
from gmg.axes.when import Period
from gmg.records.figure import Figure
from gmg.site.profile import charts
from gmg.site.profile.words import scaled, short, written

if TYPE_CHECKING:
    from gmg.evidence.base import Base

RIGHT_TO_LEFT = ("ar",)
FEW = 6
"""Cells that are listed in the open; more stand in a fold."""
BAND = ("projection-lower-80", "projection-upper-80", "projection-lower-95", "projection-upper-95")
SHORT_TEXT = 40
ALWAYS = (
    "asylum-seekers",
    "internally-displaced",
    "internal-displacements",
    "stateless",
    "net-migration",
    "forced-displacement-flow",
)
"""Concepts drawn in full though they are no line of the set."""


@dataclass
class Notes:
    """The numbered list of sources at the end of a page: one entry a number shown."""

    base: Base
    entries: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[Any, int] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of(self, number: Number, title: str) -> int:
        """The number of the entry for a number; the same number has one entry."""
        key = (number.value, tuple(figure.id for figure in number.figures), number.how, number.ask)
        if key not in self.numbers:
            self.numbers[key] = len(self.entries) + 1
            self.entries.append(self._entry(number, title))
        return self.numbers[key]

    def file(self, snapshot: str) -> int:
        """The number of the entry for a file."""
        if snapshot not in self.files:
            self.files[snapshot] = {"n": len(self.files) + 1, **file_words(self.base, snapshot)}
        return int(self.files[snapshot]["n"])

    def _entry(self, number: Number, title: str) -> dict[str, Any]:
        said = written(number)
        cells = [self.cell(figure) for figure in number.figures]
        return {
            "n": len(self.entries) + 1,
            "text": said.text,
            "unit": said.unit,
            "exact": said.exact,
            "rounded": said.rounded,
            "title": title,
            "when": number.period.label(),
            "source": source_words(self.base, number.dataset, number.edition),
            "agency": agency_name(number.agency),
            "how": number.label if number.how != PUBLISHED else "",
            "formula": number.formula if number.how != PUBLISHED else "",
            "ask": number.ask,
            "cells": cells[:FEW],
            "more": cells[FEW:] if len(cells) > FEW else [],
        }

    def cell(self, figure: Figure) -> dict[str, Any]:
        """One cell: file, address, text as published, id; and the partner where there is one."""
        partner = figure.counterpart
        return {
            "file": self.file(figure.snapshot),
            "cell": str(figure.cell),
            "text": figure.as_published or "",
            "id": figure.id,
            "unit": figure.unit,
            "sex": "" if figure.sex == "total" else figure.sex,
            "age": "" if figure.age == "all" else figure.age,
            "partner": "" if partner is None else f"{partner} → {figure.place}",
            "status": "" if figure.status == "A" else what.status(figure.status).label,
            "note": figure.note or "",
        }


def view(base: Base, made: Profile) -> dict[str, Any]:
    """The whole page as plain values; charts are SVG texts."""
    notes = Notes(base)
    parts = [_part(notes, made, code) for code in PARTS if code != "I"]
    acts = [_adoption(notes, adoption) for adoption in made.adoptions]
    findings = [_finding(notes, one) for one in made.findings]
    used = {figure.dataset for figure, _, _ in made.figures()}
    used |= {act.dataset for adoption in made.adoptions for act in adoption.acts}
    used |= {held.dataset for adoption in made.adoptions for held in adoption.files}
    return {
        "code": made.place,
        "title": made.title,
        "english": where.get(made.place).name,
        "lang": made.lang,
        "dir": "rtl" if made.lang in RIGHT_TO_LEFT else "ltr",
        "release": made.release,
        "sample": made.sample,
        "wider": [where.get(code).label(made.lang) for code in made.wider],
        "head": _head(parts),
        "part_one": what.PARTS["I"],
        "acts": acts,
        "moved": _moved(made),
        "said": [
            {
                "kind": one.kind,
                "state": one.state,
                "when": one.last.isoformat(),
                "title": one.title,
                "agencies": ", ".join(one.agencies),
            }
            for one in made.said
        ],
        "around": _around(made),
        "work": _work(made),
        "parts": parts,
        "findings": findings,
        "unknown": _unknown(made),
        "earlier": _earlier(base, made),
        "notes": notes.entries,
        "files": list(notes.files.values()),
        "licences": licences(base, used),
    }


def _moved(made: Profile) -> dict[str, Any]:
    """Estimates of ours: totals by period, the largest partners, and what UNHCR reports of them."""
    found = made.moved
    if found is None:
        return {"why": made.not_moved, "totals": [], "sides": [], "edition": ""}
    largest = max(
        (one.estimate.by_method[found.method] for one in (*found.origins, *found.destinations)),
        default=1.0,
    )
    return {
        "why": "",
        "edition": found.edition,
        "method": METHODS[found.method],
        "span": found.span.label,
        "totals": [
            {
                "when": total.span.label,
                "into": persons(total.into[found.method]),
                "into_spread": spread_of(total.into),
                "out": persons(total.out[found.method]),
                "out_spread": spread_of(total.out),
                "net": persons(total.published_net),
            }
            for total in found.totals
        ],
        "sides": [
            {
                "title": title,
                "rows": [
                    {
                        "name": place(one.place, made.lang),
                        "value": persons(one.estimate.by_method[found.method]),
                        "spread": spread_of(one.estimate.by_method),
                        "reported": "" if one.reported is None else persons(one.reported),
                        "bar": charts.bar(one.estimate.by_method[found.method] / largest),
                        "share": one.estimate.by_method[found.method] / largest,
                    }
                    for one in partners
                ],
            }
            for title, partners in (("Came from", found.origins), ("Left for", found.destinations))
        ],
    }


def persons(value: float) -> str:
    """An estimate to the person: nobody knows it nearer."""
    return f"{value:,.0f}"


def spread_of(by_method: Mapping[str, float]) -> str:
    """The lowest and the highest of the methods."""
    return f"{persons(min(by_method.values()))} – {persons(max(by_method.values()))}"


def _head(parts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The few numbers that stand on top: the newest of the lines most asked for."""
    wanted = ("II-01", "IV-01", "IV-09", "IV-11", "IV-12", "X-04", "III-14")
    found = {
        topic["indicator"]: topic for part in parts for topic in part["topics"] if topic["numbers"]
    }
    return [
        {
            "title": found[code]["title"],
            "anchor": found[code]["anchor"],
            "numbers": found[code]["numbers"][:3],
        }
        for code in wanted
        if code in found
    ]


def _part(notes: Notes, made: Profile, code: str) -> dict[str, Any]:
    topics, further, nought = [], [], []
    for topic in made.part(code):
        if topic.latest and not topic.lines and not any(number.value for number in topic.latest):
            nought.append(_plain_row(notes, topic))
        elif topic.indicator or topic.concept in ALWAYS or topic.ranking:
            topics.append(_topic(notes, topic, made.lang))
        else:
            further.append(_plain_row(notes, topic))
    return {
        "code": code,
        "title": what.PARTS[code],
        "topics": topics,
        "further": further,
        "nought": nought,
    }


def _plain_row(notes: Notes, topic: Topic) -> dict[str, Any]:
    return {
        "title": topic.title,
        "numbers": [_number(notes, number, topic.title) for number in topic.latest],
        "splits": _splits(notes, topic),
    }


def _topic(notes: Notes, topic: Topic, lang: str) -> dict[str, Any]:
    looks = _looks(topic)
    concept = what.concept(topic.concept)
    numbers = [
        {
            **_number(notes, number, topic.title),
            "swatch": charts.swatch(looks[line_of(number)]) if line_of(number) in looks else "",
        }
        for number in topic.latest
    ]
    drawn = _drawn(topic, looks)
    return {
        "anchor": f"{topic.concept}-{topic.side}",
        "indicator": topic.indicator or "",
        "title": topic.title,
        "definition": concept.definition,
        "numbers": numbers,
        "charts": [_chart(topic, unit, group, looks) for (unit, _), group in drawn.items()],
        "also": _also(topic, looks),
        "tables": [_table(one) for group in drawn.values() for one in group],
        "lines": [
            {
                "indicator": line.indicator or "",
                "label": line.label,
                "numbers": [_number(notes, number, line.label) for number in line.numbers],
            }
            for line in topic.lines
        ],
        "ranking": _ranking(notes, topic, lang) if topic.ranking else None,
        "splits": _splits(notes, topic),
    }


def _splits(notes: Notes, topic: Topic) -> list[dict[str, Any]]:
    return [
        {
            "source": source_words(notes.base, split.dataset, split.edition),
            "count": f"{split.count:,}",
            "ask": split.ask,
        }
        for split in topic.splits
    ]


def _looks(topic: Topic) -> dict[tuple[str | None, ...], charts.Style]:
    """A style for each series that is drawn."""
    drawn = [one for one in topic.series if _drawable(topic, one)]
    return {line_of(one): charts.style(at) for at, one in enumerate(drawn)}


def _also(topic: Topic, looks: dict[tuple[str | None, ...], charts.Style]) -> list[dict[str, str]]:
    """The lines of the charts that are no newest number: variants, former places."""
    listed = {line_of(number) for number in topic.latest}
    return [
        {"swatch": charts.swatch(looks[line_of(one)]), "name": _line_name(one)}
        for one in topic.series
        if line_of(one) in looks and line_of(one) not in listed
    ]


def _drawable(topic: Topic, series: Series) -> bool:
    valued = [point for point in series.points if point.value is not None]
    if len(valued) < 3 or not any(point.value for point in valued):
        return False
    if series.basis in BAND:
        return False
    shown = {line_of(number) for number in topic.latest}
    if span(series) not in {span(number) for number in topic.latest}:
        return False
    return line_of(series) in shown or series.detail is None


def _drawn(
    topic: Topic, looks: dict[tuple[str | None, ...], charts.Style]
) -> dict[tuple[str, str], list[Series]]:
    """The series to draw, by the base of their unit and the length of their periods: one chart each."""
    groups: dict[tuple[str, str], list[Series]] = {}
    for one in topic.series:
        if line_of(one) in looks:
            groups.setdefault((what.unit(one.unit).base, span(one)), []).append(one)
    return groups


def _chart(
    topic: Topic,
    base_unit: str,
    group: Sequence[Series],
    looks: dict[tuple[str | None, ...], charts.Style],
) -> dict[str, Any]:
    paths = [_path(one, looks[line_of(one)]) for one in group]
    sentences = [_sentence(one) for one in group]
    title = f"{topic.title}, {base_unit}"
    return {
        "svg": charts.lines(paths, title, " ".join(sentences), short),
        "unit": base_unit,
    }


def _path(series: Series, look: charts.Style) -> charts.Path:
    points = tuple(
        (_middle(point.period), scaled(point.value, point.unit)[0])
        for point in series.points
        if point.value is not None
    )
    forecast = None
    if series.basis.startswith("projection"):
        forecast = points[0][0]
    return charts.Path(_line_name(series), look, points, forecast)


def _middle(period: Period) -> date:
    return period.time_from + (period.time_to - period.time_from) / 2


def _sentence(series: Series) -> str:
    valued = [point for point in series.points if point.value is not None]
    first, last = valued[0], valued[-1]
    return (
        f"{_line_name(series)}: {written(first).text} in {first.period.label()}, "
        f"{written(last).text} in {last.period.label()}."
    )


def _line_name(series: Series) -> str:
    parts = [agency_name(series.agency), f"{series.dataset} {series.edition}"]
    parts += [basis_label(series.basis)] if series.basis else []
    parts += [_sex(series)] if _sex(series) else []
    parts += [where.get(series.place).name] if where.get(series.place).kind != "country" else []
    return ", ".join(parts)


def _table(series: Series) -> dict[str, Any]:
    return {
        "caption": _line_name(series) + (f", {series.detail}" if series.detail else ""),
        "unit": series.unit,
        "rows": [
            {
                "when": point.period.label(),
                "text": written(point).text,
                "exact": written(point).exact,
                "id": point.id or "",
                "how": "" if point.id else point.label,
            }
            for point in series.points
        ],
    }


def _number(notes: Notes, number: Number, title: str) -> dict[str, Any]:
    said = written(number)
    return {
        "text": said.text,
        "unit": said.unit,
        "exact": said.exact,
        "rounded": said.rounded,
        "when": number.period.label(),
        "agency": agency_name(number.agency),
        "source": source_words(notes.base, number.dataset, number.edition),
        "basis": basis_label(number.basis) if number.basis else "",
        "detail": "; ".join(x for x in (_sex(number), number.detail) if x),
        "place": "" if where.get(number.place).kind in ("country", "area") else place(number.place),
        "status": _status(number),
        "how": number.label if number.how != PUBLISHED else "",
        "n": notes.of(number, title),
    }


def _sex(number: Number | Series) -> str:
    return {"female": "women", "male": "men", "total": ""}.get(number.sex, number.sex)


def _status(number: Number) -> str:
    letters = {figure.status for figure in number.figures} - {"A"}
    return "; ".join(sorted(what.status(letter).label for letter in letters))


def _ranking(notes: Notes, topic: Topic, lang: str) -> dict[str, Any]:
    ranking = topic.ranking
    assert ranking is not None
    largest = max(_base_value(partner.number) for partner in ranking.partners)
    first = ranking.partners[0].number
    first_written = written(first)
    here = topic.side == "place"
    return {
        "indicator": topic.ranked_as or "",
        "caption": f"Largest {_partners(topic, here)}",
        "source": source_words(notes.base, first.dataset, first.edition),
        "agency": agency_name(first.agency),
        "when": first.period.label(),
        "back": any(partner.back for partner in ranking.partners),
        "heads": _heads(ranking, lang),
        "known": ranking.known,
        "unit": first_written.unit,
        "rows": [
            _partner(notes, topic, partner, at, largest, lang)
            for at, partner in enumerate(ranking.partners, start=1)
        ],
        "unnamed": [_unnamed(notes, topic, number, lang) for number in ranking.unnamed],
    }


def _heads(ranking: Ranking, lang: str) -> tuple[str, str]:
    """Which way the two columns of a ranking look: into the place and out of it."""
    own = ranking.partners[0].number.place
    if ranking.side == "counterpart":
        own = ranking.partners[0].number.counterpart or own
    name = place(own, lang)
    into, out = f"there → {name}", f"{name} → there"
    return (into, out) if ranking.side == "place" else (out, into)


def _partners(topic: Topic, here: bool) -> str:
    concept = what.concept(topic.concept)
    role = concept.counterpart_role if here else concept.place_role
    plural = {
        "country of asylum": "countries of asylum",
        "country of origin": "countries of origin",
    }
    known = plural.get(role) or role.replace("country", "countries")
    return known if known.endswith("s") or "countries" in known else f"{known}s"


def _base_value(number: Number) -> float:
    return scaled(number.value or 0.0, number.unit)[0]


def _partner(
    notes: Notes, topic: Topic, partner: Partner, at: int, largest: float, lang: str
) -> dict[str, Any]:
    name = place(partner.place, lang)
    title = f"{topic.title}: {name}"
    return {
        "rank": at,
        "name": name,
        "number": _number(notes, partner.number, title),
        "bar": charts.bar(_base_value(partner.number) / largest),
        "share": _base_value(partner.number) / largest,
        "others": [_number(notes, number, title) for number in partner.others],
        "back": _number(notes, partner.back, f"{title}, the other way") if partner.back else None,
    }


def _unnamed(notes: Notes, topic: Topic, number: Number, lang: str) -> dict[str, Any]:
    end = number.counterpart if topic.side == "place" else number.place
    name = place(end or number.place, lang)
    return {"name": name, "number": _number(notes, number, f"{topic.title}: {name}")}


def _adoption(notes: Notes, adoption: Adoption) -> dict[str, Any]:
    instrument = what.instrument(adoption.instrument)
    return {
        "code": adoption.instrument,
        "indicator": adoption.indicator or "",
        "title": adoption.title,
        "full": instrument.title,
        "acts": [_act(notes, act, adoption.files) for act in adoption.acts],
        "files": [
            {
                "n": notes.file(held.snapshot),
                "until": held.until,
                "complete": held.complete,
            }
            for held in adoption.files
            if held.until or not held.complete
        ],
        "none": not adoption.acts,
    }


def _act(notes: Notes, act: Act, files: Sequence[Held]) -> dict[str, Any]:
    """One act; a long text is kept whole and shown in a fold."""
    whole = act.as_published or ""
    return {
        "act": act.act,
        "when": act.when,
        "id": act.id,
        "file": notes.file(act.snapshot),
        "until": next((held.until for held in files if held.snapshot == act.snapshot), ""),
        "text": whole if len(whole) <= SHORT_TEXT else "",
        "long": whole if len(whole) > SHORT_TEXT else "",
        "note": act.note or "",
    }


MARKS = {
    "party": "✓",
    "possibly party": "✓?",
    "signatory": "signed",
    "ended": "left",
    "not known here": "?",
    "none yet": "–",
    "not listed": "–",
    "no action": "–",
    "participant": "–",
}
"""How a state is shown in the small table; each is explained under it."""


def _around(made: Profile) -> dict[str, Any]:
    """Places by instrument: the year of the act that binds, or a mark."""
    return {
        "instruments": [what.instrument(code).short_title for code in COMMON_SET],
        "rows": [
            {
                "name": place(one.place, made.lang),
                "why": ", ".join(one.why),
                "own": one.place == made.place,
                "cells": [_state(status) for status in one.states],
            }
            for one in made.around
        ],
    }


def _state(status: Status) -> dict[str, str]:
    year = status.year or (status.date.year if status.date else "")
    bound = status.state == "party"
    return {
        "text": str(year) if bound and year else MARKS[status.state],
        "state": status.state.replace(" ", "-"),
        "said": f"{status.state}, as of {status.as_of}" if status.as_of else status.state,
    }


def _work(made: Profile) -> dict[str, Any]:
    """Who does what here: activities by agency, those for a wider region only counted."""
    found = made.work
    if found is None:
        return {"known": False, "agencies": [], "wider": []}
    return {
        "known": True,
        "agencies": [
            {
                "name": agency_name(agency),
                "topics": [
                    f"{what.theme(code).label} ({n})" if n > 1 else what.theme(code).label
                    for code, n in found.topics(agency).items()
                ],
                "activities": [
                    {
                        "identifier": one.identifier,
                        "title": one.title,
                        "dates": f"{one.time_from or '?'} – {one.time_to or '?'}",
                        "tier": one.tier,
                        "id": one.id,
                    }
                    for one in found.of_the_place
                    if one.agency == agency
                ],
            }
            for agency in found.agencies
        ],
        "wider": [f"{place(code, made.lang)}: {n}" for code, n in found.wider.items()],
    }


def _finding(notes: Notes, finding: Any) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "rule": finding.rule,
        "sentence": finding.sentence,
        "people": f"{finding.people:,.0f}" if finding.people else "",
        "reasons": list(finding.reasons),
        "cells": [notes.cell(figure) for figure in finding.figures[:FEW]],
        "more": max(0, len(finding.figures) - FEW),
    }


def _unknown(made: Profile) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "title": what.PARTS[code],
            "lines": [one.as_json() for one in made.unknown if one.part == code],
        }
        for code in PARTS
        if any(one.part == code for one in made.unknown)
    ]


def _earlier(base: Base, made: Profile) -> list[str]:
    named = sorted({name for topic in made.topics for name in topic.earlier})
    return [source_words(base, *name.split("@", 1)) for name in named]


@lru_cache(maxsize=64)
def agency_name(code: str) -> str:
    """The short name of an agency as it writes it: UN-DESA, World Bank."""
    try:
        return who.agency(code).label
    except UnknownCode:
        return code


def place(code: str, lang: str = "en") -> str:
    """The name of a place."""
    return where.get(code).label(lang)


def basis_label(code: str) -> str:
    """What was counted, in small letters after the first."""
    label = what.basis(code).label
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def source_words(base: Base, dataset: str, edition: str) -> str:
    """Data set and edition in words: the edition's title, with its id where the title lacks it."""
    source = base.release.sources.get(dataset)
    if source is None:
        return f"{dataset}@{edition}"
    title = next((e.title for e in source.editions if e.id == edition), source.title)
    return title if _bare(edition) in _bare(title) else f"{title}, edition {edition}"


def _bare(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def file_words(base: Base, snapshot: str) -> dict[str, Any]:
    """Path, hash, edition, address and licence of a file."""
    account = next(one for one in base.release.accounts if one.sha256 == snapshot)
    source = base.release.sources[account.dataset]
    edition = next(one for one in source.editions if one.id == account.edition)
    return {
        "path": account.path,
        "sha256": snapshot[:12],
        "agency": agency_name(account.agency),
        "dataset": account.dataset,
        "edition": source_words(base, account.dataset, account.edition),
        "published": edition.published,
        "address": edition.address,
        "licence": source.licence.code,
        "licence_url": source.licence.url,
    }
