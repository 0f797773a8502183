"""`python -m bench.pages`: how long the portal takes for its first page and for a case with a long chronology.

In two shapes: each service a process, as operators run it, on the real Kafka and PostgreSQL (`make bench` and
`commonward-stack run` start them); and all in one process, as under `make run`. The floor beside each page is the same
number of calls to the same services, all at once, at a route that answers without a look at anything.

CPU time says more than time where others use the machine.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import urljoin, urlsplit

from bench.page_shapes import Place, one_process, processes
from bench.region import Unusable
from commonward_portal.apis import Apis, Ask

WARM_UP = 5
HEAVIEST = 150 * 1024
SHAPES = {"processes": processes, "one process": one_process}


@dataclass(frozen=True)
class Page:
    """What is asked for, and what is wanted of it."""

    name: str
    path: str
    most: float
    """Milliseconds, for 95 of 100."""
    calls: Mapping[str, int]
    """What it asks each service; `tests/services/portal/test_round_trips.py` holds the sum."""


PAGES = (
    Page("first page", "/", 200, {"referral": 4, "risk": 3, "meetings": 3, "notify": 2}),
    Page("case page", "/cases/{}", 300, {"referral": 3, "risk": 1, "meetings": 1, "notify": 2}),
)


def main() -> None:
    """Make the case, ask for the pages again and again, print what it took; exit status 1 where a target is missed."""
    asked = _parser().parse_args()
    try:
        reached = [_shape(shape, asked.entries, asked.times) for shape in asked.shape or SHAPES]
    except Unusable as error:
        raise SystemExit(f"the benchmark can't go on: {error}") from None
    sys.exit(0 if all(reached) else 1)


def _shape(shape: str, entries: int, times: int) -> bool:
    with SHAPES[shape](entries) as place:
        cpus, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
        print(f"\n{shape}: {place.entries} entries in the chronology, {times} times each; {cpus} CPUs, load {load:.1f}")
        reached = [_page(place, page, times) for page in PAGES]
        return all(reached)


def _page(place: Place, page: Page, times: int) -> bool:
    address = place.settings.public_url + page.path.format(place.case)
    apis, many = Apis(place.settings, lambda service, answer: None), sum(page.calls.values())
    asks = {f"{name} {n}": Ask(name, "/health/live") for name, calls in page.calls.items() for n in range(calls)}
    floor, _ = _measured(place, lambda: all(each.ok for each in apis.read("", asks).values()), times)
    took, used = _measured(place, lambda: place.browser.get(address, timeout=20).status_code == 200, times)
    late, weight, others = _late(took), _weight(place, address), _elsewhere(place, address)
    print(
        f"{page.name:10}  p50 {median(took):4.0f} ms, p95 {late:4.0f} ms (wanted: below {page.most:.0f}, "
        f"{_verdict(late < page.most)})"
    )
    print(f"{'':10}  floor, {many} calls that answer at once: p50 {median(floor):.0f} ms, p95 {_late(floor):.0f} ms")
    each = ", ".join(f"{name} {1000 * seconds / times:.1f}" for name, seconds in used.items())
    print(f"{'':10}  CPU {1000 * sum(used.values()) / times:.0f} ms a page: {each}")
    print(
        f"{'':10}  {weight / 1024:.0f} KB without a cache (wanted: below {HEAVIEST // 1024}, "
        f"{_verdict(weight < HEAVIEST)}); {others} from elsewhere (wanted: 0, {_verdict(others == 0)})"
    )
    return late < page.most and weight < HEAVIEST and others == 0


def _measured(place: Place, ask: Callable[[], bool], times: int) -> tuple[list[float], Mapping[str, float]]:
    """Milliseconds of each time, and the CPU seconds of all of them by part."""
    took, before = [], place.cpu()
    for n in range(-WARM_UP, times):
        if n == 0:
            before = place.cpu()
        began = time.perf_counter()
        if not ask():
            raise Unusable("what is measured was not answered with a 200")
        if n >= 0:
            took.append(1000 * (time.perf_counter() - began))
    after = place.cpu()
    return took, {part: used - before.get(part, 0.0) for part, used in after.items()}


def _weight(place: Place, address: str) -> int:
    """Bytes that a browser without a cache is sent: the page as it comes, and its styles and scripts squeezed."""
    return sum(_sent(place, found) for found in (address, *_parts(place, address)))


def _sent(place: Place, address: str) -> int:
    with place.browser.get(address, headers={"Accept-Encoding": "gzip"}, stream=True, timeout=20) as answer:
        return len(answer.raw.read(decode_content=False))


def _elsewhere(place: Place, address: str) -> int:
    """How much the page has a browser ask others for."""
    return sum(urlsplit(part).netloc != urlsplit(address).netloc for part in _parts(place, address))


def _parts(place: Place, address: str) -> set[str]:
    """The addresses that a browser asks for by itself: those of styles and icons, scripts, pictures and frames."""
    page = place.browser.get(address, timeout=20).text
    found = re.findall(r'<link[^>]* href="([^"]+)"', page) + re.findall(r'<[^>]* src="([^"]+)"', page)
    scripts = {urljoin(address, part) for part in found}
    inner = {
        urljoin(script, name)
        for script in scripts
        if script.endswith(".js")
        for name in re.findall(r'from "(\./[^"]+)"', place.browser.get(script, timeout=20).text)
    }
    return scripts | inner


def _late(took: list[float]) -> float:
    return quantiles(took, n=20)[-1]


def _verdict(reached: bool) -> str:
    return "reached" if reached else "not reached"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.pages", description=__doc__)
    parser.add_argument("--entries", type=int, default=500, help="entries of the chronology, at least (500)")
    parser.add_argument("--times", type=int, default=40, help="how often each page is asked for (40)")
    parser.add_argument("--shape", choices=SHAPES, action="append", help="only this one; may be given again")
    return parser


if __name__ == "__main__":
    main()
