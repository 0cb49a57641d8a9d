"""`python -m tests.fuzz [SECONDS] [SEED]`: spoil files until the time is up, and say how many were tried."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from conftest import data_folder
from fuzz.mutations import Escaped, fixtures, met, tries


def main(seconds: float = 120, seed: int = 1) -> int:
    data = data_folder()
    if data is None:
        sys.exit("no published files here: set GMG_DATA to a folder of them")
    small = fixtures(data)
    streams = [(fixture, tries(fixture, seed)) for fixture in small]
    ends: Counter[str] = Counter()
    escaped: Counter[str] = Counter()
    stop = time.monotonic() + seconds
    while time.monotonic() < stop:
        for fixture, spoiled in streams:
            for raw, _ in zip(spoiled, range(10 if len(fixture.raw) < 20_000 else 1), strict=False):
                try:
                    ends[met(fixture, raw)] += 1
                except Escaped as error:
                    ends["escaped"] += 1
                    escaped[str(error)[:300]] += 1
    tried = f"{sum(ends.values()):,} inputs over {len(small)} readers, seed {seed}"
    said = ", ".join(f"{n:,} {end}" for end, n in sorted(ends.items()))
    lines = [f"{times:>6} {text}" for text, times in escaped.most_common(40)]
    sys.stdout.write("\n".join([f"{tried}: {said}", *lines, ""]))
    return 1 if escaped else 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
