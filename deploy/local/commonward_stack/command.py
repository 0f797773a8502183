"""The command `commonward-stack`."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from commonward_stack.process import StackError
from commonward_stack.stack import Wanted, running

DESCRIPTION = """Start the real servers in temporary folders on free loopback ports, run a command with their
addresses in its environment (COMMONWARD_TEST_KAFKA, _DATABASE, _OWNER, _ADMIN, _KEYCLOAK), and stop them.
Where these variables are already set, the servers that they name are used instead."""


def main() -> None:
    """Run the command; its exit status is ours. 2 means that a server can't be had."""
    arguments = _parser().parse_args()
    wanted = Wanted(not arguments.no_kafka, not arguments.no_postgres, arguments.keycloak, tuple(arguments.realm))
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        sys.exit(_run(wanted, arguments.command))
    except StackError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(wanted: Wanted, command: list[str]) -> int:
    begun = time.monotonic()
    with running(wanted) as stack:
        seconds = time.monotonic() - begun
        print(f"real servers: {', '.join(stack.lines)} (ready in {seconds:.1f} s)", file=sys.stderr, flush=True)
        return _call(command, {**os.environ, **stack.environment})


def _call(command: list[str], environment: Mapping[str, str]) -> int:
    try:
        child = subprocess.Popen(command, env=environment)
    except OSError as error:
        raise StackError(f"{command[0]}: {error.strerror}") from None
    try:
        return _status(child)
    finally:
        child.terminate()
        child.wait()


def _status(child: subprocess.Popen[bytes]) -> int:
    while True:
        try:
            status = child.wait()
        except KeyboardInterrupt:
            continue  # the terminal sent it to the command too, which decides how to end
        return status if status >= 0 else 128 - status


def _leave(number: int, _frame: FrameType | None) -> None:
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)  # one is enough: the servers are being stopped
    sys.exit(128 + number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="commonward-stack", description=DESCRIPTION)
    run = parser.add_subparsers(required=True, metavar="run").add_parser("run", description=DESCRIPTION)
    run.add_argument("--no-kafka", action="store_true", help="leave Kafka out")
    run.add_argument("--no-postgres", action="store_true", help="leave PostgreSQL out")
    run.add_argument("--keycloak", action="store_true", help="start Keycloak too, behind the others")
    run.add_argument("--realm", type=Path, action="append", default=[], help="a realm for Keycloak (exported JSON)")
    run.add_argument("command", nargs="+", metavar="COMMAND", help="what to run, after --")
    return parser
