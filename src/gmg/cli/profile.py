"""`gmg profile`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gmg
from gmg.cli.show import print_json

if TYPE_CHECKING:
    from gmg.analysis.profile import Profile
    from gmg.evidence.base import Base
    from gmg.records.figure import Figure

FORMS = (".html", ".pdf", ".json")


def run(
    place: str, to: Path | None, lang: str, as_json: bool, base: Path | None, release: str | None
) -> None:
    """Make the profile; write it to `to`, or print it."""
    from gmg.analysis.profile import profile
    from gmg.axes.where import LANGUAGES
    from gmg.cli.said import said_beside

    if lang not in LANGUAGES:
        raise ValueError(f"names are held in {', '.join(LANGUAGES)}, not in {lang!r}")
    if to is not None and to.suffix not in FORMS:
        raise ValueError(f"{to}: a profile is written as {', '.join(FORMS)}; name one of them")
    opened = gmg.open(base, release)
    whole = to is not None or not as_json
    said = said_beside(base) if whole else ()
    made = profile(opened, place, lang, with_findings=whole, said=said)
    if to is not None:
        write(opened, made, to)
        print(to, file=sys.stderr)
    if as_json:
        print_json(_objects(made))
    elif to is None:
        show(opened, made)


def write(base: Base, made: Profile, to: Path) -> None:
    """Write the profile in the form that the name of the file asks for."""
    to.parent.mkdir(parents=True, exist_ok=True)
    if to.suffix == ".json":
        from gmg.analysis.profile import document

        text = json.dumps(document(base, made), ensure_ascii=False, indent=1)
        to.write_text(text + "\n", encoding="utf-8")
    elif to.suffix == ".html":
        from gmg.site.profile.page import html

        to.write_text(html(base, made), encoding="utf-8")
    else:
        from gmg.site.profile.page import pdf

        to.write_bytes(pdf(base, made))


def _objects(made: Profile) -> Any:
    for figure, indicator, part in made.figures():
        yield {**_flat(figure), "indicator": indicator, "part": part}


def _flat(figure: Figure) -> dict[str, Any]:
    """As `Figure.as_json`, without the deep copies that many thousand figures would pay for."""
    flat = {name: getattr(figure, name) for name in figure.__slots__}
    flat["time_from"] = figure.time_from.isoformat()
    flat["time_to"] = figure.time_to.isoformat()
    if figure.value is not None and figure.value.is_integer():
        flat["value"] = int(figure.value)
    return {"id": figure.id, **flat}


def show(base: Base, made: Profile) -> None:
    """The profile in a terminal: the newest number of each agency, part by part."""
    from gmg.analysis.profile import PARTS
    from gmg.axes import what
    from gmg.cli.show import about

    about(base)
    print(f"\nMigration profile: {made.title} ({made.place})")
    for code in PARTS:
        print(f"\n{what.PARTS[code] if code == 'X' else f'{code}  {what.PARTS[code]}'}")
        if code == "I":
            _show_acts(made)
        else:
            _show_part(made, code)
    _show_moved(made)
    _show_work(made)
    _show_said(made)
    _show_findings(made)
    missing = [one for one in made.unknown if one.part != "X"]
    print(f"\nNot known: {len(missing)} lines of the Common Set have no figure here")
    for one in missing:
        print(f"  {one.indicator:7}{one.label}: {one.why}")


def _show_acts(made: Profile) -> None:
    from gmg.cli.show import table

    if not made.adoptions:
        print("  no file of treaty acts is in this release")
        return
    rows = [
        [
            adoption.title,
            "; ".join(f"{act.act} {act.when}".strip() for act in adoption.acts) or "–",
            "; ".join(sorted({held.until for held in adoption.files if held.until})),
        ]
        for adoption in made.adoptions
    ]
    table(["instrument", "acts as published", "latest act in the files"], rows)
    _show_around(made)


def _show_around(made: Profile) -> None:
    """What neighbours and the other ends of the main corridors have joined."""
    from gmg.analysis.norms.adoptions import COMMON_SET
    from gmg.axes import what
    from gmg.cli.show import table

    if not made.around:
        return
    rows = [
        [
            f"{one.place} {', '.join(one.why)}".strip(),
            *(str(s.year or s.state) if s.state == "party" else s.state for s in one.states),
        ]
        for one in made.around
    ]
    print("  neighbours and other ends of the main corridors, by the newest act of each file:")
    table(["place", *(what.instrument(code).short_title for code in COMMON_SET)], rows)


def _show_moved(made: Profile) -> None:
    """Estimates of ours, apart from the agencies' figures, with what is reported beside them."""
    from gmg.axes import where
    from gmg.cli.show import table

    print("\nMoved, estimated here (agency GMG): no agency's figures")
    if made.moved is None:
        print(f"  none: {made.not_moved}")
        return
    method = made.moved.method
    rows = [
        [
            total.span.label,
            *(
                text
                for side in (total.into, total.out)
                for text in (f"{side[method]:,.0f}", _spread(side.values()))
            ),
            f"{total.published_net:,.0f}",
        ]
        for total in made.moved.totals
    ]
    heads = ["period", "came", "six methods", "left", "by six methods", "net (UNDESA)"]
    table(heads, rows, right=heads[1:])
    for title, partners in (
        ("came from", made.moved.origins),
        ("left for", made.moved.destinations),
    ):
        rows = [
            [
                where.get(one.place).name,
                f"{one.estimate.by_method[method]:,.0f}",
                _spread(one.estimate.by_method.values()),
                "" if one.reported is None else f"{one.reported:,.0f}",
            ]
            for one in partners
        ]
        heads = [
            f"{title}, {made.moved.span.label}",
            method,
            "six methods",
            "new displacement (UNHCR)",
        ]
        table(heads, rows, right=heads[1:])
    print(f"  {made.moved.edition}; what was done: `gmg flows --place {made.place}`")


def _spread(values: Iterable[float]) -> str:
    """The lowest and the highest."""
    known = list(values)
    return f"{min(known):,.0f} – {max(known):,.0f}"


def _show_said(made: Profile) -> None:
    """What the group itself has said and promised; nothing where nothing is known of it."""
    if not made.said:
        return
    print("\nWhat the group has said and promised (its own words, no evidence)")
    for one in made.said:
        print(f"  {one.kind}, {one.state}, {one.last}: {one.title} ({', '.join(one.agencies)})")


def _show_work(made: Profile) -> None:
    """Who does what here, by agency."""
    print("\nWho does what here")
    if made.work is None:
        print("  no file of activities is in this release")
        return
    if not made.work.agencies:
        print("  no activity here is known; that is not the same as none")
    for agency in made.work.agencies:
        topics = made.work.topics(agency)
        number = sum(one.agency == agency for one in made.work.of_the_place)
        said = ", ".join(list(topics)[:8]) + (" ..." if len(topics) > 8 else "")
        print(f"  {agency}: {number} activities on {said}")
    if made.work.wider:
        print(f"  and {sum(made.work.wider.values())} for regions that hold it")
    print(f"  listed by `gmg who-does-what --place {made.place}`")


def _show_part(made: Profile, code: str) -> None:
    from gmg.cli.show import table
    from gmg.site.profile.words import written

    rows = []
    for topic in made.part(code):
        lines = [(topic.title, topic.latest), *((f"  {x.label}", x.numbers) for x in topic.lines)]
        for label, numbers in lines:
            for one in numbers:
                said = written(one)
                rows.append(
                    [
                        label,
                        ("≈ " if said.rounded else "") + said.text,
                        said.unit,
                        one.period.label(),
                        f"{one.dataset}@{one.edition}",
                        one.id or one.label,
                    ]
                )
                label = ""
        for split in topic.splits:
            rows.append([label, "in parts", "", "", f"{split.dataset}@{split.edition}", split.ask])
            label = ""
    if not rows:
        print("  no figure")
        return
    heads = ["line", "value", "unit", "when", "data set @ edition", "figure"]
    table(heads, rows, right=["value"])


def _show_findings(made: Profile) -> None:
    if not made.findings:
        return
    print("\nFindings")
    for finding in made.findings:
        print(f"  {finding.kind}: {finding.sentence}")
