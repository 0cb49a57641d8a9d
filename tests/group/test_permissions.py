"""The matrix is whole: every action, every role, own and other; and the acts keep to it."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import gmg.group.acts
from gmg.group.rules.permissions import ROLES, Action, NotInTheMatrix, allowed, matrix
from gmg.site.room.routes import ROUTES

FOLDER = Path(gmg.group.acts.__file__).parent


def states() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for action, state, _, _ in matrix():
        found.setdefault(action, set()).add(state)
    return found


def test_every_action_stands_in_the_matrix_for_every_role_own_and_other() -> None:
    assert set(states()) == {action.value for action in Action}
    whole = {
        (action, state, role, agency)
        for action, known in states().items()
        for state, role, agency in product(known, ROLES, ("own", "other"))
    }
    assert whole == set(matrix())


def test_every_action_is_asked_for_somewhere_in_the_acts() -> None:
    text = "\n".join(file.read_text() for file in FOLDER.glob("*.py"))
    asked = set(re.findall(r"Action\.([A-Z_]+)", text))
    assert asked == {action.name for action in Action if not action.value.startswith("page.")}


def test_every_page_of_the_room_is_opened_by_a_row_of_the_matrix_and_every_row_opens_one() -> None:
    opened = {route.page for route in ROUTES}
    assert opened == {action for action in Action if action.value.startswith("page.")}


def test_what_stands_nowhere_is_refused_loudly() -> None:
    with pytest.raises(NotInTheMatrix):
        allowed(Action.READ, "no such state", "chair", own=True)


@pytest.mark.parametrize("role", ["former", "public"])
def test_without_a_seat_one_reads_what_is_published_and_no_more(role: str) -> None:
    may = {(a, s) for (a, s, r, _), yes in matrix().items() if r == role and yes}
    public = {("document.read", "published"), ("record.read", "published")}
    public |= {("page.records", "any"), ("page.record", "any")}
    assert may == public | ({("page.desk", "any")} if role == "former" else set())


def test_nobody_writes_in_what_is_frozen_or_speaks_for_another_agency() -> None:
    for (action, state, _, agency), yes in matrix().items():
        if yes:
            assert (action, state) not in {
                ("version.write", "frozen"),
                ("version.freeze", "frozen"),
            }
            assert (action, agency) != ("position.enter", "other")
            assert (action, agency) != ("commitment.verify", "own")
