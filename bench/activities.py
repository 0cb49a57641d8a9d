"""Many IATI activities, made from the published ones with new identifiers, and two ways to take them in.

`make` writes the file, `floor` is lxml alone (parse, validate against the schema, let go), `stage`
is the whole import of gmg: structure, rules, code lists, rows, report, conflicts, Parquet. Each
prints one JSON object: seconds of the work itself, activities, bytes, and the peak memory of the
process and of its helpers together.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ACTIVITIES = 200_000
WANTED = 0.6
"""Of the speed of lxml alone."""
IDENTIFIER = re.compile(rb"(<iati-identifier>)([^<]*)(</iati-identifier>)")
ACTIVITY = re.compile(rb"<iati-activity[ >].*?</iati-activity>", re.DOTALL)


def make(data: Path, to: Path, number: int) -> None:
    """Write so many activities of one publisher, taken in turn from the published ones."""
    own = re.compile(rb'(<reporting-org ref=")[^"]*')
    models = [
        own.sub(rb"\g<1>XM-DAC-47066", found)
        for path in sorted((data / "iati" / "activities").glob("*.xml"))
        for found in ACTIVITY.findall(path.read_bytes())
    ]
    with to.open("wb") as out:
        out.write(b"<?xml version='1.0' encoding='UTF-8'?>\n<iati-activities version=\"2.03\">")
        for at in range(number):
            new = rb"\g<1>XM-DAC-47066-%d\g<3>" % at
            out.write(IDENTIFIER.sub(new, models[at % len(models)], count=1) + b"\n")
        out.write(b"</iati-activities>\n")


def floor(data: Path, path: Path) -> int:
    """Parse and validate with lxml alone, each activity let go at once."""
    from lxml import etree

    schema = etree.XMLSchema(
        etree.parse(data / "iati" / "schema-2.03" / "iati-activities-schema.xsd")
    )
    number = 0
    for _, element in etree.iterparse(path, events=("end",), tag="iati-activity", schema=schema):
        number += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return number


def staged(data: Path, path: Path, base: Path) -> int:
    """Import the file into an empty base."""
    from gmg.exchange.iati.staging import stage
    from gmg.exchange.iati.standard import Standard

    done = stage([path], base, lambda: Standard(data / "iati"), today=date(2026, 1, 1))
    (one,) = done.files
    assert one.balance() == 0 and one.accepted == one.activities, one
    return one.activities


def told(work: Callable[[], int], path: Path) -> None:
    """Do the work and print what it took."""
    start = time.perf_counter()
    number = work()
    seconds = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    helper = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(
        json.dumps(
            {
                "seconds": round(seconds, 3),
                "activities": number,
                "bytes": path.stat().st_size,
                "process_mib": own // 1024,
                "largest_helper_mib": helper // 1024,
            }
        )
    )


def main() -> None:
    what, data, path, *rest = sys.argv[1:]
    if what == "make":
        make(Path(data), Path(path), int(rest[0]))
    elif what == "floor":
        told(lambda: floor(Path(data), Path(path)), Path(path))
    else:
        told(lambda: staged(Path(data), Path(path), Path(rest[0])), Path(path))


if __name__ == "__main__":
    main()
