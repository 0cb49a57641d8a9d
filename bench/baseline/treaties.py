"""Treaty acts: participants with dates (2015), declarations, status of eight treaties (2022)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from bench.baseline.iom import below
from bench.baseline.table import Source, melt, placed

COLUMNS = [
    "instrument",
    "treaty",
    "party",
    "party_as_published",
    "act",
    "date",
    "year",
    "effective",
    "text",
    "complete",
    "agency",
    "dataset",
    "edition",
    "snapshot",
    "sheet",
    "row",
    "column",
    "as_published",
    "note",
]
SUFFIXES = {
    "a": "accession",
    "d": "succession",
    "A": "acceptance",
    "AA": "approval",
    "c": "formal confirmation",
}


def read(data: Path) -> Iterator[pd.DataFrame]:
    """Every file with acts."""
    for path in below(data, "ohchr-untc/untc-2015/treaties/*.csv"):
        yield acts(data, path)
    for path in below(data, "ohchr-untc/untc-2015/declarations/*.txt"):
        yield declarations(data, path)
    for path in below(data, "ohchr-untc/status-2022/*.csv"):
        yield status(data, path)


def finished(source: Source, frame: pd.DataFrame, **constants: object) -> pd.DataFrame:
    """The frame in the columns of the contract of acts."""
    return frame.assign(**constants, **source.stamp).reindex(columns=COLUMNS)


def acts(data: Path, path: str) -> pd.DataFrame:
    """Signatures and binding acts: `5 Jun 2007 a`."""
    source = Source(data, path, "UNTC", "untc.treaties", "2015-03")
    frame, letters = source.csv()
    frame["party"] = placed(frame["Participant"], "untc-name")
    measures = [name for name in letters if name != "Participant"]
    long = melt(frame, ["Participant", "party"], measures, letters)
    parts = long["as_published"].str.extract(r"^(\d+ \w{3} \d{4})\s*(\w+)?$")
    long["date"] = pd.to_datetime(parts[0], format="%d %b %Y", errors="coerce")
    long["year"] = long["date"].dt.year
    signed = long["measure"].str.startswith("Signature")
    usual = signed.map({True: "signature", False: "ratification"})
    long["act"] = parts[1].map(SUFFIXES).fillna(usual)
    long = long.rename(columns={"Participant": "party_as_published"})
    return finished(source, long, treaty=Path(path).stem, complete=True)


def declarations(data: Path, path: str) -> pd.DataFrame:
    """Texts of declarations and reservations under `#Participant`."""
    source = Source(data, path, "UNTC", "untc.treaties", "2015-03")
    found: list[tuple[str, int, str]] = []
    lines: list[str] = []
    party, start = None, 0
    for number, line in enumerate(source.content.decode("utf-8", "replace").splitlines(), start=1):
        if line.startswith("#"):
            if party is not None:
                found.append((party, start, "\n".join(lines).strip()))
            party, start, lines = line[1:].strip(), number, []
        else:
            lines.append(line)
    if party is not None:
        found.append((party, start, "\n".join(lines).strip()))
    frame = pd.DataFrame(found, columns=["party_as_published", "row", "text"])
    frame["party"] = placed(frame["party_as_published"], "untc-name")
    return finished(source, frame, act="declaration", treaty=Path(path).stem, complete=False)


def status(data: Path, path: str) -> pd.DataFrame:
    """Party, signatory or no action, with years only."""
    source = Source(data, path, "UNTC", "untc.status-2022", "2022-08")
    frame, letters = source.csv()
    frame["party"] = placed(frame["iso2"], "status-2022")
    frame["year"] = frame["year ratification or accession"]
    measures = ["state party", "signatory", "no action"]
    long = melt(frame, ["member", "party", "year"], measures, letters)
    long = long[long["as_published"] == "1"]
    long["act"] = long["measure"].map(
        {"state party": "party in the year", "signatory": "signatory", "no action": "no action"}
    )
    long["year"] = pd.to_numeric(long["year"], errors="coerce")
    long = long.rename(columns={"member": "party_as_published"})
    return finished(source, long, treaty=Path(path).stem.split("_")[-1], complete=True)
