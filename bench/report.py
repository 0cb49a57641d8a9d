"""Results as lines of a table: what was measured, against what, the ratio, what was wanted."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.harness import Case, Ratio, ratio, times

LIBRARIES = ("polars", "duckdb", "fastexcel", "pandas", "openpyxl", "pyarrow")
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison. `bound` is the wanted ratio, `at_least` which side of it is good."""

    what: str
    measured: str
    against: str
    ratio: str
    wanted: str
    met: bool


def compared(what: str, above: Case, below: Case, bound: float, *, at_least: bool = False) -> Line:
    """Wall times of two cases: the ratio of the first to the second."""
    found = ratio(times(above), times(below))
    return Line(
        what,
        told(above),
        told(below),
        f"{found}",
        f"{'≥' if at_least else '≤'} {bound:g}",
        found.middle >= bound if at_least else found.middle <= bound,
    )


def told(case: Case) -> str:
    """A case in words."""
    return f"{case.name}: {spread(times(case))} s, {case.cpu:.3g} s CPU, {case.peak:,.0f} MiB"


def within(what: str, measured: str, value: float, bound: float, unit: str) -> Line:
    """A value against a limit."""
    return Line(what, measured, "", f"{value:,.4g} {unit}", f"≤ {bound:g} {unit}", value <= bound)


def spread(values: list[float]) -> str:
    """Median with smallest and largest."""
    return f"{Ratio(median(values), min(values), max(values))}"


def machine() -> str:
    """Processor, number of cores, versions."""
    model = "processor not named"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    found = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}, {found}"


def markdown(lines: list[Line], notes: list[str]) -> str:
    """The table, the notes and the machine."""
    rows = [
        "| what | measured | against | ratio or value (min–max) | wanted | |",
        "|---|---|---|---|---|---|",
        *(
            f"| {line.what} | {line.measured} | {line.against} | {line.ratio} | {line.wanted} "
            f"| {'met' if line.met else '**not met**'} |"
            for line in lines
        ),
    ]
    return "\n".join([*rows, "", *(f"- {note}" for note in notes), "", f"Machine: {machine()}."])


def write(readme: Path, text: str) -> None:
    """Put the text between the markers of the README."""
    page = readme.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def as_json(lines: list[Line], cases: list[Case]) -> str:
    """Every line and every single run."""
    runs = {
        case.name: [
            {"seconds": run.seconds, "cpu_seconds": run.cpu, "peak_mib": run.peak}
            for run in case.runs
        ]
        for case in cases
    }
    return json.dumps({"lines": [asdict(line) for line in lines], "runs": runs}, indent=1)
