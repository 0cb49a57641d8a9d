"""United Nations Treaty Collection: participants with day dates, and declarations, as of 2015.

Quirks: a date carries the act as a suffix (`5 Jun 2007 a`), `A` and `a` differ; the head of the last
column lists its acts in another order in almost every file, and `Succession to signature(d)` in the
head of the signature column is no binding act; one protocol has no signature column; a participant
may stand without any date and is then no party. The files were taken on different days: each is true
for the day of its newest act. Withdrawals, objections, footnotes and territorial applications are
not in them. https://treaties.un.org/pages/Overview.aspx?path=overview/glossary/page1_en.xml
"""

from __future__ import annotations

from pathlib import PurePosixPath

import polars as pl

from gmg.evidence.snapshots import Snapshot
from gmg.sources.description import Edition, File, Source
from gmg.sources.forms.csv import read_csv
from gmg.sources.forms.table import ROW, Table
from gmg.sources.forms.text import LINE, read_lines
from gmg.sources.places import places
from gmg.sources.reading import Reading, Refused
from gmg.sources.shape import check_unique, melt
from gmg.sources.untc import xml
from gmg.sources.untc.acts import acts, instrument_of, reference
from gmg.sources.untc.columns import dated
from gmg.sources.untc.licence import HOME, NONE_STATED


def read(snapshot: Snapshot) -> Reading:
    """One act a date, and one `participant` for a name that stands without any date."""
    table = read_csv(snapshot)
    names = list(table.address)
    if names[0] != "Participant" or len(names) not in (2, 3):
        raise Refused(
            snapshot.name,
            "row 1",
            f"the header says {names} where Participant and one or two columns of acts stood",
            "the collection has changed its table: compare with the last edition",
        )
    check_unique(table, ["Participant"])
    table.frame = table.frame.with_columns(
        places(table, "Participant", "untc-name").alias("party"),
        pl.col("Participant").alias("party_as_published"),
    )
    columns = names[1:]
    who = ["party", "party_as_published"]
    with_day = dated(table, melt(table, who, columns, "no such act"), columns)
    undated = table.frame.filter(pl.all_horizontal(pl.col(columns).is_null())).select(
        *(ROW, *who),
        act=pl.lit("participant"),
        column=pl.lit("Participant"),
        as_published=pl.col("Participant"),
        note=pl.lit("named among the participants without any date: no party, no signatory"),
    )
    table.ignore(
        "column Participant",
        table.frame.height - undated.height,
        "names the party of the acts in its row",
    )
    newest = with_day.select(pl.col("date").max().cast(pl.String)).item()
    table.remarks.append(f"true for the day of its newest act: {newest}")
    return acts(table, with_day, undated, complete=True, **_treaty(snapshot))


def read_declarations(snapshot: Snapshot) -> Reading:
    """One act a heading: the declarations and reservations of one participant, kept whole.

    A heading without a text (its declaration was withdrawn, or only a footnote told of it) is an
    act with no text whose note says so.
    """
    table = read_lines(snapshot)
    heading = pl.col(LINE).str.starts_with("#")
    lines = table.frame.drop_nulls(LINE).with_columns(
        heading=heading,
        party_as_published=pl.when(heading)
        .then(pl.col(LINE).str.strip_prefix("#").str.strip_chars())
        .forward_fill(),
    )
    _check_headings(table, lines)
    text = lines.filter(~pl.col("heading"))
    texts = text.group_by("party_as_published", maintain_order=True).agg(
        pl.col(ROW).first(),
        pl.col(LINE).first().alias("as_published"),
        pl.col(LINE).str.join("\n").alias("text"),
    )
    named = lines.filter("heading").select("party_as_published", ROW, as_published=pl.col(LINE))
    silent = named.join(texts, on="party_as_published", how="anti").with_columns(
        text=pl.lit(None, dtype=pl.String),
        note=pl.lit("named among the declarations, but no text was collected"),
    )
    found = pl.concat([texts, silent], how="diagonal")
    table.ignore("headings", texts.height, "name the party of the text below")
    table.ignore("blank lines", table.frame[LINE].null_count(), "part the texts")
    table.ignore("further lines", text.height - texts.height, "kept in the text they belong to")
    whose = Table(table.file, None, found, {"party_as_published": LINE}, 0)
    return acts(
        table,
        found.with_columns(
            party=places(whose, "party_as_published", "untc-name"), column=pl.lit(LINE)
        ),
        act="declaration",
        complete=True,
        **_treaty(snapshot),
    )


def _check_headings(table: Table, lines: pl.DataFrame) -> None:
    ownerless = lines.filter(pl.col("party_as_published").is_null())
    if ownerless.height:
        raise table.refuse(
            ownerless.item(0, ROW),
            LINE,
            "a text stands before the first heading (#Participant)",
            "the top of the file is missing: fetch it again",
        )
    twice = lines.filter("heading").filter(pl.col("party_as_published").is_duplicated())
    if twice.height:
        raise table.refuse(
            twice.item(1, ROW),
            LINE,
            f"a second heading {twice.item(1, 'party_as_published')!r}",
            "the file was joined wrongly: fetch it again",
        )


def _treaty(snapshot: Snapshot) -> dict[str, str | None]:
    stem = PurePosixPath(snapshot.name).stem
    try:
        treaty = reference(stem)
    except ValueError as error:
        raise Refused(
            snapshot.name, "", str(error), "name the file by chapter and number"
        ) from None
    return {"treaty": treaty, "instrument": instrument_of(treaty)}


SOURCE = Source(
    id="untc.treaties",
    agency="UNTC",
    title="Multilateral treaties deposited with the Secretary-General",
    counts="acts of States and organisations on a treaty: signatures, ratifications, accessions, "
    "successions, with their day, and declarations",
    cadence="daily on the depositary's pages",
    home=HOME,
    licence=NONE_STATED,
    editions=(
        Edition(
            id="2015",
            title="Pages as collected up to March 2015",
            published="2015-03-14",
            address="https://treaties.un.org/Pages/ParticipationStatus.aspx",
            files=(
                File(
                    "ohchr-untc/untc-2015/treaties/*.csv",
                    "participants and the days of their acts",
                    read,
                    kind="treaty_acts",
                ),
                File(
                    "ohchr-untc/untc-2015/declarations/*.txt",
                    "declarations and reservations",
                    read_declarations,
                    kind="treaty_acts",
                ),
                File(
                    "ohchr-untc/untc-2015/index.csv",
                    "list of treaties",
                    None,
                    why="titles and addresses of all treaties, no acts",
                ),
            ),
            note="Each file is true for the day of its newest act, from 2006 to 2015, not for March 2015",
        ),
        Edition(
            id="xml",
            title="Status of treaties in XML, as the depositary publishes it",
            published="",
            address="https://treaties.un.org/doc/Publication/MTDSG/",
            files=(
                File(
                    "ohchr-untc/xml/*.en.xml",
                    "participants, declarations, objections, territorial applications, end notes",
                    xml.read,
                    kind="treaty_acts",
                ),
            ),
            note="Each file is true for the day of its newest act",
        ),
    ),
    notes=(
        "Withdrawals, denunciations, objections and territorial applications are not in the files of 2015",
        "No declarations were collected for XVI-2, XVIII-4, XVIII-10, XVIII-12 and its protocols: "
        "that none stands here says nothing of them",
    ),
)
