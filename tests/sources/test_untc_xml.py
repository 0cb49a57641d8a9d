"""The XML of one treaty, as the UN Treaty Collection publishes it."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

import polars as pl
import pytest

from gmg.evidence.claims import claimed
from gmg.evidence.snapshots import Snapshot
from gmg.sources import published
from gmg.sources.reading import Reading, Refused
from gmg.sources.untc.treaties import SOURCE
from helpers import read_checked, snapshot_of

FILE = next(edition for edition in SOURCE.editions if edition.id == "xml").files[0]
HEADINGS = (
    "Participant",
    "Signature, Succession to signature(d)",
    "Ratification, Accession(a), Succession(d)",
)
Row = tuple[str, ...]


def entry(text: str) -> str:
    """One cell; markup in it is escaped, as the collection writes it."""
    return f"<Entry>{escape(text)}</Entry>" if text else "<Entry />"


def rows(*found: Row) -> str:
    return "".join(f"<Row>{''.join(map(entry, row))}</Row>" for row in found)


def note(number: int, *texts: str) -> str:
    said = "".join(f"<text>{escape(text)}</text>" for text in texts)
    return f"<Note><index>{number}</index>{said}</Note>"


def statement(item: str, name: str, *texts: str) -> str:
    """A declaration or objection; a text that ends in a colon is a title, in tags it is a day."""
    made = []
    for text in texts:
        kind = (
            ""
            if text.startswith("<")
            else ' type="title"'
            if text.endswith(":")
            else ' type="para"'
        )
        made.append(f"<text{kind}>{escape(text)}</text>")
    return f"<{item}><Participant>{escape(name)}</Participant>{''.join(made)}</{item}>"


def treaty(
    *participants: Row,
    headings: Row = HEADINGS,
    sections: str = "",
    notes: str = "",
    parties: int = 0,
    numbers: str = "<Numsect>13</Numsect>",
    name: str = "IV-13.en.xml",
    encoding: str = "iso-8859-1",
    top: str = "",
) -> Snapshot:
    """A file in the shape of the published ones."""
    text = f"""<?xml version="1.0" encoding="iso-8859-1"?>{top}
<Document><Treaty><Template>mtdsg</Template>
<Header><Chapter><Header>CHAPTER IV&lt;superscript&gt;1&lt;/superscript&gt;</Header>
<Name>HUMAN RIGHTS</Name></Chapter><ExternalData>{numbers}
<Status><Parties>{parties}</Parties></Status></ExternalData></Header>
<Participants><Table colsep="0"><TGroup cols="3">
<Thead><Row rowsep="0">{"".join(map(entry, headings))}</Row></Thead>
<Tbody><Rows>{rows(*participants)}</Rows></Tbody></TGroup></Table></Participants>
<SpecialTables />{sections}<EndNotes>{notes}</EndNotes><Footer>IV 13. Human Rights</Footer>
</Treaty></Document>"""
    return snapshot_of(f"live/untc/{name}", text.encode(encoding))


def acts(reading: Reading, *columns: str) -> list[tuple[object, ...]]:
    return reading.figures.select(*columns).rows()


def test_suffix_and_heading_make_the_act() -> None:
    reading = read_checked(
        FILE,
        treaty(
            ("Albania", "", "5 Jun 2007 a"),
            ("Argentina", "10 Aug 2004", "23 Feb 2007"),
            ("Montenegro<superscript>2</superscript>", "23 Oct 2006 d", ""),
            ("China", "", ""),
            parties=2,
        ),
    )
    assert acts(reading, "party", "act", "date", "row", "column", "sheet") == [
        ("ALB", "accession", date(2007, 6, 5), 1, "Entry[3]", "Participants"),
        ("ARG", "signature", date(2004, 8, 10), 2, "Entry[2]", "Participants"),
        ("ARG", "ratification", date(2007, 2, 23), 2, "Entry[3]", "Participants"),
        ("MNE", "succession to signature", date(2006, 10, 23), 3, "Entry[2]", "Participants"),
        ("CHN", "participant", None, 4, "Entry[1]", "Participants"),
    ]
    assert acts(reading, "instrument", "treaty", "complete")[0] == ("ICRMW", "IV-13", True)
    assert reading.remarks == ("true for the day of its newest act: 2007-06-05",)
    assert reading.records == 4


@pytest.mark.parametrize(
    "name",
    [
        "Germany<superscript>2,3</superscript>",
        "Germany<Superscript> 2 </Superscript>",
        "Germany2",
        "Germany2,3",
        " Germany\n",
    ],
)
def test_a_footnote_glued_to_a_name_is_taken_off(name: str) -> None:
    reading = read_checked(FILE, treaty((name, "", "31 Aug 1997 a")))
    assert acts(reading, "party", "party_as_published") == [("DEU", "Germany")]


def test_a_footnote_that_is_an_element_is_taken_off_too() -> None:
    snapshot = treaty(("Germany", "", "31 Aug 1997 a"))
    raw = snapshot.content.replace(b"<Entry>Germany", b"<Entry>Germany<superscript>2</superscript>")
    reading = read_checked(FILE, snapshot_of(snapshot.name, raw))
    assert acts(reading, "party") == [("DEU",)]


def test_days_are_read_whatever_blanks_and_footnotes_stand_in_them() -> None:
    reading = read_checked(
        FILE, treaty(("Chile", " 24 Sep\t 1993 ", "21 Mar 2005<superscript>4</superscript>"))
    )
    assert acts(reading, "act", "date", "as_published") == [
        ("signature", date(1993, 9, 24), "24 Sep 1993"),
        ("ratification", date(2005, 3, 21), "21 Mar 2005<superscript>4</superscript>"),
    ]


def test_an_act_in_brackets_has_ended_and_the_note_says_when() -> None:
    reading = read_checked(
        FILE,
        treaty(
            ("Jamaica<superscript>3</superscript>", "[19 Dec 1996 ]", "[ 3 Oct 1997 ]"),
            ("Guyana", "", "10 May 1993 a"),
            notes=note(
                3,
                "On 23 October 1999, the Government of Jamaica notified the Secretary-General of its "
                "denunciation of the Protocol.",
            ),
            parties=1,
        ),
    )
    assert acts(reading, "party", "act", "date", "column") == [
        ("JAM", "denunciation", date(1999, 10, 23), "Entry[1]"),
        ("JAM", "signature", date(1996, 12, 19), "Entry[2]"),
        ("JAM", "ratification", date(1997, 10, 3), "Entry[3]"),
        ("GUY", "accession", date(1993, 5, 10), "Entry[3]"),
    ]
    assert len(reading.remarks) == 1


def test_a_denunciation_with_the_day_of_its_effect() -> None:
    said = (
        "By a notification received by the Secretary-General on 2 April 1995, the Government of "
        "Madagascar denounced the Convention; the denunciation took effect on 2 April 1996."
    )
    row = ("Madagascar<superscript>6</superscript>", "", "[20 Feb 1992 a]")
    reading = read_checked(FILE, treaty(row, notes=note(6, said)))
    found = reading.figures.filter(act="denunciation")
    assert found.select("date", "effective", "text").row(0) == (
        date(1995, 4, 2),
        date(1996, 4, 2),
        said,
    )


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ((), "withdrawal"),
        (("See note 1 under Chile.",), "withdrawal"),
        (("On 1 May 1998, X denounced it. On 2 June 1999, X acceded again.",), "denunciation"),
        (("Withdrawn; the withdrawal took effect later.",), "withdrawal"),
    ],
)
def test_an_end_of_which_no_note_says_just_the_day_has_none(said: Row, act: str) -> None:
    row = ("Chile<superscript>1</superscript>", "", "[20 Feb 1992 a]")
    reading = read_checked(FILE, treaty(row, notes=note(1, *said) if said else ""))
    assert acts(reading, "act", "date") == [(act, None), ("accession", date(1992, 2, 20))]


DECLARATIONS = (
    "<Declarations><Title>Declarations and Reservations</Title>"
    + statement("Declaration", "Chile", "Reservations:", "One.", "Two.", "")
    + statement(
        "Declaration",
        "Turkey",
        "Declarations:",
        "A) The declaration regarding Article 15:",
        "Preserved.",
        "B) The reservation regarding Article 40:",
        "Citizens only.",
    )
    + statement("Declaration", "Uruguay", "<right> 13 April 2012</right>", "Declaration:", "Yes.")
    + statement("Declaration", "Costa Rica<superscript>9</superscript>")
    + statement("Declaration", "Mexico<superscript>3</superscript>", "Kept.")
    + "</Declarations>"
)


def test_declarations_and_reservations_are_told_apart_by_their_headings() -> None:
    gone = "On 11 July 2014, the Government of Mexico notified the Secretary-General of the withdrawal of"
    reading = read_checked(
        FILE,
        treaty(
            ("Chile", "", "21 Mar 2005"),
            sections=DECLARATIONS,
            notes=note(3, gone + " the reservation to article 22.") + note(9, "Not maintained."),
        ),
    )
    found = reading.figures.filter(sheet="Declarations")
    assert found.select("row", "column", "party", "act", "date", "text").rows() == [
        (1, "text[1]", "CHL", "reservation", None, "One.\nTwo."),
        (2, "text[1]", "TUR", "declaration", None, "Preserved."),
        (2, "text[4]", "TUR", "reservation", None, "Citizens only."),
        (3, "text[2]", "URY", "declaration", date(2012, 4, 13), "Yes."),
        (4, "Participant", "CRI", "declaration", None, "Not maintained."),
        (
            5,
            "Participant",
            "MEX",
            "withdrawal of reservation",
            date(2014, 7, 11),
            gone + " the reservation to article 22.",
        ),
        (5, "text[1]", "MEX", "declaration", None, "Kept."),
    ]
    assert found["provisions"].to_list()[1:3] == [
        "A) The declaration regarding Article 15",
        "B) The reservation regarding Article 40",
    ]


def test_objections_say_what_they_are_about() -> None:
    section = (
        "<Objections>"
        + statement(
            "Objection",
            "Mexico",
            "<right>26 October 2017</right>",
            "With regard to the declaration made by Venezuela upon ratification:",
            "It is a reservation.",
        )
        + "</Objections>"
    )
    reading = read_checked(FILE, treaty(("Chile", "", "21 Mar 2005"), sections=section))
    assert acts(reading, "party", "act", "date", "about")[1:] == [
        (
            "MEX",
            "objection",
            date(2017, 10, 26),
            "With regard to the declaration made by Venezuela upon ratification",
        )
    ]


def test_territories_under_a_blank_name_are_those_of_the_name_above() -> None:
    one = "<Application><Participant>{}</Participant><DateNotification>{}</DateNotification>{}</Application>"
    section = (
        '<TerritorialApplications show="YES"><Title>Territorial Application</Title>'
        "<Header><col1>Participant</col1></Header>"
        + one.format("France", "8 Mar 1960", "<Territories>Guadeloupe</Territories>")
        + one.format("", "9 Dec 1961", "<Territories>New Caledonia</Territories>")
        + "</TerritorialApplications>"
    )
    reading = read_checked(FILE, treaty(("Chile", "", "21 Mar 2005"), sections=section))
    assert acts(reading, "party", "act", "date", "text")[1:] == [
        ("FRA", "territorial application", date(1960, 3, 8), "Guadeloupe"),
        ("FRA", "territorial application", date(1961, 12, 9), "New Caledonia"),
    ]


def test_bytes_of_windows_are_read_as_what_they_are() -> None:
    section = (
        "<Declarations>"
        + statement("Declaration", "Chile", "The State’s – “own”")
        + "</Declarations>"
    )
    reading = read_checked(
        FILE, treaty(("Côte d'Ivoire", "", "1 Feb 2005 a"), sections=section, encoding="cp1252")
    )
    assert acts(reading, "party", "text") == [("CIV", None), ("CHL", "The State’s – “own”")]


def test_the_count_of_parties_in_the_head_is_compared() -> None:
    reading = read_checked(FILE, treaty(("Chile", "", "21 Mar 2005"), parties=4))
    assert reading.remarks[1:] == ("the head of the file counts 4 parties, its table holds 1",)


def test_a_lettered_treaty() -> None:
    snapshot = treaty(
        ("Chile", "", "21 Mar 2005"),
        numbers="<Numsect>11</Numsect><Subnumsect>b</Subnumsect>",
        name="IV-11-b.en.xml",
    )
    assert acts(read_checked(FILE, snapshot), "treaty", "instrument") == [("IV-11-b", "CRC-OPAC")]


GOOD = ("Chile", "", "21 Mar 2005")


@pytest.mark.parametrize(
    ("snapshot", "message"),
    [
        (treaty(("Atlantis", "", "1 Mar 2005")), r"Participants!1/Entry\[1\]: unknown area"),
        (treaty(("Chile", "", "2005")), r"Participants!1/Entry\[3\]: '2005' is no day"),
        (treaty(("Chile", "", "1 Mar 2005 AA")), "no day with one of the acts"),
        (treaty(("Chile", "", "1 Mar 2005 D")), "no day with one of the acts"),
        (treaty(GOOD, GOOD), "stands a second"),
        (treaty(("Chile", "1 Mar 2005")), "has 2 entries where the header has 3"),
        (treaty(GOOD, headings=("State", "Signature", "Ratification")), "the header says"),
        (treaty(GOOD, headings=("Participant", "Signature", "Denunciation")), "act not known"),
        (treaty(GOOD, name="IV-12.en.xml"), "the name of the file IV-12"),
        (treaty(GOOD, name="four.en.xml"), "names no treaty"),
        (treaty(GOOD, top='<!DOCTYPE Document SYSTEM "x.dtd">'), "a document type or entities"),
        (
            treaty(GOOD, top='<!DOCTYPE D [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'),
            "a document type or entities",
        ),
        (
            snapshot_of("IV-13.en.xml", b"<html><body>urgent maintenance</body></html>"),
            "a web page",
        ),
        (snapshot_of("IV-13.en.xml", b"<Page>urgent maintenance</Page>"), "no status of a treaty"),
        (snapshot_of("IV-13.en.xml", treaty(GOOD).content[:-40]), "is no XML"),
        (snapshot_of("IV-13.en.xml", b""), "is no XML"),
        (
            snapshot_of("IV-13.en.xml", b"<Document><Treaty><Header/></Treaty></Document>"),
            "no table of participants",
        ),
    ],
)
def test_what_is_no_status_of_a_treaty_is_refused(snapshot: Snapshot, message: str) -> None:
    with pytest.raises(Refused, match=message):
        read_checked(FILE, snapshot)


def test_what_is_pulled_is_read() -> None:
    asked = published.requests("untc.treaties")
    assert all(request.is_read for request in asked)
    live = next(edition for edition in published.with_live(SOURCE).editions if edition.id == "live")
    assert [(file.path, file.kind) for file in live.files] == [
        ("live/untc/*.en.xml", "treaty_acts")
    ]
    paths = ["live/untc/XVIII-12-a.en.xml", "ohchr-untc/xml/V-2.en.xml"]
    claims, unclaimed = claimed(paths, [published.with_live(SOURCE)])
    assert ([claim.edition.id for claim in claims], unclaimed) == (["live", "xml"], [])


def test_every_cell_is_accounted_for() -> None:
    sections = DECLARATIONS + "<Notifications><Note>Something.</Note></Notifications>"
    reading = read_checked(FILE, treaty(GOOD, sections=sections, notes=note(1, "A.", "B.")))
    assert reading.balance() == 0
    assert (
        reading.figures.select(pl.struct("sheet", "row", "column").is_duplicated().any()).item()
        is False
    )
