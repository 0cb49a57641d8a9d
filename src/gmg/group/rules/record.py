"""The public record of an adopted text, and what anyone can check of it without asking us.

A record carries the texts, the rounds with every position, the events of the log that they left, and
the rows as they were hashed into those events: a word, a verdict or an instant that is changed in it no
longer gives the hash that stands in the chain.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from gmg.group.rules import chain, rounds, texts

FORM = "gmg public record 2"
OF_POSITION = (
    "agency", "verdict", "statement", "reservation", "amendment", "version", "on_behalf",
)  # fmt: skip
OF_ROUND = ("kind", "entitled", "reviewers", "languages")


def flaws(record: dict[str, Any]) -> list[str]:
    """What does not hold in a record; an empty list is a record that proves itself.

    Recomputed: the SHA-256 of every text from its words; the outcome of every round from its rule,
    the agencies entitled and the positions; the signatories; the hash of every event, and of every row
    as it stood after its last one; that each position stands in the log at the instant and by the seat
    that it claims, as it was entered.
    """
    if record.get("form") != FORM:
        return [f"This is no {FORM}"]
    found = [
        f"The text of version {version['number']} in {version['text']['language']!r} "
        "does not give its hash"
        for version in (*record["versions"], *record["translations"])
        if hash_of_text(version["text"]) != version["hash"]
    ]
    found += [
        f"A translation into {version['text']['language']!r} is of another text"
        for version in record["translations"]
        if version["text"]["translates"] != record["hash"]
    ]
    found += [
        f"Event {event['number']} was changed after it was written"
        for event in record["events"]
        if chain.hash_of(chain.Event(**event)) != event["hash"]
    ]
    last = {event["subject"]: event for event in record["events"]}
    found += [
        f"{subject} does not give the state that the log has of it"
        for subject, row in record["rows"].items()
        if subject not in last or hash_of_row(row) != last[subject]["state"]
    ]
    known = {version["hash"] for version in record["versions"]}
    for round_ in record["rounds"]:
        found += flaws_of_round(round_, known, last, record["rows"])
    return found + flaws_of_adoption(record)


def flaws_of_adoption(record: dict[str, Any]) -> list[str]:
    """What does not hold in how the text was adopted and published."""
    adopted = [r for r in record["rounds"] if r["state"] == rounds.State.ADOPTED]
    if [r["version"] for r in adopted][-1:] != [record["hash"]]:
        return ["No round adopted the text of this hash"]
    found = []
    by = adopted[-1]
    if any(by[name] != record[name] for name in ("signatories", "not_associated", "reservations")):
        found.append("Who signed, and with which reservations, is not what the round came to")
    row = record["rows"].get(f"publication:{record['key']}", {})
    of_round = record["rows"].get(f"round:{by['key']}", {})
    if (row.get("symbol"), row.get("round_id")) != (record["symbol"], of_round.get("id", -1)):
        found.append("The log has another symbol, or another round, of this publication")
    if not same(row.get("adopted"), record["adopted"]) or not same(
        by["decided"], record["adopted"]
    ):
        found.append("The instant of adoption is not that of the round")
    if not same(row.get("embargo"), record["published"]):
        found.append("The instant of publication is not that of the log")
    return found


def flaws_of_round(
    given: dict[str, Any],
    known: set[str],
    events: dict[str, dict[str, Any]],
    rows: dict[str, dict[str, Any]],
) -> list[str]:
    """What does not hold in one round."""
    found = []
    name = f"round {given['key'][:8]}"
    outcome = rounds.outcome(round_of(given), positions_of(given), instant(given["read"]))
    if outcome.state.value != given["state"] or said(outcome.decided) != said_again(
        given["decided"]
    ):
        found.append(f"The positions give {outcome.state}, not {given['state']}, in {name}")
    if list(outcome.signatories) != given["signatories"]:
        found.append(f"The signatories do not follow from the positions in {name}")
    if list(outcome.not_associated) != given["not_associated"]:
        found.append(f"Who did not associate does not follow from the positions in {name}")
    reserved = [{"agency": p.agency, "text": p.reservation} for p in outcome.reservations]
    if reserved != given["reservations"]:
        found.append(f"The reservations do not follow from the positions in {name}")
    if given["version"] not in known:
        found.append(f"The text of {name} is not in the record")
    row = rows.get(f"round:{given['key']}", {})
    instants = ("opens", "closes", "withdrawn")
    if any(row.get(field) != given[field] for field in OF_ROUND) or not all(
        same(row.get(field), given[field]) for field in instants
    ):
        found.append(f"The rule of {name} is not the one that the log has")
    for extension in given["extensions"]:
        there = rows.get(f"extension:{extension['key']}", {})
        if there.get("round_id") != row.get("id", -1) or not all(
            same(there.get(field), extension[field]) for field in ("at", "closes")
        ):
            found.append(f"An extension of {name} is not in the log")
    for position in given["positions"]:
        subject = f"position:{position['key']}"
        event, there = events.get(subject), rows.get(subject, {})
        if event is None or instant(event["at"]) != instant(position["at"]):
            found.append(f"A position of {position['agency']} is not in the log at its instant")
        elif event["seat"] != position["seat"]:
            found.append(f"A position of {position['agency']} was entered by another seat")
        if (
            any(there.get(field) != position[field] for field in OF_POSITION)
            or there.get("round_id") != row.get("id", -1)
            or not same(there.get("at"), position["at"])
        ):
            found.append(f"A position of {position['agency']} is not as it was entered")
    return found


def same(one: str | None, other: str | None) -> bool:
    """Whether two texts are the same instant, or both none."""
    return said_again(one) == said_again(other)


def said(instant_: datetime | None) -> str | None:
    """An instant as text, or None."""
    return None if instant_ is None else instant_.isoformat()


def said_again(text: str | None) -> str | None:
    """An instant as this module says it."""
    return None if text is None else said(instant(text))


def hash_of_row(row: dict[str, Any]) -> str:
    """The SHA-256 of a row, as the log has it."""
    return hashlib.sha256(texts.canonical(row)).hexdigest()


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
