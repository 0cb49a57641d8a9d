"""Whether two data sets' figures of one concept may be set side by side, and why they may differ.

What people have declared stands in `facts/comparability.csv`. Where nothing is declared a rule
speaks; it never says more than "comparable with note". Asked through `gmg.axes.what.comparability`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from gmg.axes.tables import rows, words

if TYPE_CHECKING:
    from gmg.axes.what import Basis
    from gmg.axes.when import Period

Verdict = Literal["comparable", "comparable with note", "not comparable"]
VERDICTS: tuple[Verdict, ...] = ("comparable", "comparable with note", "not comparable")
REASONS = {
    "basis": "They count by another definition: birth, citizenship, protection status, cause",
    "reference date": "They are true at other dates or over other periods",
    "coverage": "One leaves out countries, operations or groups of people that the other covers",
    "edition": "They come from other editions of one maker's figures",
    "imputation": "The maker imputed one of them",
    "rounding": "They differ by less than the unit of rounding",
    "area change": "The two areas are not the same dated place",
    "model-based": "One is the result of a model, not a count",
    "missing is not zero": "One side has no figure for a part, and no figure is not nought",
    "unexplained": "None of the other reasons is known to hold: ask the agencies",
}
"""The closed list of reasons that may explain a difference."""

EXCLUSIVE = frozenset({"cause", "incident", "procedure", "projection"})
"""Families whose bases count different things: the dead are not the missing."""
MODELLED = frozenset({"modelled", "projection"})


@dataclass(frozen=True, slots=True)
class Comparability:
    """`verdict` on a pair, the `reasons` that may explain a difference, and a `note` in words.

    `declared` is false where the rule for undeclared pairs spoke. Figures that are not comparable
    are shown side by side and never ranked against one another.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    note: str
    declared: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """What is asked: two data sets, with or without edition, and what is known of two figures."""

    a: str
    b: str
    basis_a: Basis | None = None
    basis_b: Basis | None = None
    when_a: Period | None = None
    when_b: Period | None = None


def judge(concept: str, pair: Pair) -> Comparability:
    """The verdict on a pair; the order of the two sides does not matter.

    1. One edition of one data set is comparable with itself, basis by basis.
    2. A declared pair that names these two bases.
    3. Two bases of an exclusive family (causes, kinds of incident, outcomes, variants) that differ
       are not comparable.
    4. A declared pair.
    5. Undeclared: a point against an interval is not comparable; else comparable with note, for the
       reasons that can be seen (edition, basis, imputation, model-based, reference date), and
       unexplained where none can.
    """
    if _same_edition(pair):
        return _within(pair)
    return (
        _declared(concept, pair, _code(pair.basis_a), _code(pair.basis_b))
        or _exclusive(pair)
        or _declared(concept, pair, "", "")
        or _derived(pair)
    )


def _same_edition(pair: Pair) -> bool:
    return pair.a == pair.b and "@" in pair.a


def _within(pair: Pair) -> Comparability:
    if _same_basis(pair):
        return Comparability("comparable", (), "The same edition of one data set", declared=False)
    return _exclusive(pair) or _derived(pair)


def _same_basis(pair: Pair) -> bool:
    return _code(pair.basis_a) == _code(pair.basis_b)


def _code(basis: Basis | None) -> str:
    return "" if basis is None else basis.code


def _data_set(name: str) -> str:
    return name.partition("@")[0]


def _declared(concept: str, pair: Pair, basis_a: str, basis_b: str) -> Comparability | None:
    a, b = _data_set(pair.a), _data_set(pair.b)
    table = _table()
    for left, right in (((a, basis_a), (b, basis_b)), ((b, basis_b), (a, basis_a))):
        for bases in ((left[1], right[1]), (left[1], ""), ("", right[1])):
            found = table.get((concept, left[0], right[0], *bases))
            if found is not None:
                return found
    return None


def _exclusive(pair: Pair) -> Comparability | None:
    a, b = pair.basis_a, pair.basis_b
    if a is None or b is None or a.code == b.code:
        return None
    if a.family != b.family or a.family not in EXCLUSIVE:
        return None
    note = f"{a.label} and {b.label} count different things"
    return Comparability("not comparable", ("basis",), note, declared=False)


def _derived(pair: Pair) -> Comparability:
    when_a, when_b = pair.when_a, pair.when_b
    if when_a is not None and when_b is not None and when_a.kind != when_b.kind:
        note = f"{when_a.label()} and {when_b.label()}: a point against an interval"
        return Comparability("not comparable", ("reference date",), note, declared=False)
    seen = tuple(reason for reason, holds in _visible(pair).items() if holds) or ("unexplained",)
    note = "Not declared: judged by rule"
    return Comparability("comparable with note", seen, note, declared=False)


def _visible(pair: Pair) -> dict[str, bool]:
    families = {basis.family for basis in (pair.basis_a, pair.basis_b) if basis is not None}
    both_bases = pair.basis_a is not None and pair.basis_b is not None
    both_dates = pair.when_a is not None and pair.when_b is not None
    return {
        "basis": both_bases and not _same_basis(pair),
        "reference date": both_dates and pair.when_a != pair.when_b,
        "edition": _data_set(pair.a) == _data_set(pair.b) and not _same_edition(pair),
        "imputation": "imputed" in families,
        "model-based": bool(families & MODELLED),
    }


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str, str, str, str], Comparability]:
    return {
        (row["concept"], row["dataset_a"], row["dataset_b"], row["basis_a"], row["basis_b"]): (
            Comparability(
                verdict=_verdict(row["verdict"]),
                reasons=words(row["reasons"]),
                note=row["note"],
                declared=True,
            )
        )
        for row in rows("comparability")
    }


def _verdict(text: str) -> Verdict:
    for verdict in VERDICTS:
        if verdict == text:
            return verdict
    raise ValueError(f"{text!r} is no verdict")
