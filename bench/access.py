"""What access, audit and sealing cost a request: the same request with one of them left out, in turn, in this process.

`commonward-stack run -- python -m bench.access`. PostgreSQL is real; what is left out is left out by the bench alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import cache
from statistics import median
from typing import Any
from unittest.mock import patch
from uuid import UUID

from flask.testing import FlaskClient

from bench.api import MOST_FALL
from bench.children import body
from bench.cpu import exact_seconds_of
from bench.open_api import without_access, without_sealing
from bench.region import Region, Unusable, region
from commonward.runtime import find_service
from commonward.store import Work
from commonward.store.sealed_keys import AuthorityKeys

CASES = 50
WARM_UP = 20
MOST = {"audit": 0.10, "access": MOST_FALL, "access and sealing": MOST_FALL}
"""The share of a request that each may take."""

Ask = Callable[[int], None]


def _checked_and_not_noted(work: Work, _action: str, subject: UUID | None = None, *, why: str | None = None) -> None:
    if subject is not None and work.viewer is not None:
        work.subject(subject)


_OPEN = cache(AuthorityKeys.open)


@contextmanager
def _opened_before() -> Iterator[None]:
    """What was opened once is known: opening it again answers at once."""
    with without_sealing(), patch.object(AuthorityKeys, "open", _OPEN):
        yield


@contextmanager
def _unprotected() -> Iterator[None]:
    """Access and sealing together: by so much at most may they lower the ratio to the floor."""
    with without_access(), _opened_before():
        yield


WITHOUT: Mapping[str, Any] = {
    "nothing": nullcontext,
    "audit": lambda: patch.object(Work, "audit", _checked_and_not_noted),
    "access": without_access,
    "access and sealing": _unprotected,
}
"""What is left out."""


def asks(here: Region, client: FlaskClient, headers: Mapping[str, str]) -> dict[str, Ask]:
    """The requests: a list, a case, and at last one that writes, as some of what it writes is not sealed."""
    reading = {**headers}
    for number in range(CASES):
        _answered(client.post("/v1/concerns", data=body(number), headers=headers), 201)
    here.analyze()
    listed = client.get(f"/v1/cases?limit={CASES}", headers=reading).get_json()["cases"]
    if len(listed) != CASES:
        raise Unusable(f"the list has {len(listed)} cases, not {CASES}")
    one = listed[0]["id"]
    return {
        f"list of {CASES} cases": lambda n: _answered(client.get(f"/v1/cases?limit={CASES}", headers=reading), 200),
        "one case": lambda n: _answered(client.get(f"/v1/cases/{one}", headers=reading), 200),
        "raise a concern": lambda n: _answered(client.post("/v1/concerns", data=body(n), headers=headers), 201),
    }


def _answered(answer: Any, status: int) -> None:
    if answer.status_code != status:
        raise Unusable(f"{answer.status_code}: {answer.text[:300]}")


def measure(times: int) -> Iterator[tuple[str, dict[str, float]]]:
    """For each request, the median milliseconds of CPU, PostgreSQL's with it, with each of them left out.

    Raises Unusable.
    """
    with region(["referral"]) as here:
        client = here.platform.app(find_service("referral")).test_client()
        token = here.issuer.token("bench-coordinator", "cse-missing-coordinator")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        number = CASES
        for name, ask in asks(here, client, headers).items():
            took, backends = defaultdict[str, list[float]](list), here.backends()
            for turn in range(WARM_UP + times):
                for left_out in _in_turn(turn):
                    number += 1
                    with WITHOUT[left_out]():
                        begun = _spent(backends)
                        ask(number)
                        spent = _spent(backends) - begun
                    if turn >= WARM_UP:
                        took[left_out].append(1000 * spent)
            yield name, {left_out: median(found) for left_out, found in took.items()}


def _in_turn(turn: int) -> list[str]:
    """Each goes first as often as the others: what comes before it tells on a request too."""
    names = list(WITHOUT)
    first = turn % len(names)
    return names[first:] + names[:first]


def _spent(backends: Iterable[int]) -> float:
    return time.thread_time() + exact_seconds_of(backends)


def main() -> None:
    """Print each request's time and what the audit and access take of it; the exit status is 1 above the targets."""
    parser = argparse.ArgumentParser(prog="bench.access", description=__doc__)
    parser.add_argument("--times", type=int, default=300, help="how often each is asked (300)")
    asked = parser.parse_args()
    reached = True
    try:
        for name, took in measure(asked.times):
            whole = took["nothing"]
            shares = {left_out: 1 - took[left_out] / whole for left_out in MOST}
            reached = reached and all(share <= MOST[left_out] for left_out, share in shares.items())
            told = (f"{left_out} {share:.1%} (at most {MOST[left_out]:.0%})" for left_out, share in shares.items())
            print(f"{name}: {whole:.2f} ms; {', '.join(told)}", flush=True)
    except Unusable as error:
        print(f"the benchmark can't go on: {error}", file=sys.stderr)
        sys.exit(1)
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
