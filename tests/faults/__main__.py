"""`python -m tests.faults --kills 100`: the loop for as long as you like, on servers of its own."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click

from commonward_stack import PostgresServer
from tests.faults.killing import survive


@dataclass(frozen=True)
class Database:
    """As the fixture of that name: the server's own database."""

    app_url: str
    owner_url: str
    admin_url: str


def main() -> None:
    """Run it, print what was found as JSON, and end with 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="how often to kill (default: 100)")
    parser.add_argument("--brokers", type=int, help="how many of these kill the broker (default: a tenth)")
    wanted = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, PostgresServer() as server:
        database = Database(server.app_url, server.owner_url, server.admin_url)
        brokers = wanted.kills // 10 if wanted.brokers is None else wanted.brokers
        outcome = survive(Path(folder), database, kills=wanted.kills, brokers=brokers, say=_say)  # type: ignore[arg-type]  # the same three addresses
    click.echo(json.dumps({**vars(outcome), "seconds": round(time.monotonic() - begun)}, indent=2))
    sys.exit(1 if outcome.faults() else 0)


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
