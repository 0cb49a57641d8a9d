"""Activities as a plain CSV table: who does what where and when (4W), one row an activity and place.

The same columns both ways. A cell with several values parts them by `;`; a `;` or `\\` inside a value
is written `\\;` and `\\\\`. Some columns go together, value by value: names and identifiers of partners,
sectors and their percentages, the four columns of budgets. The second row holds HXL tags
(https://hxlstandard.org/); on import it may be missing. Nothing is done to cells that begin with
`=`, `+`, `-` or `@`: a spreadsheet may take them for formulas, so import the file as text.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gmg.axes import topics, where
from gmg.exchange.iati.write import number_text
from gmg.records.activity import TIERS
from gmg.records.cell import letters
from gmg.sources.forms.iati import DECIMAL, agency_of
from gmg.sources.reading import Refused

Row = dict[str, Any]
Value = str | None

ROLES = {"funding": "1", "accountable": "2", "extending": "3", "implementing": "4"}
PLACE = ("country", "country_code", "region", "percentage")
"""Columns that differ between the rows of one activity."""
HXL: dict[str, str] = {
    "identifier": "#activity+id",
    "reporter": "#org+reporting+id",
    "reporter_name": "#org+reporting+name",
    "secondary": "#meta+secondary",
    "funding": "#org+funder+name",
    "funding_id": "#org+funder+id",
    "accountable": "#org+accountable+name",
    "accountable_id": "#org+accountable+id",
    "extending": "#org+prog+name",
    "extending_id": "#org+prog+id",
    "implementing": "#org+impl+name",
    "implementing_id": "#org+impl+id",
    "title": "#activity+name",
    "description": "#activity+description",
    "language": "#meta+lang",
    "tier": "#sector+tier",
    "because": "#meta+because",
    "topic": "#sector+topic",
    "sector": "#sector+code",
    "sector_name": "#sector+name",
    "sector_percentage": "#sector+percentage",
    "country": "#country+code+iso3",
    "country_code": "#country+code+published",
    "region": "#region+code",
    "percentage": "#value+percentage",
    "admin": "#adm+name",
    "planned_start": "#date+start+planned",
    "actual_start": "#date+start+actual",
    "planned_end": "#date+end+planned",
    "actual_end": "#date+end+actual",
    "target_group": "#beneficiary+type",
    "status": "#status",
    "scope": "#meta+scope",
    "hierarchy": "#meta+hierarchy",
    "humanitarian": "#meta+humanitarian",
    "budget": "#value+budget",
    "budget_currency": "#value+budget+currency",
    "budget_start": "#date+budget+start",
    "budget_end": "#date+budget+end",
    "related": "#activity+related+id",
    "related_type": "#activity+related+type",
    "alias": "#activity+alias+id",
    "alias_type": "#activity+alias+type",
    "note": "#meta+note",
}
COLUMNS = tuple(HXL)
REQUIRED = ("identifier", "reporter", "title")
TOGETHER: tuple[tuple[str, ...], ...] = (
    *((role, f"{role}_id") for role in ROLES),
    ("sector", "sector_name", "sector_percentage"),
    ("budget", "budget_currency", "budget_start", "budget_end"),
    ("related", "related_type"),
    ("alias", "alias_type"),
)
"""Columns whose values go together, the first with the first."""


# --- out ----------------------------------------------------------------------------------------


def write_csv(rows: Iterable[Mapping[str, Any]], to: io.TextIOBase) -> int:
    """Write activities of the contract as a table; how many rows it has, header and tags left aside.

    Open `to` with `newline=""`. What the table has no column for (transactions, types of partners,
    the raw XML) stays behind.
    """
    out = csv.writer(to, lineterminator="\r\n")
    out.writerow(COLUMNS)
    out.writerow(HXL.values())
    number = 0
    for row in rows:
        for cells in cells_of(row):
            out.writerow([cells[name] for name in COLUMNS])
            number += 1
    return number


def cells_of(row: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The rows of one activity as text, one a place, one alone where it names none."""
    cells = _cells(row)
    for place in row.get("places") or [{}]:
        country = place.get("kind") == "country"
        published = place.get("as_published")
        yield {
            **cells,
            "country": (place.get("place") or "") if country else "",
            "country_code": (published or "") if country else "",
            "region": (published or "") if place.get("kind") == "region" else "",
            "percentage": _written(place.get("percentage")),
        }


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    partners = row.get("partners") or []
    sectors, budgets = row.get("sectors") or [], row.get("budgets") or []
    cells = {name: _written(row.get(name)) for name in COLUMNS if name not in PLACE}
    for role, code in ROLES.items():
        those = [one for one in partners if one["role"] == code]
        cells[role] = joined(one["name"] for one in those)
        cells[f"{role}_id"] = joined(one["ref"] for one in those)
    return cells | {
        "topic": joined(row.get("topics") or ()),
        "because": joined(row.get("because") or ()),
        "admin": joined(row.get("admin") or ()),
        "target_group": joined(row.get("target_groups") or ()),
        "sector": joined(f"{one['vocabulary']}:{one['code']}" for one in sectors),
        "sector_name": joined(one["name"] for one in sectors),
        "sector_percentage": joined(_written(one["percentage"]) for one in sectors),
        "budget": joined(_written(one["value"]) for one in budgets),
        "budget_currency": joined(one["currency"] for one in budgets),
        "budget_start": joined(_written(one["from"]) for one in budgets),
        "budget_end": joined(_written(one["to"]) for one in budgets),
        "related": joined(one["identifier"] for one in row.get("related") or ()),
        "related_type": joined(one["type"] for one in row.get("related") or ()),
        "alias": joined(one["identifier"] for one in row.get("aliases") or ()),
        "alias_type": joined(one["type"] for one in row.get("aliases") or ()),
    }


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_text(value) or ""
    return str(value)


def joined(values: Iterable[Value]) -> str:
    """Several values in one cell; an unknown one among them is empty, all unknown are as many `;`."""
    return ";".join((value or "").replace("\\", "\\\\").replace(";", "\\;") for value in values)


# --- in -----------------------------------------------------------------------------------------


def read_csv(file: str, content: bytes) -> list[Row]:
    """Activities of a table as rows of the contract, without the stamp of a source.

    `row` and `column` say where the activity begins in the file. Raises Refused, naming row and
    column, for a column that is not known, a cell that cannot be read, and two rows of one activity
    that differ in anything but the place.
    """
    lines = _lines(file, content)
    header = _header(file, lines)
    first = 1 if len(lines) < 2 or not _is_tags(lines[1][1]) else 2
    groups: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for number, line in lines[first:]:
        cells = _line(file, number, header, line)
        groups.setdefault(cells["identifier"].strip(), []).append((number, cells))
    return [_activity(file, rows) for rows in groups.values()]


def _lines(file: str, content: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise Refused(file, f"row {row}", "is not UTF-8", "save the table as CSV UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(number, line) for number, line in enumerate(reader, start=1) if any(line)]
    except csv.Error as error:
        raise Refused(
            file, f"line {reader.line_num}", f"is no CSV ({error})", "save the table as CSV again"
        ) from None
    if not lines:
        raise Refused(
            file, "", "is empty", f"the first row names the columns: {', '.join(COLUMNS)}"
        )
    return lines


def _header(file: str, lines: Sequence[tuple[int, list[str]]]) -> list[str]:
    number, written = lines[0]
    header = [name.strip().lower().replace(" ", "_") for name in written]
    for at, name in enumerate(header, start=1):
        cell = f"row {number}, column {letters(at)}"
        if name not in HXL:
            raise Refused(file, cell, f"no column is called {name!r}", _the_columns())
        if name in header[: at - 1]:
            raise Refused(file, cell, f"the column {name!r} stands twice", "keep one of them")
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise Refused(file, f"row {number}", f"no column {', '.join(missing)}", _the_columns())
    return header


def _the_columns() -> str:
    return f"the columns are {', '.join(COLUMNS)}"


def _is_tags(line: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in line if cell.strip()]
    return bool(filled) and all(cell.startswith("#") for cell in filled)


def _line(file: str, number: int, header: Sequence[str], line: Sequence[str]) -> dict[str, str]:
    if len(line) > len(header):
        raise Refused(
            file,
            f"row {number}",
            f"has {len(line)} cells, the header {len(header)}",
            "a comma inside a cell needs quotes around it",
        )
    cells = dict.fromkeys(COLUMNS, "") | dict(zip(header, line, strict=False))
    for name in REQUIRED:
        if not cells[name].strip():
            raise Refused(file, f"row {number}, column {name}", "is empty", "fill it in")
    return cells


def _activity(file: str, rows: Sequence[tuple[int, dict[str, str]]]) -> Row:
    number, cells = rows[0]
    for other, those in rows[1:]:
        for name in COLUMNS:
            if name not in PLACE and those[name] != cells[name]:
                raise Refused(
                    file,
                    f"row {other}, column {name}",
                    f"says {those[name]!r} where row {number}, of the same activity, says {cells[name]!r}",
                    "rows of one activity may differ in the place only",
                )
    found = _Cells(file, number, cells)
    days = {
        name: found.one(name, _a_day)
        for name in ("planned_start", "actual_start", "planned_end", "actual_end")
    }
    row: Row = {
        name: found.text(name)
        for name in ("identifier", "reporter", "reporter_name", "title", "description")
    }
    row |= {name: found.text(name) for name in ("language", "status", "scope", "note")}
    row |= days
    row |= {
        "agency": agency_of(row["reporter"]),
        "secondary": found.one("secondary", _a_flag) is True,
        "hierarchy": found.one("hierarchy", _a_whole),
        "humanitarian": found.one("humanitarian", _a_flag),
        "time_from": days["actual_start"] or days["planned_start"],
        "time_to": days["actual_end"] or days["planned_end"],
        "target_groups": found.known("target_group"),
        "admin": found.known("admin"),
        "places": [
            place for at, those in rows if (place := _place(_Cells(file, at, those))) is not None
        ],
        "partners": _partners(found),
        "sectors": _sectors(found),
        "budgets": _budgets(found),
        "transactions": [],
        "related": _links(found, "related"),
        "aliases": _links(found, "alias"),
        "xml": None,
        "row": number,
        "column": "A",
    }
    row |= _about(found, row)
    row["digest"] = _digest(row)
    return row


def _about(cells: _Cells, row: Row) -> Row:
    """Tier, evidence and topics as the table says; where it says nothing, from sectors and title."""
    said = {
        "tier": cells.one("tier", _a_tier),
        "because": cells.known("because"),
        "topics": cells.known("topic"),
    }
    if any(said.values()):
        return said
    sectors = [(one["vocabulary"], one["code"]) for one in row["sectors"] if one["percentage"] != 0]
    found = topics.classify(row["reporter"], sectors, row["title"])
    return {"tier": found.tier, "because": list(found.because), "topics": list(found.topics)}


def _digest(row: Row) -> str:
    """sha256 of all that the row says, wherever it stands."""
    said = {name: value for name, value in row.items() if name not in ("row", "column")}
    text = json.dumps(said, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class _Cells:
    """The cells of one row, read by column; every refusal names both."""

    def __init__(self, file: str, number: int, cells: Mapping[str, str]) -> None:
        self.file, self.number, self.cells = file, number, cells

    def refuse(self, column: str, problem: str, to_do: str) -> Refused:
        return Refused(self.file, f"row {self.number}, column {column}", problem, to_do)

    def text(self, column: str) -> str | None:
        return self.cells[column].strip() or None

    def one(self, column: str, read: Callable[[str], Any]) -> Any:
        return self._read(column, self.cells[column].strip(), read)

    def known(self, column: str) -> list[str]:
        """The values of a cell that holds a list of its own."""
        return [value for value in parted(self.cells[column]) if value]

    def values(self, column: str, read: Callable[[str], Any] = str) -> list[Any]:
        """The values of a cell that go together with those of others, empty ones as None."""
        return [self._read(column, value, read) for value in parted(self.cells[column])]

    def together(self, columns: Sequence[str]) -> None:
        """Refuse the row unless the cells have as many values, or none."""
        counts = {name: len(parted(self.cells[name])) for name in columns}
        most = max(counts.values())
        for name, count in counts.items():
            if count not in (0, most):
                raise self.refuse(
                    name,
                    f"has {count} values where {max(counts, key=lambda one: counts[one])} has {most}",
                    f"{', '.join(columns)} go together: part as many values by ;",
                )

    def _read(self, column: str, text: str, read: Callable[[str], Any]) -> Any:
        if not text:
            return None
        try:
            return read(text)
        except ValueError as error:
            raise self.refuse(column, f"{text!r} is not {error}", "mend the cell") from None


def parted(cell: str) -> list[str]:
    """The values of a cell, those parted by `;`; none for an empty cell. See `joined`."""
    if not cell.strip():
        return []
    values, now, escaped = [], "", False
    for sign in cell:
        if escaped:
            now, escaped = now + sign, False
        elif sign == "\\":
            escaped = True
        elif sign == ";":
            values.append(now.strip())
            now = ""
        else:
            now += sign
    return [*values, (now + "\\" * escaped).strip()]


def _row_by_row(
    cells: _Cells, columns: Sequence[str], *reads: Callable[[str], Any]
) -> Iterator[Any]:
    """The values of columns that go together, as tuples; text where no reader is named."""
    cells.together(columns)
    how: Sequence[Callable[[str], Any]] = reads or [str] * len(columns)
    lists = [cells.values(name, read) for name, read in zip(columns, how, strict=True)]
    most = max(map(len, lists))
    return zip(*(values or [None] * most for values in lists), strict=True)


def _partners(cells: _Cells) -> list[Row]:
    return [
        {"ref": ref, "name": name, "role": code, "type": None, "agency": agency_of(ref)}
        for role, code in ROLES.items()
        for name, ref in _row_by_row(cells, (role, f"{role}_id"))
    ]


def _sectors(cells: _Cells) -> list[Row]:
    columns = ("sector", "sector_name", "sector_percentage")
    found = []
    for sector, name, percentage in _row_by_row(cells, columns, str, str, _a_number):
        vocabulary, colon, code = (sector or "").partition(":")
        if not colon or not code:
            raise cells.refuse(
                "sector", f"{sector!r} is no sector", "write vocabulary and code, as in 1:15190"
            )
        found.append(
            {"vocabulary": vocabulary, "code": code, "name": name, "percentage": percentage}
        )
    return found


def _budgets(cells: _Cells) -> list[Row]:
    columns = ("budget", "budget_currency", "budget_start", "budget_end")
    return [
        {
            "from": start,
            "to": end,
            "value": value,
            "currency": currency,
            "type": None,
            "status": None,
        }
        for value, currency, start, end in _row_by_row(
            cells, columns, _a_number, str, _a_day, _a_day
        )
    ]


def _links(cells: _Cells, name: str) -> list[Row]:
    return [
        {"identifier": identifier, "type": kind}
        for identifier, kind in _row_by_row(cells, (name, f"{name}_type"))
    ]


def _place(cells: _Cells) -> Row | None:
    country, published = cells.text("country"), cells.text("country_code")
    region, percentage = cells.text("region"), cells.one("percentage", _a_number)
    if country is None and published is None and region is None:
        return None
    if region is not None:
        if country or published:
            raise cells.refuse("region", "stands beside a country", "give each a row of its own")
        return {
            "place": _region(region),
            "as_published": region,
            "kind": "region",
            "percentage": percentage,
        }
    return {
        "place": _country(cells, country, published),
        "as_published": published or country,
        "kind": "country",
        "percentage": percentage,
    }


def _country(cells: _Cells, country: str | None, published: str | None) -> str | None:
    if country is not None:
        if country in where.mapping("gmg"):
            return country
        raise cells.refuse("country", f"{country!r} is no country", "write its ISO alpha-3 code")
    return where.mapping("iso2").get((published or "").upper())


def _region(published: str) -> str | None:
    vocabulary, _, code = published.rpartition(":")
    return where.mapping("m49").get(code.zfill(3)) if vocabulary == "2" else None


def _a_day(text: str) -> date:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("a day like 2024-12-31")


def _a_number(text: str) -> float:
    if not DECIMAL.fullmatch(text):
        raise ValueError("a number like 1234.5")
    return float(text)


def _a_whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("a whole number")
    return int(text)


def _a_tier(text: str) -> str:
    if text not in TIERS:
        raise ValueError(f"a tier: {', '.join(TIERS)}")
    return text


def _a_flag(text: str) -> bool:
    known = {"yes": True, "no": False}
    if text.lower() not in known:
        raise ValueError("yes or no")
    return known[text.lower()]
