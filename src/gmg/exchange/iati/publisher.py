"""Whose file it is, and which reporters may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gmg.axes import who
from gmg.sources.forms.iati import agency_of

SCHEMES = ("iati", "iati-alias")


class UnknownPublisher(ValueError):
    """It is not clear whose file it is. The message says who reports in it and what to do."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher: identifier to show, agency where it is one that gmg knows, all its identifiers."""

    ref: str
    agency: str | None
    refs: frozenset[str]  # in capitals

    def reports(self, ref: str | None) -> bool:
        """True for an identifier of the publisher's own."""
        return (ref or "").strip().upper() in self.refs


def publisher_of(named: str | None, reporters: Mapping[str, int]) -> Publisher:
    """The publisher as named (`IOM`, `XM-DAC-47066`), else the one known agency that reports.

    `reporters` counts activities by reporting organisation. The most frequent one is never taken for
    the publisher: raises UnknownPublisher unless it is named or just one known agency reports.
    """
    if named is not None:
        return _named(named.strip())
    agencies = {agency for ref in reporters if (agency := agency_of(ref)) is not None}
    if len(agencies) == 1:
        return _of_agency(agencies.pop())
    listed = ", ".join(
        f"{ref or 'none'} ({number:,})"
        for ref, number in sorted(reporters.items(), key=lambda pair: (-pair[1], pair[0]))[:8]
    )
    known = "no agency that gmg knows" if not agencies else f"{len(agencies)} known agencies"
    raise UnknownPublisher(
        f"whose file is it? {known} among its reporters: {listed or 'none at all'}; "
        "say so with --publisher, as an agency's code or an organisation identifier"
    )


def _named(text: str) -> Publisher:
    agency = agency_of(text)
    if agency is None and text in {one.code for one in who.agencies()}:
        agency = text
    if agency is None:
        return Publisher(text, None, frozenset([text.upper()]))
    found = _of_agency(agency)
    if not found.refs:
        raise UnknownPublisher(
            f"gmg knows no IATI identifier of {agency}: name it as it stands in @ref of reporting-org"
        )
    return found


def _of_agency(code: str) -> Publisher:
    found = [item.value for item in who.agency(code).identifiers if item.scheme in SCHEMES]
    return Publisher(found[0] if found else code, code, frozenset(value.upper() for value in found))
