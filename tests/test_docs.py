"""The pages say what the program does: every command, option, exit code, source and concept stands there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import click
import pytest

from gmg.axes import what
from gmg.cli import app
from gmg.sources import sources

ROOT = Path(__file__).parent.parent
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
SOURCES = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def sources_page() -> ModuleType:
    """The tool that writes docs/sources.md."""
    spec = importlib.util.spec_from_file_location("sources_page", ROOT / "tools/sources_page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def every_command() -> dict[str, click.Command]:
    """Each command by the words that call it: `figures`, `activities check`."""
    found: dict[str, click.Command] = {}
    for name, command in app.commands.items():
        inside = command.commands if isinstance(command, click.Group) else {}
        found |= {f"{name} {word}": one for word, one in inside.items()} or {name: command}
    return found


COMMAND = every_command()


def options(command: click.Command) -> list[str]:
    return [max(item.opts, key=len) for item in command.params if isinstance(item, click.Option)]


def row_of(name: str) -> str:
    """The row of the table of options that names the command."""
    table = COMMANDS.partition("## Options")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if re.search(rf"`gmg {name}[ `]", line)]
    assert len(rows) == 1, f"gmg {name} has {len(rows)} rows in the table of options"
    return rows[0]


@pytest.mark.parametrize("name", list(COMMAND))
def test_every_command_with_its_options_stands_in_the_page(name: str) -> None:
    row = row_of(name)
    said = set(re.findall(r"`(--[\w-]+)", row))
    assert said == set(options(COMMAND[name])) - {"--help"}


@pytest.mark.parametrize("name", list(COMMAND))
def test_every_command_explains_itself(name: str) -> None:
    assert COMMAND[name].help
    assert all(item.help for item in COMMAND[name].params if isinstance(item, click.Option))


def test_the_page_names_no_command_that_is_not_there() -> None:
    said = set(re.findall(r"`gmg ([a-z]+(?:-[a-z]+)*)", COMMANDS))
    assert said == set(app.commands)


def test_exit_codes_stand_in_the_page() -> None:
    codes = COMMANDS.partition("## Exit codes")[2]
    assert all(re.search(rf"\b{code}\b", codes) for code in (0, 1, 2))


def test_the_page_of_sources_is_what_its_tool_writes() -> None:
    assert sources_page().page() == SOURCES, "run `python tools/sources_page.py`"


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.id)
def test_every_source_stands_in_the_page(source: object) -> None:
    assert f"## {source.id}\n" in SOURCES
    for edition in source.editions:
        assert f"[{edition.id}]({edition.address})" in SOURCES


def test_every_concept_stands_in_the_page() -> None:
    assert [item.code for item in what.concepts() if f"| `{item.code}` |" not in SOURCES] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
