"""`python -m bench`: measure gmg side by side with its yardsticks and print a table.

Everything is measured as whole processes, in turn, round after round. Nothing is measured against
numbers of another day or machine.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.activities import ACTIVITIES, WANTED
from bench.growth import SIZES, exponent
from bench.harness import ROOT, Case, gmg, interleaved, python, ratio, run, times
from bench.report import Line, as_json, compared, markdown, spread, within, write

PLACE = "KEN"
MEMORY = 2048.0


class Bench:
    """Folders, repeats, and the lines found so far."""

    def __init__(self, data: Path, work: Path, repeats: int) -> None:
        self.data, self.work, self.repeats = data, work, repeats
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self.cases: list[Case] = []

    def measure(self, *cases: Case, repeats: int | None = None) -> None:
        """One run of each that is not counted, then the rounds."""
        interleaved(cases, 1)
        for case in cases:
            case.runs.clear()
        interleaved(cases, repeats or self.repeats)
        self.cases.extend(cases)

    def emptied(self, folder: Path) -> Callable[[], None]:
        """Take the folder away before a run."""
        return lambda: shutil.rmtree(folder, ignore_errors=True)


def build(bench: Bench) -> None:
    """The full build against pandas + openpyxl and against parsing alone."""
    base, pandas, plan = bench.work / "base", bench.work / "pandas", bench.work / "plan.json"
    run(python("-m", "bench.parse_floor", "plan", bench.data, plan))
    parse = ("-m", "bench.parse_floor", "run", bench.data, plan)
    ours = Case("gmg build", gmg("build", *source(bench), "--base", base), bench.emptied(base))
    script = Case(
        "pandas + openpyxl",
        python("-m", "bench.baseline", bench.data, pandas),
        bench.emptied(pandas),
    )
    typed = Case("parsing, typed", python(*parse, "typed"))
    strings = Case("parsing, as text", python(*parse, "strings"))
    bench.measure(ours, script, typed, strings)
    floor = min(typed, strings, key=lambda case: case.seconds)
    bench.lines += [
        compared("full build: times faster than a script", script, ours, 8, at_least=True),
        compared("full build over parsing the same bytes", ours, floor, 3),
    ]
    bench.notes += [parsing_alone(ours, floor), agreement(base, pandas)]


def source(bench: Bench) -> list[str]:
    """The option that names the data."""
    return ["--data", str(bench.data)]


def parsing_alone(ours: Case, floor: Case) -> str:
    """The stricter ratio: inflated bytes in memory, libraries imported."""
    alone = [json.loads(run.printed)["parse"] for run in floor.runs]
    return (
        f"{floor.name}, counting neither start of Python, imports, reading nor inflating: "
        f"{spread(alone)} s; the whole process `gmg build` takes {ratio(times(ours), alone)} times that"
    )


def agreement(base: Path, pandas: Path) -> str:
    """Whether both sides of the build hold the same figures."""
    found = json.loads(run(python("-m", "bench.agreement", base, pandas)).printed)
    differing = ", ".join(line[0] for line in found["differing"]) or "none"
    return (
        f"gmg keeps {found['gmg']:,} figures, the script {found['pandas']:,}, out of "
        f"{found['files']} files; files whose figures, numbers or sum differ: {differing}. "
        f"Treaty acts, which stand apart: gmg {found['acts']:,}, the script {found['acts_pandas']:,}"
    )


def rebuild(bench: Bench) -> None:
    """A build with nothing changed against a full one."""
    kept, fresh = bench.work / "kept", bench.work / "fresh"
    run(gmg("build", *source(bench), "--base", kept))
    again = Case("gmg build, nothing changed", gmg("build", *source(bench), "--base", kept))
    full = Case(
        "gmg build, full", gmg("build", *source(bench), "--base", fresh), bench.emptied(fresh)
    )
    bench.measure(again, full)
    bench.lines.append(compared("rebuild with nothing changed", again, full, 0.05))


def findings(bench: Bench) -> None:
    """Ranking all findings over ten million figures against a query written by hand."""
    base = bench.work / "ten-million"
    bench.emptied(base)()
    run(python("-m", "bench.synthetic", base))
    forgotten = bench.emptied(base / "derived")
    ours = Case("gmg, all rules", python("-m", "bench.ranking", base), forgotten)
    hand = Case("DuckDB by hand", python("-m", "bench.by_hand", base))
    top = gmg("findings", "--top", "20", "--json", "--base", base)
    first, again = Case("first", top, forgotten), Case("again", top)
    bench.measure(ours, hand, first, again)
    bench.lines += [
        compared("ranking all findings over 10 M figures", ours, hand, 1.3),
        within("its peak memory", ours.name, ours.peak, MEMORY, "MiB"),
    ]
    bench.notes += [
        "gmg keeps the findings of a release once they are worked out; the ratio above is of working "
        "them out, with nothing kept. `gmg findings --top 20 --json`, which also looks up the figures "
        f"of each finding: {spread(times(first))} s and {first.peak:,.0f} MiB the first time, "
        f"{spread(times(again))} s and {again.peak:,.0f} MiB from then on",
        same_findings(base),
    ]


def same_findings(base: Path) -> str:
    """Whether both rankings find the same, worked out anew."""
    shutil.rmtree(base / "derived", ignore_errors=True)
    ours = json.loads(run(python("-m", "bench.ranking", base, "counts")).printed)
    hand = json.loads(run(python("-m", "bench.by_hand", base, "counts")).printed)
    total = sum(line[1] for line in hand)
    verdict = "the same" if ours == hand else f"NOT the same as gmg's {ours}"
    return f"{total:,} findings of {len(hand)} rules by hand, {verdict} by rule, number and people"


def profile(bench: Bench) -> None:
    """The profile of a country against importing the command line and its queries."""
    base, told = bench.work / "profiled", bench.work / "told.pickle"
    run(gmg("build", *source(bench), "--base", base))
    run(python("-m", "bench.replay", "record", base, PLACE, told))
    ours = Case(f"gmg profile {PLACE} --json", gmg("profile", PLACE, "--json", "--base", base))
    least = Case("import gmg.cli and its queries", python("-m", "bench.replay", "run", told))
    bench.measure(ours, least)
    bench.lines.append(compared("profile of a country", ours, least, 1.5))


def treaties(bench: Bench) -> None:
    """The full matrix of party status against a plain loop over the same cells."""
    base = bench.work / "treaties"
    run(gmg("build", *source(bench), "--base", base))
    ours = Case("gmg, full matrix", python("-m", "bench.treaties", "matrix", base))
    plain = Case("a plain loop", python("-m", "bench.treaties", "loop", base))
    bench.measure(ours, plain)
    told = [[json.loads(run.printed) for run in case.runs] for case in (ours, plain)]
    if told[0][0]["parties"] != told[1][0]["parties"]:
        raise ValueError("the matrix and the plain loop do not find the same parties")
    alone = [run["seconds"] for run in told[0]]
    cells = f"{told[0][0]['cells']:,} cells, {told[0][0]['parties']:,} of them parties"
    bench.lines += [
        within(f"full matrix of party status, {cells}", f"{ours.name}", ours.seconds, 1.0, "s"),
        compared("full matrix over a plain loop", ours, plain, 1.0),
    ]
    loops = [run["seconds"] for run in told[1]]
    bench.notes.append(
        f"The matrix without start of Python and imports: {spread(alone)} s, the plain loop "
        f"{spread(loops)} s; ratio {ratio(alone, loops)}"
    )


def cells(bench: Bench) -> None:
    """The gap matrix against dictionaries and loops over the same activities."""
    ours = Case("gmg, gap matrix", python("-m", "bench.cells", "ours"))
    plain = Case("dictionaries and loops", python("-m", "bench.cells", "plain"))
    bench.measure(ours, plain)
    told = [[json.loads(run.printed) for run in case.runs] for case in (ours, plain)]
    if told[0][0]["digest"] != told[1][0]["digest"]:
        raise ValueError("the gap matrix and the plain loop do not find the same states")
    alone, loops = ([run["seconds"] for run in runs] for runs in told)
    states = ", ".join(f"{number:,} {state}" for state, number in told[0][0]["states"].items())
    name = f"gap matrix of 100,000 activities, {told[0][0]['cells']:,} cells"
    bench.lines.append(within(name, f"{ours.name}: {spread(alone)} s", median(alone), 2.0, "s"))
    bench.notes.append(
        f"The gap matrix once the activities are there ({states}): {spread(alone)} s, dictionaries "
        f"and loops {spread(loops)} s; ratio {ratio(alone, loops)}"
    )


def activities(bench: Bench) -> None:
    """Import of many activities against lxml alone on the same bytes; memory at a fourth of them too."""
    many, fewer = bench.work / "activities.xml", bench.work / "fewer-activities.xml"
    base = bench.work / "activities"
    for path, number in ((many, ACTIVITIES), (fewer, ACTIVITIES // 4)):
        run(python("-m", "bench.activities", "make", bench.data, path, number))
    words = ("-m", "bench.activities")
    ours = Case("gmg, staged", python(*words, "stage", bench.data, many, base), bench.emptied(base))
    alone = Case("lxml alone", python(*words, "floor", bench.data, many))
    part = Case(
        "gmg, a fourth", python(*words, "stage", bench.data, fewer, base), bench.emptied(base)
    )
    bench.measure(ours, alone, part, repeats=min(3, bench.repeats))
    told = [[json.loads(run.printed) for run in case.runs] for case in (ours, part)]
    memory = [max(one["process_mib"] for one in runs) for runs in told]
    helper = [max(one["largest_helper_mib"] for one in runs) for runs in told]
    size = told[0][0]["bytes"] / 1e9
    bench.lines.append(
        compared(
            f"speed of the import of {ACTIVITIES:,} activities ({size:.1f} GB), lxml alone = 1",
            alone,
            ours,
            WANTED,
            at_least=True,
        )
    )
    bench.notes.append(
        f"Peak memory of the import, process and largest of {os.cpu_count()} helpers: "
        f"{memory[1]:,} and {helper[1]:,} MiB for {ACTIVITIES // 4:,} activities, {memory[0]:,} and "
        f"{helper[0]:,} MiB for {ACTIVITIES:,}"
    )


def growth(bench: Bench) -> None:
    """Builds of 1, 2, 4 and 8 times the data, three rounds."""
    copies = bench.work / "copies"
    for size in SIZES:
        run(python("-m", "bench.growth", "make", bench.data, copies / str(size), size))
    cases = [grown(bench, copies / str(size), size) for size in SIZES]
    bench.measure(*cases, repeats=min(3, bench.repeats))
    sizes = [float(size) for size in SIZES]
    seconds = exponent(sizes, [case.seconds for case in cases])
    memory = exponent(sizes, [case.peak for case in cases])
    shown = "; ".join(
        f"{size}×: {case.seconds:.1f} s, {case.peak:,.0f} MiB, {int(case.runs[0].printed):,} figures"
        for size, case in zip(SIZES, cases, strict=True)
    )
    bench.notes.append(
        f"Growth with the data, {shown}. Exponent of time {seconds:.2f}, of peak memory {memory:.2f} "
        "(slope of the logarithms; 1 is in proportion)"
    )


def grown(bench: Bench, copies: Path, size: int) -> Case:
    """A build of so many copies."""
    base = bench.work / f"base-{size}"
    command = python("-m", "bench.growth", "build", copies, base)
    return Case(f"build of {size}×", command, bench.emptied(base))


PARTS: dict[str, Callable[[Bench], None]] = {
    "build": build,
    "rebuild": rebuild,
    "findings": findings,
    "profile": profile,
    "treaties": treaties,
    "cells": cells,
    "activities": activities,
    "growth": growth,
}


def arguments() -> argparse.Namespace:
    """What the command line says."""
    words = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    words.add_argument("--data", type=Path, default=None, help="default $GMG_DATA, ../shared/data")
    words.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    words.add_argument("--repeats", type=int, default=5)
    words.add_argument("--work", type=Path, help="folder for bases; default a temporary one")
    words.add_argument("--json", type=Path, help="write every run there")
    words.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    return words.parse_args()


def main() -> int:
    """Measure, print, and end with 1 when a wanted ratio was missed."""
    asked = arguments()
    data = asked.data or Path(os.environ.get("GMG_DATA", ROOT.parent / "shared" / "data"))
    if not data.is_dir():
        print(f"{data}: no published files here; name the folder with --data", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="gmg-bench-") as temporary:
        work = asked.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        bench = Bench(data.resolve(), work.resolve(), asked.repeats)
        before = os.getloadavg()[0]
        for part in asked.only:
            print(part, file=sys.stderr)
            PARTS[part](bench)
    busy = f"{asked.repeats} rounds; load of the machine {before:.1f} before the first"
    text = markdown(bench.lines, [*bench.notes, busy])
    print(text)
    if asked.json:
        asked.json.write_text(as_json(bench.lines, bench.cases), encoding="utf-8")
    if asked.write:
        write(ROOT / "bench" / "README.md", text)
    return 0 if all(line.met for line in bench.lines) else 1


if __name__ == "__main__":
    sys.exit(main())
