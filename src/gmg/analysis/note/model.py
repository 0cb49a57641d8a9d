"""What a note is made of: sections of blocks, blocks of lines, lines of sentences, each with records.

Nothing here can be made without a record: a sentence that rests on nothing raises ValueError.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

RecordKind = Literal[
    "fact", "release", "dataset", "figure", "finding", "gap", "act", "activity", "text"
]
Mark = Literal["", "recalled", "lost", "none"]
BlockKind = Literal["text", "list", "chairs", "spans", "bars"]


@dataclass(frozen=True, slots=True)
class Record:
    """What a sentence rests on.

    `id` names it: `chairs/2009-01-01`, a data set with its edition, a finding, a figure's cell.
    `says` is what stands there; `confidence` is that of a fact, empty for what is published.
    `address` is where it was published, `ask` the command that shows it, `cells` the ids of figures
    or acts that it rests on, which `gmg trace` takes.
    """

    kind: RecordKind
    id: str
    says: str
    confidence: str = ""
    address: str = ""
    ask: str = ""
    cells: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The record as a flat object."""
        return {
            "kind": self.kind,
            "id": self.id,
            "says": self.says,
            "confidence": self.confidence or None,
            "address": self.address or None,
            "ask": self.ask or None,
            "figures": list(self.cells),
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words in one language, and the records they rest on; `mark` says in which manner they hold.

    Marks: empty, `recalled` (to be checked), `lost` (says what is missing), `none` (says that
    nothing is known here).
    """

    text: str
    language: str
    records: tuple[Record, ...]
    mark: Mark = ""

    def __post_init__(self) -> None:
        if not self.records:
            raise ValueError(f"no record behind the sentence {self.text!r}")


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, for a drawing.

    It holds for sure from `sure_from` to `sure_to`; outside these, up to `starts` and `ends`, a
    shortened date leaves it open. Both are None where nothing is sure.
    """

    starts: date
    sure_from: date | None
    sure_to: date | None
    ends: date


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, an item of a list or a row: sentences, and what stands before or beside them.

    `label` is a code or a name in front; `span` and `amount` are drawn; `confidence` is shown as a
    tag; `kind` is that of a term of the chair.
    """

    sentences: tuple[Sentence, ...]
    label: str = ""
    code: str = ""
    confidence: str = ""
    span: Span | None = None
    amount: int | None = None
    kind: str = ""

    @property
    def records(self) -> tuple[Record, ...]:
        """The records of all sentences, each once."""
        return tuple(dict.fromkeys(record for said in self.sentences for record in said.records))


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind under a heading of their own, where `title` is not empty."""

    kind: BlockKind
    lines: tuple[Line, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the note. `agency` is set on the page of a member."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    agency: str = ""

    def lines(self) -> Iterator[tuple[Block, Line]]:
        """Every line with its block."""
        for block in self.blocks:
            for line in block.lines:
                yield block, line


@dataclass(frozen=True, slots=True)
class Note:
    """The group's information note.

    `on` is the day that was asked for; `stands` the day that membership and chair are shown for,
    another one only where the group no longer existed. `pages` are those of the members.
    """

    on: date
    stands: date
    language: str
    release: str
    sample: bool
    name: str
    title: str
    sections: tuple[Section, ...]
    pages: tuple[Section, ...]

    def all_sections(self) -> tuple[Section, ...]:
        """Sections and pages in their order."""
        return (*self.sections, *self.pages)

    def sentences(self) -> Iterator[tuple[Section, Block, Line, Sentence]]:
        """Every sentence with where it stands."""
        for section in self.all_sections():
            for block, line in section.lines():
                for said in line.sentences:
                    yield section, block, line, said

    def records(self) -> dict[Record, int]:
        """Every record with its number, in the order of first use."""
        numbers: dict[Record, int] = {}
        for *_, said in self.sentences():
            for record in said.records:
                numbers.setdefault(record, len(numbers) + 1)
        return numbers

    def fell_back(self) -> bool:
        """Whether any sentence is in English though another language was asked for."""
        return any(said.language != self.language for *_, said in self.sentences())

    def as_json(self) -> Iterator[dict[str, Any]]:
        """One flat object a sentence."""
        for section, block, line, said in self.sentences():
            yield {
                "section": section.key,
                "agency": section.agency or None,
                "block": block.title or None,
                "label": line.code or line.label or None,
                "confidence": line.confidence or None,
                "text": said.text,
                "language": said.language,
                "mark": said.mark or None,
                "on": self.on.isoformat(),
                "stands": self.stands.isoformat(),
                "release": self.release,
                "records": [record.as_json() for record in said.records],
            }
