"""`gmg gaps`, `gmg overlaps`, `gmg who-does-what`, `gmg mandates`: who works on what, and where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gmg.cli.options import asked_of_a_base, json_option, place_option

if TYPE_CHECKING:
    from datetime import date

    from gmg.analysis.coordination.gaps import Gap, Gaps
    from gmg.evidence.base import Base

region_option = click.option("--region", help="All countries of a region or group (Eastern Africa)")
topic_option = click.option("--topic", help="One topic; `gmg mandates` names them")
year_option = click.option("--year", type=int, help="The year asked for")
top_option = click.option(
    "--top", type=click.IntRange(min=1), default=20, help="Only the first N; 20 unless named"
)


@click.command()
@place_option
@region_option
@topic_option
@year_option
@top_option
@asked_of_a_base
def gaps(
    place: str | None,
    region: str | None,
    topic: str | None,
    year: int | None,
    top: int,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Cells of place and topic where little is known to be done, by need, law and response."""
    import gmg
    from gmg.analysis.coordination.gaps import gaps as ask
    from gmg.cli.said import said_beside
    from gmg.cli.show import about, print_json
    from gmg.records.said import hung

    opened = gmg.open(base, release)
    found = ask(
        opened,
        places=_places(place, region),
        topics=_topics(topic),
        year=year,
        top=top,
        attached=hung(said_beside(base)),
    )
    if as_json:
        print_json(gap.as_json() for gap in found.cells)
        return
    about(opened)
    _say_what_is_read(opened)
    _gaps(found)


def _gaps(found: Gaps) -> None:
    from gmg.cli.show import number, place_name, table

    states = ", ".join(f"{n:,} {state}" for state, n in found.states.items())
    print(f"{sum(found.states.values()):,} cells of {found.year}: {states}.")
    print("A gap is a cell where none is known; of one that is not reported nobody can tell.")

    heads = ["place", "topic", "state", "score", "people", "figure", "not joined", "activities"]
    rows = []
    for gap in found.cells:
        figure = gap.need.figures[0] if gap.need.figures else None
        rows.append(
            [
                f"{place_name(gap.place)} ({gap.place})",
                gap.topic,
                gap.state + (f": {', '.join(gap.agencies)}" if gap.agencies else ""),
                "–" if gap.score is None else f"{gap.score:.2f}",
                number(gap.need.persons),
                f"{figure.concept}, {figure.agency} {figure.on.year}, {figure.cells[0]}"
                if figure
                else "",
                _law(gap),
                ", ".join(gap.activities[:2])
                + (f" and {len(gap.activities) - 2} more" if len(gap.activities) > 2 else ""),
            ]
        )
    if not rows:
        print("no such cell")
        return
    print("Score = log10(1 + people) × lack × (1 + share not joined);")
    print("lack: none known 1, not reported 0.5, single agency 0.5, several 0.25, covered 0.")
    table(heads, rows, right=["score", "people"])
    reach = {code: gap.law.as_of.get(code, "") for gap in found.cells for code in gap.law.open}
    if reach:
        said = ", ".join(f"{code} {day}" for code, day in sorted(reach.items()))
        print(f"Not joined as far as the newest act in each file: {said}")
    unknown = sorted({agency for gap in found.cells for agency in gap.unknown})
    if unknown:
        print("Not known to report all that they do: " + ", ".join(unknown))


def _law(gap: Gap) -> str:
    """How many of the instruments on the topic that are known here the place has not joined."""
    known = len(gap.law.open) + len(gap.law.joined)
    if not known:
        return "not known here"
    named = f": {', '.join(gap.law.open[:4])}" if gap.law.open else ""
    return f"{len(gap.law.open)} of {known}{named}"


@click.command()
@place_option
@region_option
@topic_option
@year_option
@top_option
@asked_of_a_base
def overlaps(
    place: str | None,
    region: str | None,
    topic: str | None,
    year: int | None,
    top: int,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Activities of two agencies that meet in area, topic and dates and are not joint."""
    import gmg
    from gmg.analysis.coordination.overlaps import overlaps as ask
    from gmg.cli.show import about, place_name, print_json

    opened = gmg.open(base, release)
    found = ask(opened, places=_places(place, region), topics=_topics(topic), year=year)
    if as_json:
        print_json(one.as_json() for one in found[:top])
        return
    about(opened)
    _say_what_is_read(opened)
    for one in found[:top]:
        kind = "overlap" if one.certain else "possible overlap"
        print(f"{place_name(one.place)} ({one.place}): {kind} of {one.one} and {one.other}")
        print(f"    topics: {', '.join(one.topics)}")
        print(f"    dates: {one.time_from} to {one.time_to or 'no end stated'}")
        if one.admin:
            print(f"    areas in common: {', '.join(one.admin)}")
        if one.target_groups:
            print(f"    target groups in common: {', '.join(one.target_groups)}")
        if one.not_stated:
            print(f"    not stated by both: {', '.join(one.not_stated)}")
        print(f"    {one.one}: {', '.join(one.ones)}")
        print(f"    {one.other}: {', '.join(one.others)}")
    certain = sum(one.certain for one in found)
    print(
        f"{certain} overlaps and {len(found) - certain} possible ones by place and pair of agencies"
        + (f"; the first {top} are shown" if len(found) > top else "")
    )


@click.command(name="who-does-what")
@click.option("--place", required=True, help="Where: code or name in any of six languages")
@topic_option
@year_option
@click.option("--all", "every", is_flag=True, help="Print activities for regions and the world too")
@asked_of_a_base
def who_does_what(
    place: str,
    topic: str | None,
    year: int | None,
    every: bool,
    as_json: bool,
    base: Path | None,
    release: str | None,
) -> None:
    """Which agency does what at a place: activities with topics and dates, and what it publishes."""
    import gmg
    from gmg.analysis.coordination.who_does_what import who_does_what as ask
    from gmg.cli.show import about, place_name, print_json, table

    opened = gmg.open(base, release)
    about_topic = _topics(topic)
    found = ask(
        opened, place, topic=about_topic[0] if about_topic else None, year=year, figures=not as_json
    )
    if as_json:
        print_json(one.as_json() for one in found.activities)
        return
    about(opened)
    _say_what_is_read(opened)
    print(f"{place_name(found.place)} ({found.place})")
    for agency in found.agencies:
        topics = ", ".join(f"{name} {n}" for name, n in found.topics(agency).items())
        print(f"  {agency}: {topics}")
    shown = found.activities if every else found.of_the_place
    rows = [
        [
            one.agency,
            one.identifier,
            one.title,
            f"{one.time_from or '?'} – {one.time_to or '?'}",
            one.tier,
            *([place_name(one.area) if one.area != "country" else ""] if every else []),
        ]
        for one in shown
    ]
    if rows:
        heads = ["agency", "activity", "title", "dates", "tier", *(["for"] if every else [])]
        table(heads, rows, keep=["agency", "activity", "dates"])
    else:
        print("  no activity is known here; that is not the same as none")
    wider = found.wider
    if wider and not every:
        regions = ", ".join(f"{place_name(code)} {n}" for code, n in wider.items())
        print(f"and {sum(wider.values())} for a region it lies in ({regions}); --all prints them")
    for about_what, agencies in found.silent.items():
        print(f"  {about_what}: a mandate and no activity known here: {', '.join(agencies)}")
    if found.publishes:
        print("Publishes figures of the place:")
        heads = ["agency", "data set", "figures", "newest"]
        lines = [[p.agency, p.dataset, f"{p.figures:,}", str(p.newest)] for p in found.publishes]
        table(heads, lines, right=["figures"])


@click.command()
@click.option("--agency", help="One agency")
@click.option("--theme", help="One theme")
@json_option
def mandates(agency: str | None, theme: str | None, as_json: bool) -> None:
    """Which agency has which function on which theme; shared mandates; themes nobody acts on."""
    from gmg.axes import mandates as held
    from gmg.axes import what, who
    from gmg.cli.show import print_json, table

    asked = held.mandates(
        who.agency(agency).code if agency else None,
        theme=what.theme(theme).code if theme else None,
    )
    if as_json:
        print_json(
            {
                "agency": one.agency,
                "function": one.function,
                "theme": one.theme,
                "confidence": one.confidence,
                "source": one.source,
            }
            for one in asked
        )
        return
    heads = ["agency", "function", "theme", "confidence", "source"]
    table(heads, [[str(getattr(one, head)) for head in heads] for one in asked], keep=["agency"])
    if agency or theme:
        return
    print("Shared mandates, which are no duplication:")
    for (function, about), agencies in held.shared().items():
        print(f"  {function}, {about}: {', '.join(agencies)}")
    print(
        "No agency protects, operates or supervises (candidate gaps; the mandates are to be confirmed):"
    )
    for about, agencies in held.unattended().items():
        print(f"  {about}" + (f" (another function: {', '.join(agencies)})" if agencies else ""))


def _places(place: str | None, region: str | None) -> list[str] | None:
    from gmg.axes import where

    if place is not None:
        return [where.find(place).code]
    if region is None:
        return None
    found = set(where.members(where.find(region).code))
    return [one.code for one in where.places("country") if one.code in found]


def _topics(topic: str | None) -> list[str] | None:
    from gmg.axes import what

    return None if topic is None else [what.theme(topic).code]


def _say_what_is_read(base: Base) -> None:
    rows = base.rows(
        "SELECT coalesce(agency, reporter) AS agency, count(*) AS n, min(time_from) AS first, "
        "max(time_from) AS last FROM activities GROUP BY ALL ORDER BY ALL"
    )
    if not rows:
        print("This release holds no activities: build from files that have some, or import them")
        return
    said = "; ".join(f"{r['agency']} {r['n']:,} ({_years(r['first'], r['last'])})" for r in rows)
    print(f"Activities read, by year of start: {said}. A choice of them, not all that is done.")


def _years(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "no start stated"
    return f"{first.year}–{last.year}"
