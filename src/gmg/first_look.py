"""`make run`: build the evidence base, say what stands in it, and open the site."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmg.cli.site import PortTaken
from gmg.data_folder import DataChoice, choose

if TYPE_CHECKING:
    from gmg.analysis.agreement import Agreement
    from gmg.analysis.findings import Finding
    from gmg.evidence.base import Base

TOP = 5
LOOKED_AT = 200  # the weightiest findings, of which each concept and place is shown once
HOST, PORT = "127.0.0.1", 8000
NO_SITE = "GMG_NO_SITE"
"""Set where nobody reads: the look ends without serving."""
HEADINGS = {
    "contradiction": "contradict one another (a rule that cannot be broken is broken)",
    "disagreement": "disagree",
    "silence": "say nothing, or one alone speaks, or long ago",
}
NEXT = (
    ("gmg figures refugees --place LBY --from SDN --year 2024", "every agency side by side"),
    ("gmg trace ID", "the published cell behind a figure; ids stand in every answer"),
    ("gmg corridor SDN LBY", "all that is known of one pair"),
    ("gmg findings --kind contradiction --top 10", "what cannot both be true"),
    ("gmg profile Kenya --to kenya.html", "a country in four parts; kenya.pdf is written too"),
    ("gmg flows --from MEX --place USA", "who moved, by six methods side by side"),
    ("gmg demo", "a fictitious consultation on real figures; then /en/record/DEMO/2026/1"),
    ("gmg publish ./site", "the site as files that need no server"),
    ("gmg diff undesa.migrant-stock@2020 undesa.migrant-stock@2024", "what was revised"),
)
say = click.echo


def main() -> None:
    """Build into the base (`$GMG_BASE`, else the nearest `.gmg`), report, and serve until stopped.

    With `$GMG_NO_SITE` set it ends after the report. Raises BuildFailed when a file had to be
    refused; the last good release then still answers.
    """
    from gmg.evidence.base import open_base

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tables of flows are small
    choice = choose()
    tell_choice(choice)
    build_and_tell(choice)
    base = open_base()
    tell_size(base)
    tell_agreements(base)
    tell_findings(base)
    prepare_pages(base)
    tell_next()
    if not os.environ.get(NO_SITE):
        serve(base.folder)


def tell_choice(choice: DataChoice) -> None:
    """Say which files are read."""
    say(f"Reading {choice.why}: {choice.path}")
    if choice.sample:
        say(
            "SAMPLE EDITION: a few hundred figures written down with their citations. What is absent from\n"
            "it says nothing about what the agencies publish. Name real files with $GMG_DATA (docs/run.md)."
        )


def build_and_tell(choice: DataChoice) -> None:
    """Build, with a progress bar where someone watches, and print the closing table."""
    from gmg.cli.build import bar, closing_table
    from gmg.evidence.base import base_folder
    from gmg.evidence.build import build

    built = build(
        choice.path,
        base_folder(),
        sample=choice.sample,
        progress=bar if sys.stderr.isatty() else None,
    )
    closing_table(built)
    if built.unchanged:
        say("nothing has changed since it was built")


def tell_size(base: Base) -> None:
    """How many figures, of how many agencies, data sets and editions."""
    size = base.rows(
        "SELECT count(*) AS figures, count(DISTINCT agency) AS agencies, "
        "count(DISTINCT dataset) AS datasets, count(DISTINCT dataset || '@' || edition) AS editions "
        "FROM figures"
    )[0]
    note = " — SAMPLE EDITION" if base.release.sample else ""
    say(
        f"\n{size['figures']:,} figures of {size['agencies']} publishers, {size['datasets']} data sets, "
        f"{size['editions']} editions{note}"
    )
    acts = [account for account in base.release.accounts if account.kind == "treaty_acts"]
    if acts:
        publishers = ", ".join(sorted({account.agency for account in acts}))
        say(f"{sum(account.kept for account in acts):,} treaty acts ({publishers})")


def tell_agreements(base: Base) -> None:
    """Where two agencies are within a twentieth of each other."""
    from gmg.analysis.agreement import agreements, count_agreements

    total = sum(count_agreements(base).values())
    say(
        f"\nThe agencies agree within a twentieth: {total:,} times (concept, place, year). Among them:"
    )
    for item in agreements(base, TOP):
        say(f"  {agreed(item)}")


def agreed(item: Agreement) -> str:
    """An agreement in a line."""
    from gmg.axes import what, where

    return (
        f"{what.concept(item.concept).label}, {where.get(item.place).name}, {item.year}: "
        f"{item.first_agency} {item.first_amount:,.10g}, {item.second_agency} {item.second_amount:,.10g}"
    )


def tell_findings(base: Base) -> None:
    """Contradictions, disagreements and silences: how many by rule, and the weightiest."""
    from gmg.analysis.findings import RULES, count, findings

    counted = count(base)
    for kind, heading in HEADINGS.items():
        rules = [rule.id for rule in RULES if rule.kind == kind and rule.id in counted]
        total = sum(counted[rule][0] for rule in rules)
        by_rule = ", ".join(f"{rule} {counted[rule][0]:,}" for rule in rules)
        say(f"\nThey {heading}: {total:,} times" + (f" ({by_rule})" if by_rule else ""))
        for finding in one_a_subject(findings(base, kind=kind, top=LOOKED_AT)):
            say(f"  {finding.sentence}")


def one_a_subject(ranked: list[Finding]) -> list[Finding]:
    """The weightiest finding on each concept and place, the first few of them."""
    subjects: dict[tuple[str, str], Finding] = {}
    for finding in ranked:
        subjects.setdefault((finding.concept, finding.place), finding)
    return list(subjects.values())[:TOP]


def prepare_pages(base: Base) -> None:
    """Make what pages read from, which takes a while the first time."""
    from gmg.site.pages.prepared import prepare
    from gmg.site.shelf.build import build as build_shelf
    from gmg.site.shelf.build import path_of

    if not path_of(base).exists():
        say("\nMaking the pages ready (once for each release)")
    build_shelf(base)
    prepare(base.folder, base.release.id)


def tell_next() -> None:
    """What to ask from a terminal."""
    say("\nAsk on, from another terminal:")
    bin_folder = Path(sys.executable).parent
    shown = "" if (Path.cwd() / ".venv" / "bin") != bin_folder else ".venv/bin/"
    width = max(len(command) for command, _ in NEXT) + len(shown)
    for command, meaning in NEXT:
        say(f"  {shown + command:<{width}}  {meaning}")


def serve(base: Path) -> None:
    """Serve the site at the usual port, or at a free one where that is taken."""
    from gmg.cli.site import listen
    from gmg.group.store.database import address

    room = address(base)

    try:
        listen(base, HOST, PORT, logs=False, room=room)
    except PortTaken as taken:
        say(f"\n{taken}; another port is taken instead")
        listen(base, HOST, 0, logs=False, room=room)


if __name__ == "__main__":
    from gmg.cli.errors import explained

    sys.exit(explained(main))
