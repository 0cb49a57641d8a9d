"""Where an agency's figures stand alone, differ from another's, or do not agree with themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gmg.analysis.note import records as rec
from gmg.analysis.note.model import Block, Line, Record
from gmg.analysis.note.publishes import Held
from gmg.analysis.note.words import Speaker

if TYPE_CHECKING:
    from gmg.analysis.findings import Finding
    from gmg.evidence.base import Base

TOP = 3
"""Findings shown of each kind of case."""
CASES = ("alone", "between", "within")
SORTED = """
SELECT *, CASE
    WHEN rule = 'one-agency-only' THEN 'alone'
    WHEN kind = 'silence' THEN NULL
    WHEN len(list_distinct(list_transform(rests_on, lambda s: owners[s.dataset]))) > 1 THEN 'between'
    ELSE 'within' END AS cases
FROM (SELECT *, {owners} AS owners FROM ({found}))
"""


def block(base: Base, editions: Sequence[Held], agency: str, say: Speaker) -> Block:
    """Per kind of case the number, and the weightiest findings."""
    owners = {one.dataset: one.agency for one in editions}
    lines: list[Line] = []
    for cases in CASES:
        number, top = _cases(base, owners, agency, cases)
        if not number:
            continue
        record = _record(base, agency, cases, number)
        lines.append(Line((say.say(cases, record, n=number),), kind="count", amount=number))
        lines += [
            Line((say.quote(one.sentence, rec.of_finding(one)),), kind=one.kind) for one in top
        ]
    if not lines:
        none = say.say("undisputed", rec.of_release(base), release=base.release.id)
        lines.append(Line((none,)))
    return Block("list", tuple(lines), say.phrase("h_disputed"))


def _record(base: Base, agency: str, cases: str, number: int) -> Record:
    rules = "one-agency-only" if cases == "alone" else "contradictions and disagreements"
    says = f"{number:,} findings of {rules} that rest on data sets of {agency}"
    kind = "--rule one-agency-only" if cases == "alone" else ""
    name = f"{cases}/{agency}@{base.release.id}"
    return Record("finding", name, says, ask=f"gmg findings {kind}".strip())


def _cases(
    base: Base, owners: Mapping[str, str], agency: str, cases: str
) -> tuple[int, list[Finding]]:
    """The number of findings of a kind of case, and the weightiest of them, one a place."""
    from gmg.analysis.findings import RULES, made
    from gmg.analysis.findings.kept import relation

    mine = [dataset for dataset, owner in owners.items() if owner == agency]
    if not mine:
        return 0, []
    known = f"MAP {{{', '.join(f'{name!r}: {owner!r}' for name, owner in owners.items())}}}"
    sql = SORTED.format(found=relation(base, RULES), owners=known)
    matching = (
        f"FROM ({sql}) WHERE cases = ? "
        "AND list_has_any(list_transform(rests_on, lambda s: s.dataset), ?::VARCHAR[])"
    )
    number = base.rows(f"SELECT count(*) AS n {matching}", [cases, mine])[0]["n"]
    if not number:
        return 0, []
    lines = base.rows(
        f"SELECT * EXCLUDE (owners, cases) {matching} "
        "QUALIFY row_number() OVER (PARTITION BY place ORDER BY people DESC NULLS LAST, rule, "
        "concept, counterpart NULLS FIRST, time_to DESC, time_from) = 1 "
        "ORDER BY people DESC NULLS LAST, rule, concept, place, counterpart NULLS FIRST, "
        f"time_to DESC, time_from LIMIT {TOP}",
        [cases, mine],
    )
    return number, made(base, lines)
