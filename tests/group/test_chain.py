"""The chain of the log: any change, gap or swap is found, and where."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gmg.group.rules.chain import START, Event, flaw, hash_of


def chain(actions: list[str]) -> list[Event]:
    found: list[Event] = []
    for number, action in enumerate(actions, 1):
        before = found[-1].hash if found else START
        event = Event(number, f"2026-01-01T00:00:{number:02}Z", action, "d", "s", "p", "x", before)
        found.append(replace(event, hash=hash_of(event)))
    return found


texts = st.lists(st.text(max_size=8), min_size=1, max_size=8)


@given(texts)
def test_an_untouched_chain_holds_and_so_do_its_parts(actions: list[str]) -> None:
    events = chain(actions)
    assert flaw(events) is None
    for cut in range(len(events)):
        assert flaw(events[cut:], events[cut].before, cut + 1) is None


@given(texts, st.data())
def test_any_changed_field_is_found_where_it_stands(
    actions: list[str], data: st.DataObject
) -> None:
    events = chain(actions)
    place = data.draw(st.integers(0, len(events) - 1))
    name = data.draw(st.sampled_from(["at", "action", "subject", "seat", "person", "state"]))
    text = data.draw(st.text(max_size=30))
    if text == getattr(events[place], name):
        return
    events[place] = replace(events[place], **{name: text})
    found = flaw(events)
    assert found is not None
    assert found.number == place + 1


@given(texts, st.data())
def test_a_rewritten_event_breaks_the_one_after_it(actions: list[str], data: st.DataObject) -> None:
    events = chain([*actions, "last"])
    place = data.draw(st.integers(0, len(events) - 2))
    changed = replace(events[place], subject="another")
    events[place] = replace(changed, hash=hash_of(changed))
    found = flaw(events)
    assert found is not None
    assert found.number == place + 2


@given(texts, st.data())
def test_a_missing_event_is_named(actions: list[str], data: st.DataObject) -> None:
    events = chain([*actions, "last"])
    place = data.draw(st.integers(0, len(events) - 2))
    del events[place]
    found = flaw(events)
    assert found is not None
    assert found.number == place + 1
    assert "missing" in found.why
