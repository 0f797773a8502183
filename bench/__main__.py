"""`python -m bench`: prints a table and writes `var/bench.json`. Needs the real servers: `make bench` starts them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import api, ingest, latency, propagation
from bench.figures import Figure, machine, table, write
from bench.region import SAMPLING, Unusable, region

RESULT = Path("var/bench.json")
KINDS = ("ingest", "api", "latency", "propagation")


def main() -> None:
    """Measure what was asked for; the exit status is 1 when it can't be measured."""
    asked = _parser().parse_args()
    figures: list[Figure] = []
    try:
        for kind in asked.only or KINDS:
            print(f"{kind} ...", flush=True)
            figures += _MEASURES[kind](asked)
    except Unusable as error:
        print(f"the benchmark can't go on: {error}", file=sys.stderr)
        sys.exit(1)
    finally:
        _show(figures)


def _ingest(asked: argparse.Namespace) -> list[Figure]:
    with region(["referral"]) as here:
        return [ingest.measure(here, asked.events, asked.rounds)]


def _api(asked: argparse.Namespace) -> list[Figure]:
    with region(["referral"]) as here:
        return api.measure(here, asked.seconds, asked.rounds)


def _latency(asked: argparse.Namespace) -> list[Figure]:
    return latency.measure(asked.latency_seconds, asked.rate)


def _propagation(asked: argparse.Namespace) -> list[Figure]:
    return propagation.measure(asked.changes)


_MEASURES = {"ingest": _ingest, "api": _api, "latency": _latency, "propagation": _propagation}


def _show(figures: list[Figure]) -> None:
    if not figures:
        return
    here = machine()
    print(f"\n{here['cpus']} CPUs, load {here['load']:.1f}; {SAMPLING:.0%} of traces sampled")
    for figure in figures:
        if figure.settings:
            print(f"{figure.name}: {', '.join(f'{name} {value}' for name, value in figure.settings.items())}")
    print(f"\n{table(figures)}\n")
    write(RESULT, figures, sampling=SAMPLING)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", choices=KINDS, action="append", help="only this one; may be given again")
    parser.add_argument("--events", type=int, default=10_000, help="events of the ingest (10000)")
    parser.add_argument("--seconds", type=int, default=5, help="seconds of load on the API in each round (5)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of ingest and API (3)")
    parser.add_argument("--rate", type=int, default=20, help="concerns a second while latency is measured (20)")
    parser.add_argument("--latency-seconds", type=int, default=30, help="how long latency is measured (30)")
    parser.add_argument("--changes", type=int, default=40, help="restrictions, blocks, revocations, each so many (40)")
    return parser


if __name__ == "__main__":
    main()
