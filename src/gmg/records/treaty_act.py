"""The treaty act contract: one row an act of one party, as a depositary published it.

| column | holds |
|---|---|
| instrument | code of `gmg.axes.what.instrument`, null where the catalogue has none |
| treaty | the depositary's own reference, `IV-13` |
| party | the place; null for an organisation |
| party_as_published | the name that stood there |
| act | signature, ratification, accession, succession, acceptance, approval, formal confirmation, ... |
| about | what a declaration, an objection or a withdrawal is about, in the words published |
| provisions | the provisions that it names, in the words published |
| date | the day of the act; null where only the year is known |
| year | the year of the act |
| effective | the day it takes effect, where the source says so |
| text | the text of a declaration or reservation |
| as_published | the text of the cell |
| complete | False where the source is known to be an excerpt: absence then says nothing |
| agency, dataset, edition, snapshot, sheet, row, column, note | as in the observation contract |
"""

from __future__ import annotations

import polars as pl

ACTS = (
    "participant",  # named in the table, without any date
    "signature",
    "succession to signature",
    "definitive signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "succession",
    "formal confirmation",
    "declaration",
    "party in the year",  # a status table that gives years and dummies, not acts
    "signatory",
    "no action",
    "entry into force",
    "reservation",
    "objection",  # to what another party reserved or declared
    "withdrawal",  # of an act by which the party was bound, or of its signature
    "withdrawal of reservation",  # or of a declaration or an objection
    "denunciation",
    "territorial application",
)
CONSENT = (
    "definitive signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "succession",
    "formal confirmation",
    "party in the year",
)
"""Acts that bind. A signature, or succession to one, does not.
https://treaties.un.org/pages/overview.aspx?path=overview%2Fglossary%2Fpage1_en.xml"""

SIGNING = ("signature", "succession to signature", "signatory")
ENDING = ("withdrawal", "denunciation")
SAYING = ("declaration", "reservation", "objection", "withdrawal of reservation")
"""Acts that say something of an act that binds and change nothing in whether it does."""

UNDATED = ("participant", "signatory", "no action", *ENDING, *SAYING, "territorial application")
"""Acts that a source may give without a day or a year."""

COLUMNS: dict[str, pl.DataType] = {
    "instrument": pl.String(),
    "treaty": pl.String(),
    "party": pl.String(),
    "party_as_published": pl.String(),
    "act": pl.Enum(ACTS),
    "about": pl.String(),
    "provisions": pl.String(),
    "date": pl.Date(),
    "year": pl.Int32(),
    "effective": pl.Date(),
    "text": pl.String(),
    "complete": pl.Boolean(),
    "agency": pl.String(),
    "dataset": pl.String(),
    "edition": pl.String(),
    "snapshot": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int32(),
    "column": pl.String(),
    "as_published": pl.String(),
    "note": pl.String(),
}
