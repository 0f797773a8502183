"""`python -m bench.recall`: how many children a search finds by a name with a slip in it. Needs the real servers.

    commonward-stack run -- python -m bench.recall

A child is found when it is among the candidates that are shown. Beside what is found stands what exact names would
find, and how many of the records are alike once they are opened: more no index can give. Speed stands beside the bare
statement that finds records by their tokens, with nothing opened or compared.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

import psycopg
from flask.testing import FlaskClient

from bench.region import AUTHORITY, Region, Unusable, region
from bench.search import TARGET, WARM_UP, People, fill
from commonward.contracts.events.partner import ReportedChild
from commonward.runtime import find_service
from commonward.store.blind import BlindIndex
from commonward_referral.comparing import compare
from commonward_referral.indexing import tokens
from commonward_referral.model import Child
from commonward_referral.search_schemas import Search
from commonward_referral.searching import COMPARED

LEAST = 0.9
"""Of all slips together, the part that has to be found."""
_ALIKE = (("ph", "f"), ("ck", "k"), ("c", "k"), ("ie", "y"), ("th", "t"), ("s", "z"), ("ea", "ee"), ("i", "y"))
_STATEMENT = (
    "SELECT id, count(*) AS shared FROM referral.child_token WHERE authority = %s AND token = ANY (%s)"
    " GROUP BY id ORDER BY shared DESC, id DESC LIMIT %s"
)
Slip = Callable[[random.Random, str], str]


def doubled(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name))
    return name[:at] + name[at] + name[at:]


def dropped(chance: random.Random, name: str) -> str:
    at = chance.randrange(1, len(name)) if len(name) > 3 else len(name)
    return name[:at] + name[at + 1 :]


def swapped(chance: random.Random, name: str) -> str:
    at = chance.randrange(len(name) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def replaced(chance: random.Random, name: str) -> str:
    at = chance.randrange(1, len(name))
    return name[:at] + chance.choice("aeinorst") + name[at + 1 :]


def heard(chance: random.Random, name: str) -> str:
    """As it sounds to somebody else."""
    fitting = [pair for pair in _ALIKE if pair[0] in name.lower()]
    old, new = chance.choice(fitting) if fitting else (name[-1], name[-1] + "e")
    return name.lower().replace(old, new, 1)


SLIPS: Mapping[str, Slip] = {
    "a letter doubled": doubled,
    "a letter left out": dropped,
    "two letters swapped": swapped,
    "another letter": replaced,
    "spelt as heard": heard,
}


def asked(chance: random.Random, child: ReportedChild) -> Iterator[tuple[str, Search]]:
    """What people may ask about the child, by what is wrong with it; the date of birth is known to every second one."""
    for name, slip in SLIPS.items():
        given, family = child.given_name, child.family_name
        whole = (slip(chance, given), family) if chance.random() < 0.5 else (given, slip(chance, family))
        yield name, _search(*whole, child if chance.random() < 0.5 else None)
    yield "given and family name exchanged", _search(child.family_name, child.given_name, None)
    yield (
        "both names wrong, birth known",
        _search(dropped(chance, child.given_name), doubled(chance, child.family_name), child),
    )


def _search(given: str, family: str, born: ReportedChild | None) -> Search:
    return Search(given_name=given, family_name=family, born=born.born if born else None)


@dataclass
class Found:
    """What was asked of one kind, and how often the child was found."""

    asked: int = 0
    ours: int = 0
    exact: int = 0
    alike: int = 0
    took: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Searching:
    """A client of the referral service, and the bare statement beside it."""

    here: Region
    client: FlaskClient
    bare: psycopg.Connection[Any]
    index: BlindIndex

    def ours(self, wanted: Search) -> tuple[list[dict[str, Any]], float]:
        """The candidates, and the seconds that it took. Raises Unusable when the search is refused."""
        headers = {"Authorization": f"Bearer {self.here.issuer.token()}"}
        began = time.perf_counter()
        answer = self.client.post("/v1/children/search", json=wanted.model_dump(mode="json"), headers=headers)
        took = time.perf_counter() - began
        if answer.status_code != 200 or answer.json is None:
            raise Unusable(f"a search was answered {answer.status_code}: {answer.text}")
        return answer.json["candidates"], took

    def by_statement(self, wanted: Search) -> float:
        """The seconds of the statement that finds records by their tokens, alone."""
        named = {"given_name": wanted.given_name or "", "family_name": wanted.family_name or ""}
        sought = ReportedChild(**named, born=wanted.born)
        values = (AUTHORITY, sorted(tokens(self.index, sought)), COMPARED)
        began = time.perf_counter()
        self.bare.execute(_STATEMENT, values).fetchall()
        return time.perf_counter() - began


def measure(here: Region, many: int, sought: int) -> dict[str, Found]:
    """Fill the board, and ask about some of its children."""
    chance = random.Random(2)
    there = list(fill(here, People(1), many))
    with psycopg.connect(here.admin_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    keys = here.platform.resources("referral").database.keys(AUTHORITY)
    assert keys is not None  # a region has a key service
    found: dict[str, Found] = defaultdict(Found)
    with psycopg.connect(here.app_url, autocommit=True) as bare:
        bare.execute("SELECT set_config('app.authority', %s, false)", [AUTHORITY])
        client = here.platform.app(find_service("referral")).test_client()
        searching = Searching(here, client, bare, BlindIndex.of(keys))
        for number in range(-WARM_UP, sought):
            child = there[chance.randrange(len(there))]
            for kind, wanted in asked(chance, child):
                _count(Found() if number < 0 else found[kind], searching, child, wanted)
    return found


def _count(told: Found, searching: Searching, child: ReportedChild, wanted: Search) -> None:
    candidates, took = searching.ours(wanted)
    told.asked += 1
    told.took.append(took)
    told.bare.append(searching.by_statement(wanted))
    told.ours += any(_is(child, each) for each in candidates)
    told.exact += (wanted.given_name, wanted.family_name) == (child.given_name, child.family_name)
    told.alike += bool(compare(wanted, Child(**child.model_dump(include={"given_name", "family_name", "born"}))))


def _is(child: ReportedChild, candidate: dict[str, Any]) -> bool:
    mine = (child.given_name, child.family_name, str(child.born))
    return mine == (candidate["given_name"], candidate["family_name"], candidate["born"])


def show(found: dict[str, Found]) -> bool:
    """Print a line a kind and one for all; whether both targets are reached."""
    print(f"{'what was wrong':36} {'asked':>6} {'found':>6} {'exact':>6} {'alike':>6}")
    for kind, told in found.items():
        parts = (told.ours / told.asked, told.exact / told.asked, told.alike / told.asked)
        print(f"{kind:36} {told.asked:6} " + " ".join(f"{part:6.0%}" for part in parts))
    whole = sum(told.ours for told in found.values()) / sum(told.asked for told in found.values())
    ours, bare = (
        quantiles([second for told in found.values() for second in times(told)], n=20)[-1]
        for times in (lambda told: told.took, lambda told: told.bare)
    )
    print(f"recall {whole:.1%} (target: {LEAST:.0%}); p95 {1e3 * ours:.0f} ms (target: below {1e3 * TARGET:.0f})")
    print(f"the statement by tokens alone: p95 {1e3 * bare:.0f} ms")
    return whole >= LEAST and ours < TARGET


def main() -> None:
    """Print the recall of each kind of slip, and the p95; the exit status is 1 when a target is not reached."""
    parser = argparse.ArgumentParser(prog="bench.recall", description=__doc__)
    parser.add_argument("--children", type=int, default=100_000)
    parser.add_argument("--sought", type=int, default=100)
    options = parser.parse_args()
    try:
        with region(["referral"]) as here:
            reached = show(measure(here, options.children, options.sought))
    except Unusable as error:
        print(f"the benchmark can't go on: {error}", file=sys.stderr)
        sys.exit(1)
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
