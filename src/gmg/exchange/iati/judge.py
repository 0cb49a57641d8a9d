"""One piece of a file judged: structure, rules, code lists, rows. Pure, so that it can run anywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lxml import etree

from gmg.exchange.iati.batch import packed
from gmg.exchange.iati.codes import (
    CodeList,
    Mapping,
    activity_of,
    languages_of,
    mappings_of,
    odd_codes,
    odd_languages,
)
from gmg.exchange.iati.parse import Head, Opened, Piece, open_piece, parsed
from gmg.exchange.iati.remark import Level, Remark
from gmg.exchange.iati.ruleset import broken, rules_at_work
from gmg.exchange.iati.standard import Standard
from gmg.exchange.iati.structure import StructureError, structure_errors
from gmg.exchange.iati.survey import Survey
from gmg.sources.forms.iati import (
    Element,
    Row,
    Stated,
    Unreadable,
    canonical_digest,
    line_of,
    row_of,
    stated,
)

LANGUAGE = re.compile(rb"xml:lang\s*=\s*[\"']([^\"']*)")
TO_MEND = "mend the element as the standard says, https://iatistandard.org/en/iati-standard/203/"


@dataclass(frozen=True, slots=True)
class Rejected:
    """An activity that is no IATI 2.03: its place in the piece, and what it calls itself."""

    place: int
    identifier: str | None
    reporter: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a piece. `rows` packs the kept activities, in the order of `kept`, without xml."""

    kept: tuple[int, ...]
    rows: bytes
    rejected: tuple[Rejected, ...]
    remarks: tuple[Remark, ...]
    reporters: dict[str, int] = field(default_factory=dict)


class Judge:
    """The standard and the day, ready to judge pieces."""

    def __init__(self, folder: Path, today: date) -> None:
        """Compile the schema and read the code lists. Raises NoStandard or ValueError."""
        standard = Standard(folder)
        self.today = today
        self.schema: etree.XMLSchema = standard.schema()
        self.mappings: tuple[Mapping, ...] = mappings_of(standard)
        self.languages: CodeList = languages_of(standard)

    def __call__(self, head: Head, piece: Piece) -> Judged:
        """The piece, judged. Raises Refused where it is not well-formed."""
        opened = open_piece(head, piece)
        found = _Findings(opened)
        wrong = self._structure(opened, found)
        sound = [
            (place, stated(element, head.language))
            for place, element in enumerate(opened.activities)
            if place not in wrong
        ]
        survey = Survey(one for _, one in sound)
        rows, kept, unreadable = [], [], set()
        for place, activity in sound:
            try:
                rows.append(_row(activity, opened, place))
                kept.append(place)
            except Unreadable as error:
                unreadable.add(place)
                found.add_line(
                    place, opened.line(error.line), "value", f"{error.text!r} is no {error.what}"
                )
        readable = [(place, one) for place, one in sound if place not in unreadable]
        if unreadable:
            survey = Survey(one for _, one in readable)
        self._rules(readable, survey, found)
        self._codes([one for _, one in readable], survey, opened, found)
        rejected = sorted(wrong | unreadable)
        return Judged(
            kept=tuple(kept),
            rows=packed(rows),
            rejected=tuple(_rejected(opened, place) for place in rejected),
            remarks=tuple(sorted(found.remarks, key=lambda one: one.line)),
            reporters=dict(Counter(row["reporter"] or "" for row in rows)),
        )

    def _structure(self, opened: Opened, found: _Findings) -> set[int]:
        """Report what the schema finds; the places of the activities that are wrong."""
        errors = structure_errors(opened.tree, self.schema)
        if any(error.activity is None for error in errors):
            errors = [error for error in errors if error.activity is None]
            errors += self._one_by_one(opened)
        for error in errors:
            found.add_structure(error)
        return {error.activity for error in errors if error.activity is not None}

    def _one_by_one(self, opened: Opened) -> Iterator[StructureError]:
        """Errors of each activity by itself, where one of the list hides those that follow."""
        head = opened.head
        for place, mark in enumerate(opened.piece.marks):
            text = b"<iati-activities" + head.start[len(b"<iati-activities") :]
            text += opened.piece.text[mark.start : mark.end] + head.end
            alone = parsed(head.file, text, mark.line)
            for error in structure_errors(alone, self.schema):
                if error.activity is None:
                    continue
                path = error.path.replace("/iati-activity", f"/iati-activity[{place + 1}]", 1)
                line = mark.line - opened.piece.line + error.line
                yield StructureError(place, path, line, error.message)

    def _rules(
        self, activities: list[tuple[int, Stated]], survey: Survey, found: _Findings
    ) -> None:
        rules = rules_at_work(survey, self.today)
        for place, activity in activities:
            for rule, one in broken(activity, self.today, rules):
                found.add(place, one.at, None, rule.level, rule.name, one.message, one.to_do)

    def _codes(
        self, activities: list[Stated], survey: Survey, opened: Opened, found: _Findings
    ) -> None:
        for odd in odd_codes(survey, self.mappings):
            found.add_at(odd.at, odd.attribute, odd.level, odd.rule, odd.message, odd.to_do)
        used = set(LANGUAGE.findall(opened.piece.text))
        if all(self.languages.fits(code.decode("utf-8").lower()) for code in used):
            return
        for odd in odd_languages(activities, self.languages):
            found.add_at(odd.at, odd.attribute, odd.level, odd.rule, odd.message, odd.to_do)


class _Findings:
    """Remarks on one piece, with lines and paths of the file."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.remarks: list[Remark] = []
        self._places: dict[Element, int] = {}

    def add(
        self,
        place: int,
        at: Element,
        attribute: str | None,
        level: Level,
        rule: str,
        message: str,
        to_do: str,
    ) -> None:
        path = self.opened.path(self.opened.tree.getpath(at))
        self.remarks.append(
            Remark(
                file=self.opened.head.file,
                identifier=self._identifier(place),
                line=self.opened.line(line_of(at)),
                xpath=f"{path}/@{attribute}" if attribute else path,
                level=level,
                rule=rule,
                message=message,
                to_do=to_do,
            )
        )

    def add_at(
        self,
        at: Element,
        attribute: str | None,
        level: Level,
        rule: str,
        message: str,
        to_do: str,
    ) -> None:
        """Add a remark on an element of which only itself is known."""
        if not self._places:
            self._places = {item: place for place, item in enumerate(self.opened.activities)}
        self.add(self._places[activity_of(at)], at, attribute, level, rule, message, to_do)

    def add_line(self, place: int, line: int, rule: str, message: str) -> None:
        """Add an error of which only the line is known."""
        path = self.opened.path(self.opened.tree.getpath(self.opened.activities[place]))
        self.remarks.append(
            Remark(
                self.opened.head.file,
                self._identifier(place),
                line,
                path,
                "error",
                rule,
                message,
                TO_MEND,
            )
        )

    def add_structure(self, error: StructureError) -> None:
        """Add an error of the schema."""
        self.remarks.append(
            Remark(
                self.opened.head.file,
                None if error.activity is None else self._identifier(error.activity),
                self.opened.line(error.line),
                self.opened.path(error.path),
                "error",
                "structure",
                error.message,
                TO_MEND,
            )
        )

    def _identifier(self, place: int) -> str | None:
        return identifier_of(self.opened.activities[place])


def identifier_of(activity: Element) -> str | None:
    """The text of `iati-identifier`, None where there is none."""
    return (activity.findtext("iati-identifier") or "").strip() or None


def _row(activity: Stated, opened: Opened, place: int) -> Row:
    row = row_of(activity)
    if not row["identifier"]:
        raise Unreadable(activity.element, "identifier: the activity has none", "")
    row["digest"] = canonical_digest(activity.element)
    row["row"] = opened.piece.marks[place].line
    row["column"] = opened.head.path(opened.piece.number + place)
    return row


def _rejected(opened: Opened, place: int) -> Rejected:
    activity = opened.activities[place]
    reporter = activity.find("reporting-org")
    return Rejected(
        place, identifier_of(activity), None if reporter is None else reporter.get("ref")
    )


def unique(remarks: Iterable[Remark], said: set[tuple[str, str]]) -> Iterator[Remark]:
    """The remarks, those on the root of the file once only. `said` remembers them over pieces."""
    for remark in remarks:
        if remark.identifier is None and not remark.xpath.startswith("/iati-activities/"):
            key = (remark.xpath, remark.message)
            if key in said:
                continue
            said.add(key)
        yield remark
