"""United Nations Treaty Collection, the XML of one treaty: `IV-13.en.xml`.

Shape: `Document/Treaty` with `Header`, `Participants/Table/TGroup` (`Thead/Row`, `Tbody/Rows/Row`,
an `Entry` a cell), `Declarations`, `Objections`, `DeclarationsUnderArticle`,
`TerritorialApplications` and `EndNotes`. A cell is named by its section, the number of its row in
it, and the element in the row: `Participants`, 3, `Entry[2]`.

Quirks: markup stands in the text as escaped tags, among them footnotes glued to a name
(`Netherlands<superscript>1</superscript>`); an act that was withdrawn or denounced stands in
brackets (`[14 Nov 1980 a]`), and only an end note says when; the encoding is declared as ISO 8859-1
and is that of Windows; a page that tells of maintenance comes with status 200; a blank participant
in the table of territories is the one above.
https://treaties.un.org/doc/Publication/MTDSG/Volume%20I/Chapter%20IV/IV-13.en.xml
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

import polars as pl
from lxml import etree

from gmg.evidence.snapshots import Snapshot
from gmg.sources.forms.csv import refuse_web_page
from gmg.sources.forms.table import ROW, Table
from gmg.sources.places import places
from gmg.sources.reading import Ignored, Reading, Refused
from gmg.sources.shape import check_unique
from gmg.sources.untc.acts import acts, instrument_of
from gmg.sources.untc.columns import dated

Element = etree._Element

LIMIT = 64 * 1024**2  # the largest published file is of 3 MB
NAME = re.compile(r"(?P<treaty>[IVX]+-\d+(?:-[a-z0-9]+)*)\.en\.xml")
TABLE = "Participants/Table/TGroup"
CELLS = frozenset(("Entry", "text", "Participant", "Text", "Territories", "DateNotification"))
"""Elements whose whole content is one cell, whatever is marked up in it."""

NOTE = re.compile(r"<superscript>\s*(.*?)\s*</superscript>", re.IGNORECASE | re.DOTALL)
GLUED = re.compile(r"(?<=[^\d\s,])(\d{1,2}(?:,\s?\d{1,2})*)$")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
RIGHT = re.compile(r"<right>(.*?)</right>", re.IGNORECASE | re.DOTALL)
BRACKETS = re.compile(r"\[\s*(.*?)\s*\]")
HEADING = re.compile(
    r"^\W*(?:[A-Z0-9][).]\s*)?(?:the\s+)?(?:interpretative\s+|general\s+)?"
    r"(declaration|reservation|objection)s?\b[^.]{0,140}$",
    re.IGNORECASE,
)
DAY = r"(\d{1,2} [A-Z][a-z]+ \d{4})"
ENDED = (
    re.compile(
        rf"On {DAY}, the Government of [^.]+? (?:notified|informed) the Secretary-General of its "
        r"(?:decision to )?(?:denunciation|withdrawal|denounce|withdraw)\b[^.]*\.?"
    ),
    re.compile(
        rf"By a notification received by the Secretary-General on {DAY}, the Government of [^.]+? "
        rf"denounced the [^.;]+; the denunciation took effect on {DAY}\.?"
    ),
)
WITHDRAWN = re.compile(
    rf"^(?:On|In a communication received on|By a notification received on) {DAY}, [^.]*?"
    r"withdraw(?:al|n)?\b[^.]*?(?:reservation|declaration|objection)",
)


@dataclass(slots=True)
class Section:
    """Cells of one section that became acts, cells that did not, and the table that names them."""

    name: str
    file: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)

    def ignore(self, what: str, cells: int, why: str) -> None:
        """Say that so many cells are left out, and why."""
        if cells:
            self.ignored.append(Ignored(what, cells, why))


def read(snapshot: Snapshot) -> Reading:
    """Every act that the file holds: signatures and acts that bind, their ends, what was declared,
    reserved, objected to and withdrawn, and where it was said to apply.

    Raises Refused for a web page, a file with a document type or entities, another shape, another
    treaty than its name says, and for a name, day or act that is not known.
    """
    treaty = _parsed(snapshot)
    reference = _reference(snapshot, treaty)
    notes = _notes(treaty)
    constants = {
        "treaty": reference,
        "instrument": instrument_of(reference),
        "complete": True,
    }
    readings = [_participants(snapshot.name, treaty, notes, constants)]
    for name, item, act in (
        ("Declarations", "Declaration", "declaration"),
        ("DeclarationsUnderArticle", "Declaration", "declaration"),
        ("Objections", "Objection", "objection"),
    ):
        above = 0
        for section in treaty.findall(name):
            said = _said(snapshot.name, section, item, act, notes, above)
            readings.append(_reading(said, constants))
            above += len(section.findall(item))
    readings += [
        _reading(_territories(snapshot.name, section), constants)
        for section in treaty.findall("TerritorialApplications")
    ]
    readings.append(_rest(treaty))
    figures = pl.concat([reading.figures for reading in readings if reading.figures.height])
    newest = figures.select(pl.col("date").max().cast(pl.String)).item()
    return Reading(
        figures=figures,
        records=readings[0].records,
        holds=_cells(treaty.getroottree().getroot()),
        ignored=tuple(item for reading in readings for item in reading.ignored),
        remarks=(
            f"true for the day of its newest act: {newest}",
            *(remark for reading in readings for remark in reading.remarks),
        ),
    )


# --- the file -----------------------------------------------------------------------------------


def _parsed(snapshot: Snapshot) -> Element:
    """The element `Treaty` of a file that is safe to open."""
    content = snapshot.content
    refuse_web_page(snapshot.name, content)
    fetch = "open the address in a browser, see what it says, and fetch the file again"
    if len(content) > LIMIT:
        raise Refused(snapshot.name, "", f"{len(content):,} bytes are too many", "see LIMIT")
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        problem = "declares a document type or entities, which the collection's files never do"
        raise Refused(snapshot.name, "", problem, "do not open it: fetch the file again")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        at = f"line {error.lineno}" if error.lineno else ""
        raise Refused(snapshot.name, at, f"is no XML ({error.msg})", fetch) from error
    treaty = root.find("Treaty")
    if root.tag != "Document" or treaty is None:
        raise Refused(snapshot.name, "", f"is no status of a treaty but <{root.tag}>", fetch)
    if treaty.find(f"{TABLE}/Tbody") is None or treaty.find(f"{TABLE}/Thead/Row") is None:
        problem = f"has no table of participants (Treaty/{TABLE}/Thead and Tbody)"
        raise Refused(snapshot.name, "", problem, fetch)
    return treaty


def _reference(snapshot: Snapshot, treaty: Element) -> str:
    """The depositary's reference from the name of the file, which its head must confirm."""
    name = PurePosixPath(snapshot.name).name
    named = NAME.fullmatch(name)
    if named is None:
        remedy = "name the file as it was published, IV-13.en.xml"
        raise Refused(snapshot.name, "", f"{name!r} names no treaty", remedy)
    chapter = _plain(treaty.findtext("Header/Chapter/Header") or "").removeprefix("CHAPTER").strip()
    numbers = ("Numsect", "Subnumsect", "Subsubnumsect")
    parts = [_plain(treaty.findtext(f"Header/ExternalData/{tag}") or "") for tag in numbers]
    said = "-".join(part for part in (chapter, *parts) if part)
    if said != named["treaty"]:
        raise Refused(
            snapshot.name,
            "Treaty/Header",
            f"the head says that this is treaty {said}, the name of the file {named['treaty']}",
            "the file was saved under another name: fetch it again",
        )
    return said


def _cells(root: Element) -> int:
    """How many cells the file holds: elements with a text, those of `CELLS` taken whole."""
    if root.tag in CELLS:
        return int(bool(_text(root).strip()))
    own = int(bool((root.text or "").strip()))
    return own + sum(_cells(child) for child in root.iterchildren(etree.Element))


def _text(element: Element) -> str:
    """All that stands in an element, tags that are not escaped written as if they were.

    The bytes 0x80 to 0x9F are those of Windows-1252, whatever the head of the file says.
    https://encoding.spec.whatwg.org/#names-and-labels
    """
    inner = [element.text or ""]
    for child in element.iterchildren(etree.Element):
        inner += [f"<{child.tag}>", _text(child), f"</{child.tag}>", child.tail or ""]
    return "".join(inner).translate(WINDOWS)


WINDOWS = {
    code: text
    for code in range(0x80, 0xA0)
    if (text := bytes([code]).decode("cp1252", errors="ignore"))
}


def _plain(text: str) -> str:
    """A text without footnotes, markup and needless blanks."""
    return " ".join(TAG.sub("", NOTE.sub("", text)).split())


def _named(text: str) -> tuple[str, tuple[str, ...]]:
    """A name and the numbers of the footnotes glued to it."""
    numbers = [number for found in NOTE.findall(text) for number in re.findall(r"\w+", found)]
    name = _plain(text)
    if glued := GLUED.search(name):
        numbers += re.findall(r"\d+", glued[1])
        name = name[: glued.start()]
    return name.strip(), tuple(numbers)


def _notes(treaty: Element) -> dict[str, str]:
    """The end notes by number."""
    return {
        _plain(note.findtext("index") or ""): _paragraphs(note.findall("text"))
        for note in treaty.findall("EndNotes/Note")
    }


def _paragraphs(texts: Iterable[Element]) -> str:
    return "\n".join(line for text in texts if (line := _plain(_text(text))))


# --- participants -------------------------------------------------------------------------------


def _participants(
    file: str, treaty: Element, notes: dict[str, str], constants: dict[str, Any]
) -> Reading:
    """One act a day, one `participant` for a name without any, one end for a row in brackets."""
    group = treaty.find(TABLE)
    assert group is not None
    columns = [_plain(_text(entry)) for entry in group.findall("Thead/Row/Entry")]
    if not columns or columns[0] != "Participant" or len(columns) < 2:
        raise Refused(
            file,
            f"Treaty/{TABLE}/Thead",
            f"the header says {columns} where Participant and columns of acts stood",
            "the collection has changed its table: compare with the last edition",
        )
    rows = group.findall("Tbody/Rows/Row") or group.findall("Tbody/Row")
    names: list[dict[str, Any]] = []
    cells: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=1):
        entries = [_text(entry).strip() for entry in row.findall("Entry")]
        if len(entries) != len(columns):
            problem = f"has {len(entries)} entries where the header has {len(columns)}"
            raise Refused(file, f"Participants, row {number}", problem, "fetch the file again")
        names.append({ROW: number, **_who(entries[0], notes), "as_published": entries[0]})
        for column, text in zip(columns[1:], entries[1:], strict=True):
            if text:
                cells.append(_cell(number, column, text))
    table = _table(file, "Participants", names, columns)
    table.frame = table.frame.with_columns(party=places(table, "party_as_published", "untc-name"))
    check_unique(table, ["party_as_published"])
    who = table.frame.select(ROW, "party", "party_as_published", "notes")
    schema = {ROW: pl.Int32, "column": pl.String, "as_published": pl.String, "whole": pl.String}
    long = pl.DataFrame(cells, schema={**schema, "ended": pl.Boolean}).join(who, on=ROW, how="left")
    with_day = dated(table, long, columns[1:])
    left = pl.lit("in brackets in the table: no longer in effect")
    found = with_day.with_columns(
        as_published=pl.col("whole"), note=pl.when("ended").then(left)
    ).drop("whole", "notes", "ended")
    alone = _without_day(table, with_day)
    ends = _ends(table, with_day)
    held = table.frame.height - alone.height - ends.height
    table.ignore("names of participants", held, "name the party of the acts in their row")
    table.ignore("names of columns", len(columns), "say which acts a column holds")
    reading = acts(table, found, alone, ends, sheet="Participants", **constants)
    return Reading(
        figures=reading.figures,
        records=len(rows),
        holds=0,
        ignored=reading.ignored,
        remarks=_counted(treaty, with_day),
    )


def _table(file: str, sheet: str, rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> Table:
    address = {name: f"Entry[{at}]" for at, name in enumerate(columns, start=1)}
    address["party_as_published"] = "Entry[1]"
    schema: dict[str, Any] = {
        ROW: pl.Int32,
        "party_as_published": pl.String,
        "notes": pl.List(pl.String),
        "as_published": pl.String,
    }
    return Table(file, sheet, pl.DataFrame(rows, schema=schema), address, 0, header=False)


def _who(text: str, notes: dict[str, str]) -> dict[str, Any]:
    name, numbers = _named(text)
    return {"party_as_published": name, "notes": [notes[n] for n in numbers if n in notes]}


def _cell(row: int, column: str, text: str) -> dict[str, Any]:
    """A cell of a day: its text without brackets and footnotes to be read, and as it stands."""
    bare = _plain(text)
    brackets = BRACKETS.fullmatch(bare)
    return {
        ROW: row,
        "column": column,
        "as_published": " ".join((brackets[1] if brackets else bare).split()),
        "whole": " ".join(text.split()),
        "ended": brackets is not None,
    }


def _without_day(table: Table, cells: pl.DataFrame) -> pl.DataFrame:
    return table.frame.join(cells.select(ROW).unique(), on=ROW, how="anti").select(
        *(ROW, "party", "party_as_published"),
        act=pl.lit("participant"),
        column=pl.lit("party_as_published"),
        as_published=pl.col("as_published"),
        note=pl.lit("named among the participants without any date: no party, no signatory"),
    )


def _ends(table: Table, cells: pl.DataFrame) -> pl.DataFrame:
    """One end for each row with an act in brackets, dated only where a note says nothing else."""
    ended = cells.filter("ended").select(ROW).unique()
    rows = []
    for row in table.frame.join(ended, on=ROW, how="semi").iter_rows(named=True):
        telling = [text for text in row["notes"] if re.search("denounc|denunci|withdr", text)]
        text = "\n".join(telling) or None
        told, effect = _days_of_end(telling)
        denounced = re.search("denounc|denunci", text or "")
        rows.append(
            {
                ROW: row[ROW],
                "party": row["party"],
                "party_as_published": row["party_as_published"],
                "act": "denunciation" if denounced else "withdrawal",
                "date": told,
                "effective": effect,
                "text": text,
                "column": "party_as_published",
                "as_published": row["as_published"],
                "note": "its act stands in brackets; "
                + ("the end note tells of it" if text else "no end note says when it ended"),
            }
        )
    texts = ("party", "party_as_published", "act", "text", "column", "as_published", "note")
    schema: dict[str, Any] = {ROW: pl.Int32, "date": pl.Date, "effective": pl.Date}
    schema |= dict.fromkeys(texts, pl.String)
    return pl.DataFrame(rows, schema=schema)


def _days_of_end(notes: Sequence[str]) -> tuple[date | None, date | None]:
    """Day of notification and of effect, where the one note says just this in one sentence."""
    if len(notes) != 1:
        return None, None
    for form in ENDED:
        if found := form.fullmatch(notes[0].strip()):
            days = [_day(text) for text in found.groups()]
            return days[0], days[1] if len(days) > 1 else None
    return None, None


def _day(text: str) -> date | None:
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(" ".join(text.split()), form).date()
        except ValueError:
            continue
    return None


def _counted(treaty: Element, cells: pl.DataFrame) -> tuple[str, ...]:
    """A remark where the head of the file counts other parties than its table holds."""
    said = _plain(treaty.findtext("Header/ExternalData/Status/Parties") or "")
    binding = ~pl.col("act").is_in(["signature", "succession to signature"])
    held = cells.filter(binding & ~pl.col("ended"))["party_as_published"].n_unique()
    if not said.isdigit() or int(said) == held:
        return ()
    return (f"the head of the file counts {said} parties, its table holds {held}",)


# --- what was said ------------------------------------------------------------------------------


def _said(
    file: str, section: Element, item: str, act: str, notes: dict[str, str], above: int
) -> Section:
    """One act a declaration, reservation or objection, and one for a note of its withdrawal.

    `above` items stand in a section of that name before this one.
    """
    found = Section(section.tag, file)
    titles = [text for title in section.findall("Title") if (text := _plain(_text(title)))]
    under = " ".join(titles) if section.tag == "DeclarationsUnderArticle" else None
    found.ignore("titles", len(titles), "head of the section")
    for number, element in enumerate(section.findall(item), start=above + 1):
        name = element.find("Participant")
        published = "" if name is None else _text(name)
        who = _who(published, notes)
        taken = 0
        for part in _parts(element):
            found.rows.append(_statement(number, who, part, act, under))
            taken += 1
        further = sum(bool(_text(text).strip()) for text in element.findall("text")) - taken
        found.ignore("further texts", further, "kept in the act that they belong to")
        _withdrawn(found, number, who, published, taken, act)
    return found


@dataclass(slots=True)
class Part:
    """Texts of one statement: number and words of the first, whether that is a day; day, headings."""

    at: int
    first: str
    of_day: bool
    day: date | None
    headings: list[str]
    lines: list[str]


def _parts(element: Element) -> Iterator[Part]:
    """The statements of one participant: a heading after a text begins another."""
    part: Part | None = None
    for at, text in enumerate(element.findall("text"), start=1):
        raw = _text(text)
        line = _plain(raw)
        if not line:
            continue
        right = RIGHT.fullmatch(raw.strip())
        opens = bool(right) or bool(HEADING.match(line))
        if part is None or (opens and part.lines):
            if part is not None:
                yield part
            part = Part(at, line, bool(right), None, [], [])
        if right:
            part.day = _day(line) or part.day
            continue
        if part.of_day:  # the words begin below the day
            part.at, part.first, part.of_day = at, line, False
        if opens or text.get("type") == "title":
            part.headings.append(line)
            if not opens:
                part.lines.append(line)
        else:
            part.lines.append(line)
    if part is not None:
        yield part


def _statement(
    number: int, who: dict[str, Any], part: Part, act: str, under: str | None
) -> dict[str, Any]:
    heads = " ".join(part.headings)
    kinds = {found[1].lower() for head in part.headings if (found := HEADING.match(head))}
    reserved = act == "declaration" and kinds == {"reservation"}
    mentions = [
        head.rstrip(":") for head in part.headings if re.search(r"\barticle", head, re.IGNORECASE)
    ]
    return {
        ROW: number,
        "party_as_published": who["party_as_published"],
        "act": "reservation" if reserved else act,
        "about": (heads.rstrip(":") or None) if act == "objection" else under,
        "provisions": "; ".join(mentions) or None,
        "date": part.day,
        "text": "\n".join(part.lines or part.headings) or None,
        "column": f"text[{part.at}]",
        "as_published": part.first,
        "note": f"headed: {heads}" if heads else None,
    }


def _withdrawn(
    found: Section, number: int, who: dict[str, Any], published: str, taken: int, act: str
) -> None:
    """An act for the end notes that tell of a withdrawal, else for a name without any text."""
    telling = [text for text in who["notes"] if WITHDRAWN.match(text)]
    row = {
        ROW: number,
        "party_as_published": who["party_as_published"],
        "column": "Participant",
        "as_published": published.strip(),
    }
    if telling:
        days = [_day(match[1]) for text in telling if (match := WITHDRAWN.match(text))]
        one = days[0] if len(days) == 1 else None
        found.rows.append(
            {**row, "act": "withdrawal of reservation", "date": one, "text": "\n".join(telling)}
        )
    elif not taken:
        why = "named among the declarations, but no text was collected"
        notes = "\n".join(who["notes"]) or None
        found.rows.append({**row, "act": act, "text": notes, "note": why})
    elif published.strip():
        found.ignore("names of participants", 1, "name the party of the texts below")


def _territories(file: str, section: Element) -> Section:
    """One act a notification, with its territories."""
    found = Section(section.tag, file)
    heads = [*section.findall("Title"), *section.findall("Header/*")]
    found.ignore("heads", sum(bool(_text(head).strip()) for head in heads), "head of the section")
    above = ""
    for number, element in enumerate(section.findall("Application"), start=1):
        values = {
            tag: element.find(tag) for tag in ("Participant", "DateNotification", "Territories")
        }
        texts = {tag: "" if one is None else _text(one).strip() for tag, one in values.items()}
        above = texts["Participant"] or above
        held = [tag for tag in ("DateNotification", "Territories", "Participant") if texts[tag]]
        if not held:
            continue
        found.rows.append(
            {
                ROW: number,
                "party_as_published": _named(above)[0],
                "act": "territorial application",
                "date": _day(_plain(texts["DateNotification"])),
                "text": _plain(texts["Territories"]) or None,
                "column": held[0],
                "as_published": texts[held[0]],
            }
        )
        found.ignore("further cells", len(held) - 1, "kept in the act of their row")
    return found


SAID = {
    ROW: pl.Int32,
    "party_as_published": pl.String,
    "act": pl.String,
    "about": pl.String,
    "provisions": pl.String,
    "date": pl.Date,
    "text": pl.String,
    "column": pl.String,
    "as_published": pl.String,
    "note": pl.String,
}


def _reading(section: Section, constants: dict[str, Any]) -> Reading:
    frame = pl.DataFrame(section.rows, schema=SAID)
    address = {name: name for name in frame["column"].unique().to_list()}
    address["party_as_published"] = "Participant"
    table = Table(section.file, section.name, frame, address, 0, header=False)
    table.ignored.extend(_merged(section.ignored))
    with_places = frame.with_columns(party=places(table, "party_as_published", "untc-name"))
    return acts(table, with_places, sheet=section.name, **constants)


def _merged(ignored: Iterable[Ignored]) -> list[Ignored]:
    counts: dict[tuple[str, str], int] = {}
    for item in ignored:
        counts[item.what, item.why] = counts.get((item.what, item.why), 0) + item.cells
    return [Ignored(what, cells, why) for (what, why), cells in counts.items()]


def _rest(treaty: Element) -> Reading:
    """The account of what holds no act."""
    kept = {
        "Header": "head of the treaty",
        "Template": "name of a layout",
        "Footer": "foot of the page",
        "EndNotes": "kept in the acts of who refers to them",
        "SpecialTables": "tables of other acts than those read here",
        "Notifications": "notifications, which are no acts of parties here",
    }
    ignored = []
    read_here = ("Participants", "Declarations", "DeclarationsUnderArticle", "Objections")
    for child in treaty.iterchildren(etree.Element):
        cells = _cells(child)
        if cells and child.tag not in (*read_here, "TerritorialApplications"):
            why = kept.get(child.tag, "a section not known here")
            ignored.append(Ignored(f"section {child.tag}", cells, why))
    return Reading(pl.DataFrame(), 0, 0, tuple(ignored))
