"""`python -m tests.replay --cases 2000 --seed 7`: the whole proof on a synthetic year, with a table at the end."""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import click

from tests.replay.proving import Line, proof
from tests.replay.years import REGION


def main() -> int:
    """Prove every board of the development region, each in a process of its own. Returns 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2000, help="of all boards together")
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    boards = list(tomllib.loads(REGION.read_text(encoding="utf-8"))["authorities"])
    shares = [wanted.cases // len(boards) + (n < wanted.cases % len(boards)) for n in range(len(boards))]
    began = time.monotonic()
    with ProcessPoolExecutor(len(boards), mp_context=get_context("spawn")) as pool:
        proofs = [pool.submit(proof, *each, wanted.seed) for each in zip(boards, shares, strict=True)]
        lines = [line for each in proofs for line in each.result()]
    _print(lines)
    click.echo(f"{wanted.cases} cases, seed {wanted.seed}: {time.monotonic() - began:.0f} seconds")
    return 1 if any(line.differences for line in lines) else 0


def _print(lines: list[Line]) -> None:
    click.echo(
        f"{'board':9}{'shape':31}{'subjects':>9}{'events':>9}{'obligations':>12}{'differences':>12}{'seconds':>9}"
    )
    for each in lines:
        click.echo(
            f"{each.board:9}{each.shape:31}{each.subjects:9}{each.events:9}{each.obligations:12}"
            f"{each.differences:12}{each.seconds:9.1f}"
        )


if __name__ == "__main__":
    sys.exit(main())
