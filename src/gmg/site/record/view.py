"""A record as plain values: what its PDF shows, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from textwrap import shorten
from typing import Any

from gmg.exchange.akn.write import BadRecord, text_in
from gmg.group.rules import record as records
from gmg.group.rules import rounds
from gmg.group.rules.numerals import rendered, shown, written
from gmg.group.rules.record_words import phrase
from gmg.group.rules.texts import Citation, Paragraph
from gmg.site.words import Words, words

COMMA = {"ar": "، ", "zh": "，"}
LONGEST_ACRONYM = 10
SIX = ("ar", "en", "es", "fr", "ru", "zh")
LABELS = (
    *("record", "signatories", "not_associated", "all_associated", "reservations"),
    *("no_reservations", "figures", "figures_note", "history", "instants", "opened", "closes"),
    *("decided", "silent", "check", "check_note", "hash"),
)


def view(record: dict[str, Any], lang: str) -> dict[str, Any]:
    """The whole record. Raises BadRecord where it lacks the text that it names."""
    say = words(lang if lang in SIX else "en")
    try:
        held = text_in(record, lang)
    except BadRecord:
        held = text_in(record, None)
    text = held["text"]
    spoken = text["language"] if text["language"] in SIX else "en"
    notes: list[dict[str, Any]] = []
    last = record["events"][-1] if record["events"] else None
    return {
        "lang": say.lang,
        "dir": say.dir,
        "comma": COMMA.get(say.lang, ", "),
        "text_lang": spoken,
        "text_dir": words(spoken).dir,
        "w": {key: phrase(key, say.lang) for key in LABELS},
        "symbol": record["symbol"],
        "body": record["body"],
        "title": lines(text["title"]),
        "name": shorten(text["title"], 80, placeholder="…"),
        "dates": list(dates(record, say)),
        "remarks": list(remarks(record, text, say)),
        "paragraphs": [paragraph(one, spoken, notes) for one in text["paragraphs"]],
        "figures": [figure(note, say) for note in notes],
        "signatories": list(signatories(record, say)),
        "not_associated": [say.agency_name(agency) for agency in record["not_associated"]],
        "reservations": [
            {"agency": say.agency_name(one["agency"]), "lines": lines(one["text"])}
            for one in record["reservations"]
        ],
        "width": width(record, say),
        "rounds": [round_(given, record, say) for given in record["rounds"]],
        "hash": held["hash"],
        "page": phrase("page", say.lang, page="\x01", pages="\x02"),
        "event": "" if last is None else last["hash"],
        "event_note": ""
        if last is None
        else phrase(
            *("last_event", say.lang),
            count=str(len(record["events"])),
            number=str(last["number"]),
        ),
    }


def lines(text: str) -> list[str]:
    """A text line by line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def dates(record: dict[str, Any], say: Words) -> Iterator[str]:
    """The days of adoption and of publication, in UTC."""
    for key, name in (("adopted_on", "adopted"), ("published_on", "published")):
        day = records.instant(record[name]).astimezone(UTC).date()
        yield phrase(key, say.lang, date=say.date(day))


def remarks(record: dict[str, Any], text: dict[str, Any], say: Words) -> Iterator[str]:
    """What this text translates or corrects, and what corrects it."""
    if text["translates"]:
        yield phrase("translates", say.lang, hash=f"\u2066{text['translates'][:12]}…\u2069")
    if record.get("corrects"):
        yield phrase("corrects", say.lang, symbol=record["corrects"])
    for symbol in record.get("corrected_by", ()):
        yield phrase("corrected_by", say.lang, symbol=symbol)


# --- words and figures ---------------------------------------------------------------------------


def paragraph(given: dict[str, Any], lang: str, notes: list[dict[str, Any]]) -> dict[str, Any]:
    """A paragraph in lines of pieces; each figure is numbered where it first stands."""
    cited = tuple(citation_of(one) for one in given["citations"])
    seen: dict[str, int] = {}

    def number(citation: Citation, *, drawn: bool) -> int:
        if citation.key not in seen:
            notes.append({"citation": citation, "num": given["num"], "lang": lang, "drawn": drawn})
            seen[citation.key] = len(notes)
        return seen[citation.key]

    shown_lines: list[list[dict[str, Any]]] = [[]]
    for piece in rendered(Paragraph(given["uid"], given["num"], given["text"], cited), lang):
        if piece.citation is not None:
            n = number(piece.citation, drawn=True)
            shown_lines[-1].append({"text": piece.text, "n": n})
            continue
        first, *more = lines(piece.text)
        shown_lines[-1].append({"text": first, "n": 0})
        shown_lines += [[{"text": line, "n": 0}] for line in more]
    for citation in cited:
        number(citation, drawn=False)
    return {"num": given["num"], "lines": shown_lines}


def citation_of(given: dict[str, Any]) -> Citation:
    """A citation as a record holds it; a value that is no number is none."""
    known = {one.name for one in fields(Citation)}
    made = {name: value for name, value in given.items() if name in known}
    for name in ("value", "tolerance"):
        try:
            made[name] = None if made.get(name) is None else Decimal(str(made[name]))
        except InvalidOperation:
            made[name] = None
    return Citation(**made)


def figure(note: dict[str, Any], say: Words) -> dict[str, Any]:
    """A figure in the list at the end: what it counts, whose it is, and its value as signed."""
    citation: Citation = note["citation"]
    whole = "–" if citation.value is None else written(citation.value, say.lang)
    places = [say.place(code) for code in (citation.place, citation.counterpart) if code]
    about = [str(say.concept(citation.concept)), " – ".join(places), citation.period]
    if citation.sex not in ("", "total"):
        about.append(str(say.sex(citation.sex)))
    about += [part for part in (citation.age, citation.detail) if part and part != "all"]
    sources = [str(say.agency(citation.agency)), citation.dataset]
    if citation.edition:
        sources.append(phrase("edition", say.lang, edition=citation.edition))
    where = phrase("paragraph", say.lang, number=note["num"]) if note["num"] else ""
    text = shown(citation, note["lang"])
    apart = citation.value is not None and text != written(citation.value, note["lang"])
    if not note["drawn"]:
        where = COMMA.get(say.lang, ", ").join(filter(None, [where, phrase("not_shown", say.lang)]))
    return {
        "value": whole,
        "unit": str(say.unit(citation.unit)),
        "about": [part for part in about if part],
        "shown": phrase("shown_as", say.lang, shown=text) if apart and note["drawn"] else "",
        "where": where,
        "sources": [part for part in sources if part],
        "id": citation.figure,
        "release": phrase("release", say.lang, release=citation.release)
        if citation.release
        else "",
    }


# --- who, and how --------------------------------------------------------------------------------


def signatories(record: dict[str, Any], say: Words) -> Iterator[dict[str, str]]:
    """Who signed, by name, and how: with a reservation, or by silence."""
    reserved = {one["agency"] for one in record["reservations"]}
    adopted = [given for given in record["rounds"] if given["version"] == record["hash"]][-1:]
    spoke = {p["agency"] for given in adopted for p in counted(given)}
    for agency in record["signatories"]:
        how = []
        if adopted and agency not in spoke:
            how.append(phrase("by_silence", say.lang))
        if agency in reserved:
            how.append(phrase("with_reservation", say.lang))
        short, name = str(say.agency(agency)), str(say.agency_name(agency))
        yield {
            "short": short if acronym(short) else "",
            "name": "" if short == name and acronym(short) else name,
            "how": f"{COMMA.get(say.lang, ', ')}".join(how),
        }


def acronym(short: str) -> bool:
    """Whether a short name is short enough to stand in a column of its own."""
    return len(short) <= LONGEST_ACRONYM


def width(record: dict[str, Any], say: Words) -> float:
    """Millimetres for the agencies of the rounds: 2.2 a letter of the longest, 20 to 62."""
    spoke = (p["agency"] for given in record["rounds"] for p in given["positions"])
    return min(62, max(20, 2.2 * max((len(str(say.agency(one))) for one in spoke), default=0)))


def counted(given: dict[str, Any]) -> list[dict[str, Any]]:
    """The positions of a round that count."""
    outcome = come_to(given)
    numbers = {position.number for position in outcome.counted}
    return [p for number, p in enumerate(given["positions"], 1) if number in numbers]


def come_to(given: dict[str, Any]) -> rounds.Outcome:
    """What a round came to, worked out anew."""
    return rounds.outcome(
        records.round_of(given), records.positions_of(given), records.instant(given["read"])
    )


def round_(given: dict[str, Any], record: dict[str, Any], say: Words) -> dict[str, Any]:
    """A round: its text, its instants, every position in it and what became of each."""
    numbers = {v["hash"]: str(v["number"]) for v in record["versions"]}
    outcome = come_to(given)
    instants = [(phrase("opened", say.lang), clock(given["opens"]))]
    instants.append((phrase("closes", say.lang), clock(given["closes"])))
    instants += [
        (phrase("extended", say.lang), clock(extension["closes"]))
        for extension in given["extensions"]
    ]
    if given["decided"] is not None:
        instants.append((phrase("decided", say.lang), clock(given["decided"])))
    return {
        "kind": phrase(f"kind:{given['kind']}", say.lang),
        "version": phrase("version", say.lang, number=numbers.get(given["version"], "?")),
        "state": phrase(f"state:{given['state']}", say.lang),
        "adopted": given["state"] == rounds.State.ADOPTED.value,
        "hash": given["version"],
        "instants": [{"name": name, "at": at} for name, at in instants],
        "positions": [
            position(given["positions"][held.number - 1], standing, say)
            for held, standing in outcome.standings
        ],
        "silent": [str(say.agency(agency)) for agency in outcome.silent],
    }


def position(given: dict[str, Any], standing: rounds.Standing, say: Words) -> dict[str, Any]:
    """A position, and why it does not count where it does not."""
    notes = []
    if given.get("on_behalf"):
        notes.append(phrase("on_behalf", say.lang))
    if given["amendment"]:
        notes.append(phrase("amendment", say.lang))
    counts = standing is rounds.Standing.COUNTS
    if not counts:
        notes.append(phrase(f"standing:{standing.value}", say.lang))
    texts = [text for text in (given["reservation"], given["statement"]) if text]
    return {
        "agency": str(say.agency(given["agency"])),
        "verdict": phrase(f"verdict:{given['verdict']}", say.lang),
        "counts": counts,
        "at": clock(given["at"]),
        "notes": notes,
        "texts": [lines(text) for text in texts],
    }


def clock(text: str) -> str:
    """An instant in UTC: day, hour and minute, and what follows where it is not nought."""
    at: datetime = records.instant(text).astimezone(UTC)
    exact = at.isoformat(sep=" ").removesuffix("+00:00")
    return exact[:16] if exact[16:] == ":00" else exact
