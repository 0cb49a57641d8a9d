"""Lists of what there is: concepts, sources, licences, releases, rules."""

from __future__ import annotations

from pathlib import Path

import gmg
from gmg.axes import what
from gmg.cli.show import about, print_json, table
from gmg.evidence.base import base_folder


def concepts(as_json: bool) -> None:
    """Every concept."""
    items = [
        {
            "concept": item.code,
            "label": item.label,
            "definition": item.definition,
            "unit": item.unit,
            "kind": item.kind,
            "place": item.place_role,
            "counterpart": item.counterpart_role,
            "indicator": item.indicator,
        }
        for item in what.concepts()
    ]
    if as_json:
        print_json(items)
        return
    heads = ["concept", "unit", "kind", "counterpart", "indicator", "definition"]
    table(heads, [[str(item[head] or "") for head in heads] for item in items], keep=["concept"])


def sources(as_json: bool, base: Path | None) -> None:
    """Every file of the release and what became of its cells."""
    opened = gmg.open(base)
    if as_json:
        print_json(
            {
                "agency": account.agency,
                "dataset": account.dataset,
                "edition": account.edition,
                "file": account.path,
                "sha256": account.sha256,
                "kind": account.kind,
                "records": account.records,
                "holds": account.holds,
                "kept": account.kept,
                "ignored": [
                    {"what": item.what, "cells": item.cells, "why": item.why}
                    for item in account.ignored
                ],
                "rejected": [
                    {"cell": item.cell, "as_published": item.as_published, "why": item.why}
                    for item in account.rejected
                ],
                "remarks": list(account.remarks),
                "licence": opened.release.sources[account.dataset].licence.code,
            }
            for account in opened.release.accounts
        )
        return
    about(opened)
    rows = [
        [
            account.agency,
            f"{account.dataset}@{account.edition}",
            account.path,
            f"{account.holds:,}",
            f"{account.kept:,}",
            f"{account.ignored_cells:,}",
            f"{len(account.rejected):,}",
        ]
        for account in opened.release.accounts
    ]
    heads = ["agency", "data set @ edition", "file", "cells", "kept", "ignored", "rejected"]
    table(heads, rows, right=heads[3:], keep=["agency"])
    print("--json names what was ignored and rejected, and why")


def licences(as_json: bool, base: Path | None) -> None:
    """The bill of data licences."""
    opened = gmg.open(base)
    items = [
        {
            "agency": source.agency,
            "dataset": source.id,
            "title": source.title,
            "licence": source.licence.code,
            "url": source.licence.url,
            "attribution": source.licence.attribution,
            "confidence": source.licence.confidence,
            "note": source.licence.note,
        }
        for source in opened.release.sources.values()
    ]
    if as_json:
        print_json(items)
        return
    about(opened)
    heads = ["agency", "dataset", "licence", "confidence", "attribution", "url"]
    table(heads, [[str(item[head]) for head in heads] for item in items], keep=["agency"])


def releases(as_json: bool, base: Path | None) -> None:
    """Every time a release became current."""
    from gmg.evidence.release import current_name, history

    folder = base_folder(base)
    lines = history(folder)
    if as_json:
        print_json(lines)
        return
    current = current_name(folder)
    rows = [
        [line["at"], line["release"], line["data"], "current" if line["release"] == current else ""]
        for line in lines
    ]
    table(["made current at", "release", "from", ""], rows)


def rules(as_json: bool) -> None:
    """Every rule of findings."""
    from gmg.analysis.findings.rules import RULES

    items = [
        {"rule": rule.id, "kind": rule.kind, "says": rule.says, "tests": rule.tests}
        for rule in RULES
    ]
    if as_json:
        print_json(items)
        return
    table(
        ["rule", "kind", "says"],
        [[i["rule"], i["kind"], i["says"]] for i in items],
        keep=["rule", "kind"],
    )
