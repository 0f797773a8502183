"""`python -m bench.search`: how long a search takes among many sealed children. Needs the real servers.

    commonward-stack run -- python -m bench.search

A request is one to the referral service's web app in this process: token, look-up, opening, comparing, audit, answer.
Half of the searches are for a child who is there, with a slip in the name; names are as unevenly common as real ones.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import accumulate
from statistics import median, quantiles
from uuid import UUID

import psycopg

from bench.cpu import seconds_of
from bench.region import AUTHORITY, Region, Unusable, region
from commonward.cli.serve import COLLECT_AFTER
from commonward.contracts.events.partner import ReportedChild
from commonward.runtime import find_service
from commonward.store import work
from commonward_referral.children import Children
from commonward_referral.indexing import write_child

BATCH = 500
FILLING = 1_200.0
"""Seconds that it may take to write the children; on a machine with nothing else to do it is one for each 3,000."""
WARM_UP = 10
TARGET = 0.150
NOBODY = UUID(int=0)
_BEGIN = ["b", "br", "c", "ch", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v", "w", "z"]
_MIDDLE = ["a", "e", "i", "o", "u", "ai", "ea", "oa"]
_END = ["n", "r", "l", "s", "th", "nd", "rk", "ll", "m", "ck", "son", "ley", "ton", "field", "er", "a", "y"]


class People:
    """Synthetic children of made-up names, the commonest as common as real ones: one child in fifty or a hundred.

    A name's share falls with its place in the list, as 1 / (place + a constant).
    """

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._given, self._family = self._names(600, 1), self._names(4000, 2)
        self._shares: dict[int, list[float]] = {}

    def one(self) -> ReportedChild:
        """A child."""
        born = date(2008, 1, 1) + timedelta(days=self._chance.randrange(6000))
        (given,), (family,) = self._pick(self._given, 12), self._pick(self._family, 20)
        return ReportedChild(given_name=given, family_name=family, born=born)

    def _pick(self, names: Sequence[str], level: int) -> list[str]:
        if level not in self._shares:
            self._shares[level] = list(accumulate(1 / (place + level) for place in range(1, len(names) + 1)))
        return self._chance.choices(names, cum_weights=self._shares[level])

    def _names(self, many: int, syllables: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < many:
            parts = [self._chance.choice(_BEGIN) + self._chance.choice(_MIDDLE) for _ in range(syllables)]
            found["".join(parts) + self._chance.choice(_END)] = None
        return [name.capitalize() for name in found]

    def slip(self, name: str) -> str:
        """The name with a letter doubled."""
        at = self._chance.randrange(len(name))
        return name[:at] + name[at] + name[at:]


def fill(here: Region, people: People, many: int) -> Iterator[ReportedChild]:
    """Write the children, sealed and indexed as a concern writes them; give some of them back.

    Raises Unusable when it takes too long.
    """
    database, procedures = here.platform.resources("referral").database, here.platform.procedures
    until = time.monotonic() + FILLING
    with _loading(here):
        for start in range(0, many, BATCH):
            with work(database, AUTHORITY, actor=NOBODY, procedures=procedures) as unit:
                for _ in range(min(BATCH, many - start)):
                    child = people.one()
                    write_child(unit, Children.of(unit), child)
            yield child
            if start % 20_000 == 0:
                print(f"  {start + BATCH:,} children", flush=True)
            if time.monotonic() > until:
                raise Unusable(f"{start + BATCH:,} children took {FILLING:.0f} s: give fewer by --children")


@contextmanager
def _loading(here: Region) -> Iterator[None]:
    """Without the tokens' key until all are there, and with a service's looks for garbage: a third of the time."""
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)
    with psycopg.connect(here.admin_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE referral.child_token DROP CONSTRAINT child_token_pkey")
        yield
        key = "ADD CONSTRAINT child_token_pkey PRIMARY KEY (authority, token, id)"
        connection.execute(f"ALTER TABLE referral.child_token {key}")


def measure(here: Region, many: int, searches: int) -> tuple[list[float], float]:
    """Seconds of each search, and CPU seconds of one, PostgreSQL's included. Raises Unusable when one is refused."""
    people = People(1)
    there = list(fill(here, people, many))
    with psycopg.connect(here.admin_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    client = here.platform.app(find_service("referral")).test_client()
    headers = {"Authorization": f"Bearer {here.issuer.token()}"}
    took: list[float] = []
    pids: list[int] = []
    before = 0.0
    for number in range(-WARM_UP, searches):
        if number == 0:
            pids = [os.getpid(), *here.backends()]
            before = seconds_of(pids)
        child = there[number % len(there)] if number % 2 else people.one()
        wanted = {"given_name": people.slip(child.given_name), "family_name": child.family_name}
        wanted |= {"born": str(child.born)} if number % 3 else {}
        began = time.perf_counter()
        answer = client.post("/v1/children/search", json=wanted, headers=headers)
        took.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise Unusable(f"a search was answered {answer.status_code}: {answer.text}")
    return took[WARM_UP:], (seconds_of(pids) - before) / searches


def main() -> None:
    """Print the median, p95 and CPU time of a search; the exit status is 1 when p95 is not below the target."""
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__)
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--searches", type=int, default=400)
    asked = parser.parse_args()
    try:
        with region(["referral"]) as here:
            took, cpu = measure(here, asked.children, asked.searches)
    except Unusable as error:
        print(f"the benchmark can't go on: {error}", file=sys.stderr)
        sys.exit(1)
    p95 = quantiles(took, n=20)[-1]
    figures = {"p50": median(took), "p95": p95, "CPU": cpu}
    shown = ", ".join(f"{name} {1e3 * seconds:.0f} ms" for name, seconds in figures.items())
    print(f"{asked.children:,} children, {len(took)} searches: {shown}; target: p95 below {1e3 * TARGET:.0f} ms")
    sys.exit(0 if p95 < TARGET else 1)


if __name__ == "__main__":
    main()
