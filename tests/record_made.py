"""Public records made of the rules alone: what a room would publish, for tests of their files."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from gmg.group.rules import chain, rounds
from gmg.group.rules.record import FORM, hash_of_text, positions_of, round_of

Record = dict[str, Any]
OPENS = datetime(2026, 2, 10, 9, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=3)
READ = CLOSES + timedelta(days=4)
AGENCIES = ("ILO", "IOM", "OHCHR", "UNHCR", "WB")
FIGURE = {
    "key": "c1",
    "concept": "refugees",
    "place": "LBY",
    "counterpart": "SDN",
    "period": "2024",
    "agency": "UNHCR",
    "dataset": "unhcr.population",
    "edition": "2025.12.1",
    "release": "fcafd542cfb7",
    "figure": "4d8356453a32.129753.H",
    "unit": "persons",
    "value": "199388",
    "rounding": 0,
    "tolerance": "0",
}


def cited(key: str, value: object = "199388", **also: Any) -> Record:
    """A citation as a record holds it."""
    return FIGURE | {"key": key, "value": value} | also


def paragraph(uid: str, num: str, text: str, *citations: Record) -> Record:
    """A paragraph as a record holds it."""
    return {"uid": uid, "num": num, "text": text, "citations": list(citations)}


def text_of(
    paragraphs: list[Record],
    title: str = "Statement",
    lang: str = "en",
    number: int = 3,
    **also: Any,
) -> Record:
    """A version as a record holds it."""
    return {
        "document": "d" * 32,
        "title": title,
        "language": lang,
        "number": number,
        "paragraphs": paragraphs,
        "translates": "",
        "facts": {},
    } | also


def position(agency: str, verdict: str, hours: float, text: str, **also: Any) -> Record:
    """A position, so many hours after the opening."""
    at = (OPENS + timedelta(hours=hours)).isoformat()
    made = {"statement": "", "reservation": "", "amendment": False, "on_behalf": False}
    made |= {"seat": "5" * 32, "role": "focal point"} | also
    key = hashlib.md5(f"{agency}{verdict}{at}".encode()).hexdigest()
    return made | {"agency": agency, "verdict": verdict, "version": text, "key": key, "at": at}


def record_of(
    text: Record,
    positions: list[Record] | None = None,
    *,
    entitled: tuple[str, ...] = AGENCIES,
    earlier: Record | None = None,
    translations: tuple[Record, ...] = (),
    symbol: str = "GMG/2026/1",
    body: str = "Global Migration Group",
) -> Record:
    """The record of a text adopted in a silence; `earlier` is a version that was objected to."""
    hash_ = hash_of_text(text)
    said = [position("WB", "cleared", 1, hash_)] if positions is None else positions
    said = [one | {"version": hash_} for one in said]
    held = [round_record("silence", hash_, said, entitled)]
    versions = [{"number": text["number"], "hash": hash_, "text": text}]
    if earlier is not None:
        first = hash_of_text(earlier)
        against = [position("WB", "objects", -100, first, statement="Not yet.")]
        held.insert(0, round_record("clearance", first, against, entitled, days=-6))
        versions.insert(0, {"number": earlier["number"], "hash": first, "text": earlier})
    outcome = rounds.outcome(round_of(held[-1]), positions_of(held[-1]), READ)
    return {
        "key": "b" * 32,
        "kind": "statement",
        "corrects": "",
        "corrected_by": [],
        "rows": {},
        "form": FORM,
        "symbol": symbol,
        "body": body,
        "hash": hash_,
        "adopted": CLOSES.isoformat(),
        "published": (CLOSES + timedelta(days=1)).isoformat(),
        "signatories": list(outcome.signatories),
        "not_associated": list(outcome.not_associated),
        "reservations": [{"agency": p.agency, "text": p.reservation} for p in outcome.reservations],
        "versions": versions,
        "rounds": held,
        "events": events_of(held),
        "translations": [
            {"number": t["number"], "hash": hash_of_text(t), "text": t}
            for t in (one | {"translates": hash_} for one in translations)
        ],
    }


def round_record(
    kind: str, hash_: str, positions: list[Record], entitled: tuple[str, ...], days: int = 0
) -> Record:
    """A round as a record holds it."""
    opens, closes = OPENS + timedelta(days=days), CLOSES + timedelta(days=days)
    made = {
        "key": hashlib.md5((kind + hash_).encode()).hexdigest(),
        "kind": kind,
        "version": hash_,
        "opens": opens.isoformat(),
        "closes": closes.isoformat(),
        "entitled": list(entitled),
        "reviewers": 0,
        "extensions": [],
        "withdrawn": None,
        "positions": positions,
        "read": READ.isoformat(),
        "languages": [],
    }
    outcome = rounds.outcome(round_of(made), positions_of(made), READ)
    decided = outcome.decided.isoformat() if outcome.decided else None
    state = {"state": outcome.state.value, "decided": decided}
    state |= {"not_associated": list(outcome.not_associated), "reservations": []}
    return made | state | {"signatories": list(outcome.signatories)}


def events_of(held: list[Record]) -> list[Record]:
    """An event a position, at its instant, in a chain."""
    found, before = [], chain.START
    for one in (p for round_ in held for p in round_["positions"]):
        at = datetime.fromisoformat(one["at"]).isoformat(timespec="microseconds")
        event = chain.Event(
            len(found) + 1,
            at,
            "position.enter",
            f"position:{one['key']}",
            "s",
            "p",
            "0" * 64,
            before,
        )
        event = replace(event, hash=chain.hash_of(event))
        before = event.hash
        found.append(asdict(event))
    return found


# --- for properties ------------------------------------------------------------------------------

SIGNS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            *(
                "]]>",
                "<!--",
                "&amp;",
                "<p>",
                "\r\n",
                "\r",
                "\n",
                "\t",
                " ",
                "\u0085",
                "\u2028",
                "\ufffe",
            ),
            *("\x00", "\x07", "\x1b", "\\", "\\u0007", "\u202e", "\u200f", "\ue000", "\U0001f30d"),
            *(
                "حقوق المهاجرين",
                "移徙者",
                "e\u0301",
                "[[c1]]",
                "[[c2]]",
                "[[gone]]",
                "[[",
                "]]",
                "<?x?>",
            ),
        ]
    ),
)
TEXTS = st.lists(SIGNS, max_size=8).map("".join)
LANGUAGES = st.sampled_from(("en", "fr", "es", "ar", "ru", "zh"))
VALUES = (
    st.none() | st.integers(-(10**9), 10**12).map(str) | st.decimals(-1000, 1000, places=2).map(str)
)


@st.composite
def texts(draw: st.DrawFn, words: st.SearchStrategy[str] = TEXTS) -> Record:
    """A version of any words."""
    paragraphs = []
    for uid in draw(st.lists(words, max_size=4, unique=True)):
        cites = [
            cited(
                key,
                draw(VALUES),
                rounding=draw(st.integers(0, 4)),
                edition=draw(words),
                detail=draw(words),
            )
            for key in draw(st.sampled_from(((), ("c1",), ("c1", "c2"))))
        ]
        paragraphs.append(paragraph(uid, draw(words), draw(words), *cites))
    facts = draw(st.dictionaries(words, words, max_size=2))
    return text_of(paragraphs, draw(words), draw(LANGUAGES), draw(st.integers(0, 99)), facts=facts)


@st.composite
def records(draw: st.DrawFn, words: st.SearchStrategy[str] = TEXTS) -> Record:
    """The record of an adopted text: any words, any agencies, positions of every kind that adopts."""
    text = draw(texts(words))
    entitled = tuple(draw(st.lists(AGENCY, min_size=1, max_size=5, unique=True)))
    said = [
        position(
            draw(st.sampled_from((*entitled, "UNU"))),
            draw(st.sampled_from(("cleared", "cleared with comments", "does not associate"))),
            draw(st.integers(-5, 90)),
            "",
            reservation=draw(words),
            statement=draw(words),
        )
        for _ in range(draw(st.integers(0, 5)))
    ]
    said = list({one["key"]: one for one in said}.values())
    earlier = draw(st.none() | texts(words))
    if earlier is not None and hash_of_text(earlier) == hash_of_text(text):
        earlier = None
    symbol = draw(words.filter(bool))
    return record_of(
        text, said, entitled=entitled, earlier=earlier, symbol=symbol, body=draw(words)
    )


AGENCY = st.sampled_from(
    (*AGENCIES, "UNDESA", "author", "un-gmg", "Ü/ 1", "ILO ", "الهجرة", "a\x07")
)
