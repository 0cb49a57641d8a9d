"""`python -m bench.room`: the room with 40 agencies of 25 people, 5,000 documents and 100,000 events.

On SQLite, and on PostgreSQL where $GMG_TEST_POSTGRES (or 127.0.0.1:5432) answers. Rows of the log are
made by the chain's own rule and put in at once; documents are a title each with one version. What is
measured goes through the acts that users go through.
"""

from __future__ import annotations

import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from gmg.site.application.settings import configure

configure()

from gmg.group.acts import clock, log, rounds, seats, texts  # noqa: E402
from gmg.group.acts.hand import Hand  # noqa: E402
from gmg.group.rules import chain  # noqa: E402
from gmg.group.rules.rounds import Kind, Verdict  # noqa: E402
from gmg.group.rules.seats import Role  # noqa: E402
from gmg.group.rules.texts import Paragraph, Version  # noqa: E402
from gmg.group.store.database import open_room  # noqa: E402
from gmg.group.store.models import Body, Document, Event, Person, Seat  # noqa: E402

AGENCIES, PEOPLE, DOCUMENTS, EVENTS, ROUNDS = 40, 25, 5_000, 100_000, 15
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SERVER = "postgresql://postgres@127.0.0.1:5432"


@contextmanager
def rooms(kind: str) -> Iterator[str]:
    """The address of an empty room."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'room.sqlite'}"
        return
    import psycopg

    name = f"gmg_bench_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    try:
        yield f"{SERVER}/{name}"
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def people(code: str) -> tuple[Body, Hand, dict[str, Hand]]:
    """Seats for forty agencies of twenty-five people each, put in at once."""
    body = seats.found(code, "Bench", silence_hours=72)
    first = date(2026, 1, 1)
    agencies = [f"A{n:02}" for n in range(AGENCIES)]
    rows = [Person(email=f"{a}.{n}@x.example") for a in agencies for n in range(PEOPLE)]
    Person.objects.bulk_create(rows)
    persons = list(Person.objects.order_by("id"))
    made = [
        Seat(
            body=body,
            agency=agency,
            role=(Role.FOCAL_POINT if n == 0 else Role.ALTERNATE).value,
            first=first,
            person=persons[place * PEOPLE + n],
        )
        for place, agency in enumerate(agencies)
        for n in range(PEOPLE)
    ]
    made.append(Seat(body=body, agency="A00", role="chair", first=first, person=persons[0]))
    made.append(Seat(body=body, agency="A00", role="secretariat", first=first, person=persons[0]))
    Seat.objects.bulk_create(made)
    speaks = {a: Hand(persons[place * PEOPLE].key) for place, a in enumerate(agencies)}
    return body, Hand(persons[0].key), speaks


def fill(body: Body) -> None:
    """Documents and a log of a hundred thousand events."""
    Document.objects.bulk_create(
        [
            Document(body=body, kind="note", title=f"Note {n}", penholder="A00", started=NOON)
            for n in range(DOCUMENTS)
        ]
    )
    last = Event.objects.order_by("-number").first()
    assert last is not None
    number, before, rows = last.number, last.hash, []
    for n in range(number + 1, EVENTS + 1):
        event = chain.Event(
            n, last.at, "remark.write", f"remark:{n:032}", "s" * 32, "p" * 32, "0" * 64, before
        )
        before = chain.hash_of(event)
        event = replace(event, hash=before)
        rows.append(Event(**{name: getattr(event, name) for name in chain.Event.__slots__}))
    Event.objects.bulk_create(rows, batch_size=2_000)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def one_round(
    n: int, body: Body, chair: Hand, speaks: dict[str, Hand]
) -> tuple[float, list[float], float]:
    """Seconds to open a round, to enter each of forty positions, and to come to its record."""
    start = NOON + n * timedelta(hours=100)
    with clock.standing_at(start):
        text = Version("", f"Text {n}", "en", 0, (Paragraph("p1", "1", "Words." * 200),))
        document = texts.start(chair, body, "statement", text.title, "A00")
        version = texts.write_version(chair, document, text, None)
        texts.freeze(chair, version)
        ends = start + timedelta(hours=96)
        before = time.perf_counter()
        row = rounds.open_round(chair, version, Kind.CLEARANCE, ends)
        opened = time.perf_counter() - before
        entered = []
        for agency, hand in speaks.items():
            signed = rounds.SignOff(agency, Verdict.CLEARED, version.hash, f"{n} {agency}")
            before = time.perf_counter()
            rounds.enter(hand, row, signed)
            entered.append(time.perf_counter() - before)
    with clock.standing_at(ends):
        return opened, entered, seconds(lambda: rounds.publish(chair, row, f"B/{n}"))


def measure(kind: str) -> None:
    """One database, line by line."""
    with rooms(kind) as url, clock.standing_at(NOON):
        open_room(url)
        body, chair, speaks = people("BENCH")
        fill(body)
        checked = median(seconds(lambda: chain.flaw(log.events())) for _ in range(3))
        print(
            f"{kind}: log of {EVENTS:,} verified in {checked:.2f} s: {EVENTS / checked:,.0f} a second"
        )
        opening: list[float] = []
        entering: list[float] = []
        closing: list[float] = []
        for n in range(ROUNDS):
            opened, entered, closed = one_round(n, body, chair, speaks)
            opening.append(opened)
            entering += entered
            closing.append(closed)
        for name, found in (("opened", opening), ("entered", entering), ("closed", closing)):
            found.sort()
            print(
                f"{kind}: a round of {AGENCIES} agencies {name}: median {median(found) * 1e3:.1f} ms, "
                f"slowest {found[-1] * 1e3:.1f} ms"
            )


if __name__ == "__main__":
    for each in sys.argv[1:] or ("sqlite", "postgresql"):
        measure(each)
