"""The public record of an adopted text, and what anyone can check of it without asking us."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from gmg.group.rules import chain, rounds, texts

FORM = "gmg public record 1"


def flaws(record: dict[str, Any]) -> list[str]:
    """What does not hold in a record; an empty list is a record that proves itself.

    Recomputed: the SHA-256 of every text from its words; the outcome of every round from its rule,
    the agencies entitled and the positions; the signatories; the hash of every event; and that each
    position stands in the log at the instant that it claims.
    """
    found: list[str] = []
    if record.get("form") != FORM:
        return [f"This is no {FORM}"]
    found += [
        f"The text of version {version['number']} does not give its hash"
        for version in record["versions"]
        if hash_of_text(version["text"]) != version["hash"]
    ]
    events = {e["subject"]: e for e in record["events"]}
    found += [
        f"Event {event['number']} was changed after it was written"
        for event in record["events"]
        if chain.hash_of(chain.Event(**event)) != event["hash"]
    ]
    known = {version["hash"] for version in record["versions"]}
    for round_ in record["rounds"]:
        found += flaws_of_round(round_, known, events)
    adopted = [r for r in record["rounds"] if r["state"] == rounds.State.ADOPTED]
    if [r["version"] for r in adopted][-1:] != [record["hash"]]:
        found.append("No round adopted the text of this hash")
    elif adopted[-1]["signatories"] != record["signatories"]:
        found.append("The signatories are not those of the round")
    return found


def flaws_of_round(
    given: dict[str, Any], known: set[str], events: dict[str, dict[str, Any]]
) -> list[str]:
    """What does not hold in one round."""
    found = []
    name = f"round {given['key'][:8]}"
    outcome = rounds.outcome(round_of(given), positions_of(given), instant(given["read"]))
    if outcome.state.value != given["state"]:
        found.append(f"The positions give {outcome.state}, not {given['state']}, in {name}")
    if list(outcome.signatories) != given["signatories"]:
        found.append(f"The signatories do not follow from the positions in {name}")
    if given["version"] not in known:
        found.append(f"The text of {name} is not in the record")
    for position in given["positions"]:
        event = events.get(f"position:{position['key']}")
        if event is None or instant(event["at"]) != instant(position["at"]):
            found.append(f"A position of {position['agency']} is not in the log at its instant")
    return found


def hash_of_text(text: dict[str, Any]) -> str:
    """The SHA-256 of a text as it stands in a record: of its canonical JSON."""
    body = {**text, "title": texts.normal(text["title"])}
    body["paragraphs"] = [{**p, "text": texts.normal(p["text"])} for p in text["paragraphs"]]
    return hashlib.sha256(texts.canonical(body)).hexdigest()


def round_of(given: dict[str, Any]) -> rounds.Round:
    """A round from its record."""
    return rounds.Round(
        rounds.Kind(given["kind"]),
        given["version"],
        instant(given["opens"]),
        instant(given["closes"]),
        tuple(given["entitled"]),
        given["reviewers"],
        tuple(
            rounds.Extension(instant(e["at"]), instant(e["closes"])) for e in given["extensions"]
        ),
        None if given["withdrawn"] is None else instant(given["withdrawn"]),
    )


def positions_of(given: dict[str, Any]) -> tuple[rounds.Position, ...]:
    """The positions of a round from its record."""
    return tuple(
        rounds.Position(
            p["agency"],
            rounds.Verdict(p["verdict"]),
            instant(p["at"]),
            p["version"],
            number,
            p["statement"],
            p["reservation"],
            p["amendment"],
        )
        for number, p in enumerate(given["positions"], 1)
    )


def instant(text: str) -> datetime:
    """An instant from ISO 8601."""
    return datetime.fromisoformat(text)
