"""`python -m bench.pages`: how long the portal takes for its first page and for a case with a long chronology.

Everything runs in one process here, as under `make run`: a page's time holds the portal's own and that of each service
that it asks. The floor beside it is the portal's page for choosing a board, which asks nobody.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from commonward.cli.forms import simplest
from commonward.clock import london, utcnow
from commonward.procedure import Procedures
from tests.services.portal.place import Visitor, person, running, story

AUTHORITY = "leeds"
FORM = "mosaic"
WARM_UP = 5
TARGETS = {"first page": 0.200, "case page": 0.300}


def main() -> None:
    """Make the case, ask for the pages again and again, and print what it took; exit status 1 past a target."""
    asked = _parser().parse_args()
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as address:
        case, entries = _long_case(address, asked.entries)
        worker = Visitor(address)
        worker.sign_in("leeds-team-manager")
        nobody = Visitor(address)
        print(f"{entries} entries in the case's chronology; {asked.times} times each, in milliseconds")
        paths: dict[str, Callable[[], int]] = {
            "floor": lambda: nobody.get("/login").status_code,
            "first page": lambda: worker.get("/").status_code,
            "case page": lambda: worker.get(f"/cases/{case}").status_code,
        }
        late = [name for name, ask in paths.items() if _measure(name, ask, asked.times) > TARGETS.get(name, 9.9)]
    sys.exit(1 if late else 0)


def _measure(name: str, ask: Callable[[], int], times: int) -> float:
    """The 95th percentile in seconds."""
    took = []
    for n in range(times + WARM_UP):
        began = time.perf_counter()
        status = ask()
        if status != 200:
            raise SystemExit(f"{name} was refused: {status}")
        if n >= WARM_UP:
            took.append(time.perf_counter() - began)
    late = quantiles(took, n=20)[-1]
    wanted = f", wanted below {TARGETS[name] * 1000:.0f}" if name in TARGETS else ""
    print(f"{name:11} p50 {median(took) * 1000:6.0f}  p95 {late * 1000:6.0f}{wanted}", flush=True)
    return late


def _long_case(address: str, wanted: int) -> tuple[str, int]:
    """A case with a level, a meeting, a plan, and as many records as it takes."""
    played = story(address, AUTHORITY)
    case = str(played.begin(("Long", "Example"))["case"])
    played.assess(case, "high")
    played.meet(case)
    worker = person(address, "leeds-team-manager")
    kind = Procedures({AUTHORITY: ["national", AUTHORITY]}).of(AUTHORITY).record_kind(FORM)
    assert kind is not None
    body = {"kind": kind.id, "answers": simplest(kind, london(utcnow()).date())}
    count = 0
    while count < wanted:
        for _ in range(50):
            worker.post("referral", f"/cases/{case}/records", body)
        services = ("referral", "risk", "meetings", "notify")
        count = sum(len(worker.get(name, f"/cases/{case}/timeline")["entries"]) for name in services)
    return case, count


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.pages", description=__doc__)
    parser.add_argument("--entries", type=int, default=500, help="entries of the chronology, at least (500)")
    parser.add_argument("--times", type=int, default=40, help="how often each page is asked for (40)")
    return parser


if __name__ == "__main__":
    main()
