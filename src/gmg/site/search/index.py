"""The index: one SQLite file beside the release, derived from it and made again when it is missing.

| table | one row |
|---|---|
| `entries` | something to find: kind, code, weight, what a line about it needs |
| `titles` | a name of it, folded |
| `words` | full text: the shadow of its names, and of the other words it is found by |

Release, facts and this package decide its name, so it never goes stale. It is written apart and
renamed; any number of threads read it, each with a connection of its own.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gmg.analysis.findings import RULES
from gmg.analysis.findings.kept import fingerprint
from gmg.site.search.entries import Entry, entries
from gmg.site.search.fold import query, shadow, words
from gmg.site.search.question import Piece

if TYPE_CHECKING:
    from gmg.evidence.base import Base

TABLES = """
CREATE TABLE entries (id INTEGER PRIMARY KEY, kind TEXT, code TEXT, weight REAL, data TEXT);
CREATE TABLE titles (folded TEXT, id INTEGER, PRIMARY KEY (folded, id)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(title, body, content='', tokenize='ascii', prefix='2 3');
"""
TITLE_COUNTS = 4.0  # how much more a word of a title says than another
_LOCK = threading.Lock()
_OPENED: dict[tuple[Path, str, str], Index] = {}


@dataclass(frozen=True, slots=True)
class Row:
    """An entry that answers; `match` is how well its words do, higher is better."""

    kind: str
    code: str
    weight: float
    data: dict[str, Any]
    match: float


def version() -> str:
    """What decides the content of an index besides the release."""
    return hashlib.sha256(f"{fingerprint(RULES)}{_own_code()}".encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def _own_code() -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.suffix in (".py", ".csv"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def build(base: Base, folder: Path) -> Path:
    """The index of the release in that folder, written now unless it is there."""
    path = folder / f"{base.release.id}-{version()}.search.sqlite"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".writing-{os.getpid()}-{threading.get_ident()}")
    try:
        _write(beside, entries(_alone(base)))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path


def _alone(base: Base) -> Base:
    """The release with a connection of its own: others may be asking this one."""
    from gmg.evidence.base import Base

    return Base(base.folder, base.release)


def _write(path: Path, found: Iterable[Entry]) -> None:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    try:
        connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + TABLES
        )
        for number, entry in enumerate(found, start=1):
            _add(connection, number, entry)
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.commit()
    finally:
        connection.close()


def _add(connection: sqlite3.Connection, number: int, entry: Entry) -> None:
    connection.execute(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?)",
        (
            number,
            entry.kind,
            entry.code,
            entry.weight,
            json.dumps(entry.data, ensure_ascii=False, separators=(",", ":")),
        ),
    )
    folded = {" ".join(words(title)) for title in entry.titles} - {""}
    connection.executemany(
        "INSERT INTO titles VALUES (?, ?)", [(title, number) for title in sorted(folded)]
    )
    marks = [mark(kind, code) for kind, code in entry.marks]
    body = " ".join([*(_shadow(text) for text in entry.body if text), *marks])
    title = " ".join(_shadow(text) for text in entry.titles)
    connection.execute(
        "INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (number, title, body)
    )


@lru_cache(maxsize=8192)
def _shadow(text: str) -> str:
    return shadow(text)


def mark(kind: str, code: str) -> str:
    """The word of the index that stands for a code, whatever the language.

    >>> mark("place", "M49-002")
    'xplacem49002'
    """
    return f"x{kind}" + "".join(char for char in code.casefold() if char.isalnum())


class Index:
    """An index, opened for reading by any number of threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mine = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's own connection; it can't write."""
        found: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if found is None:
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            found = self._mine.connection = sqlite3.connect(address, uri=True)
        return found

    def titled(self, text: str, kinds: Sequence[str], limit: int) -> list[Row]:
        """Entries with that title: `match` 2 where a title is the text, 1 where it begins with it."""
        folded = " ".join(words(text))
        if not folded:
            return []
        return self._rows(
            "SELECT e.kind, e.code, e.weight, e.data, max(1 + (t.folded = ?)) AS match "
            "FROM titles t JOIN entries e ON e.id = t.id "
            f"WHERE t.folded >= ? AND t.folded < ? AND e.kind IN ({_marks(kinds)}) "
            "GROUP BY e.id ORDER BY match DESC, e.weight DESC, min(length(t.folded)), e.id LIMIT ?",
            [folded, folded, folded + "\U0010ffff", *kinds, limit],
        )

    def holding(
        self, pieces: Sequence[Piece], kinds: Sequence[str], limit: int, *, every: bool = True
    ) -> list[Row]:
        """Entries that hold all pieces, or any of them unless `every`."""
        asked = expression(pieces, every=every)
        if not asked:
            return []
        rows: list[Row] = []
        for kind in kinds:  # of each kind, or findings would leave no room for others
            rows += self._rows(
                "SELECT e.kind, e.code, e.weight, e.data, -bm25(words, ?, 1.0) AS match "
                "FROM words JOIN entries e ON e.id = words.rowid WHERE words MATCH ? "
                "AND e.kind = ? ORDER BY match DESC, e.weight DESC, e.id LIMIT ?",
                [TITLE_COUNTS, asked, kind, limit],
            )
        return rows

    def knows(self, word: str) -> bool:
        """Whether any entry holds the word, or a word that begins with it."""
        asked = query(word, open_end=True)
        if not asked:
            return True
        found = self.connection.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", [asked])
        return found.fetchone() is not None

    def _rows(self, sql: str, parameters: list[Any]) -> list[Row]:
        return [
            Row(kind, code, weight, json.loads(data), match)
            for kind, code, weight, data, match in self.connection.execute(sql, parameters)
        ]


def expression(pieces: Sequence[Piece], *, every: bool = True) -> str:
    """The pieces as a question to full text: a known one by its code as well as by its words."""
    parts = []
    for piece in dict.fromkeys(pieces):
        asked = query(piece.text, open_end=piece == pieces[-1])
        if piece.code:
            asked = f'("{mark(piece.kind, piece.code)}" OR ({asked}))' if asked else ""
        if asked:
            parts.append(f"({asked})")
    return (" AND " if every else " OR ").join(parts)


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values)


def index(base: Base) -> Index:
    """The index of a release, made now if need be.

    Where the folder of the base can't be written to, the index lives as long as the process.
    """
    key = (base.folder, base.release.id, version())
    with _LOCK:
        if key not in _OPENED:
            _OPENED[key] = _open(base)
        return _OPENED[key]


def _open(base: Base) -> Index:
    try:
        return Index(build(base, base.folder / "derived"))
    except (OSError, sqlite3.OperationalError):
        own = Path(tempfile.mkdtemp(prefix="gmg-search-"))
        atexit.register(shutil.rmtree, own, ignore_errors=True)
        return Index(build(base, own))
