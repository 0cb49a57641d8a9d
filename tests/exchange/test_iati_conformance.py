"""All conformance cases of IATI 2.03 and both official examples, through our own parser and schema."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from conftest import data_folder
from gmg.exchange.iati.parse import Document
from gmg.exchange.iati.standard import Standard
from gmg.exchange.iati.structure import structure_errors
from gmg.sources.reading import Refused

KINDS = {
    "activity-tests": "activities",
    "iati-activities": "activities",
    "organisation-tests": "organisations",
    "iati-organisations": "organisations",
    "registry-tests": "registry",
}
EXPECTED = {
    ("activities", "should-fail"): 324,
    ("activities", "should-pass"): 215,
    ("organisations", "should-fail"): 130,
    ("organisations", "should-pass"): 18,
    ("registry", "should-fail"): 2,
    ("registry", "should-pass"): 6,
}
NOT_WELL_FORMED = "participating-org/01-activity-id-cardinality"


def cases(data: Path) -> list[tuple[Path, str, str]]:
    """Every case with the schema and the outcome that its folder says."""
    root = data / "iati" / "conformance-2.03"
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file():
            parts = path.relative_to(root).parts
            kind = next(KINDS[part] for part in parts if part in KINDS)
            label = next(part for part in parts if part.startswith("should-"))
            found.append((path, kind, label))
    return found


CASES = cases(folder) if (folder := data_folder()) else []


def errors(path: Path, data: Path) -> tuple[str, list[str]]:
    """The kind of the file and what is wrong with it."""
    document = Document(path)
    standard = Standard(data / "iati")
    schema = standard.schema(document.head.kind)
    if document.head.kind != "activities":
        return document.head.kind, [
            error.message for error in structure_errors(document.whole(), schema)
        ]
    return "activities", [
        error.message
        for piece in document.pieces()
        for error in structure_errors(document.open(piece).tree, schema)
    ]


def test_there_are_as_many_cases_as_the_folder_says(data: Path) -> None:
    assert Counter((kind, label) for _, kind, label in CASES) == EXPECTED
    assert len(CASES) == 695


@pytest.mark.parametrize(
    ("path", "kind", "label"),
    CASES,
    ids=[f"{c[1]}-{c[2]}-{n}-{c[0].stem}" for n, c in enumerate(CASES)],
)
def test_a_case_behaves_as_labelled(path: Path, kind: str, label: str, data: Path) -> None:
    if str(path).endswith(NOT_WELL_FORMED):
        with pytest.raises(
            Refused, match="line 8: is not well-formed: Attribute activity-id redefined"
        ):
            errors(path, data)
        return
    found_kind, found = errors(path, data)
    assert found_kind == kind
    assert bool(found) == (label == "should-fail"), found
    assert all(message and "\n" not in message for message in found)


@pytest.mark.parametrize("name", ["activity", "organisation"])
def test_the_official_examples_are_valid(name: str, data: Path) -> None:
    path = data / "iati" / "examples" / f"{name}-standard-example-2.03.xml"
    assert errors(path, data)[1] == []
