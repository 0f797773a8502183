"""A steady load of concerns: by practitioners over HTTP, and by a partner's system on its topic."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import requests

from commonward.clock import london, utcnow
from commonward.contracts import decode_report
from commonward.contracts.events import ConcernReported
from commonward.contracts.topics import partner_inbound
from commonward.messaging.kafka import KafkaTransport
from commonward.messaging.transport import Outgoing, TransportAway
from commonward.store import new_id
from tests.faults.people import token
from tests.faults.region import PARTNER, Region

AREAS = {"bolton": "bolton-north", "leeds": None}
TOKEN_SECONDS = 60.0


@dataclass
class Accepted:
    """What the platform has said yes to."""

    raised: set[UUID] = field(default_factory=set)
    """Ids of concerns that were answered 201."""
    reported: set[UUID] = field(default_factory=set)
    """Ids of partner events that the broker has stored."""
    refused: list[int] = field(default_factory=list)
    """Other answers of the API; there should be none, for its database is well."""

    def __len__(self) -> int:
        return len(self.raised) + len(self.reported)


@contextmanager
def under_load(region: Region, *, a_second: float) -> Iterator[Accepted]:
    """Raise concerns until the context ends, half of them each way."""
    accepted, over = Accepted(), threading.Event()
    ways = (_practitioner(region, accepted), _partner(region, accepted))
    threads = [threading.Thread(target=_until, args=(over, 2 / a_second, way)) for way in ways]
    for thread in threads:
        thread.start()
    try:
        yield accepted
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _until(over: threading.Event, pause: float, once: Callable[[], None]) -> None:
    while not over.is_set():
        once()
        over.wait(pause)


def _practitioner(region: Region, accepted: Accepted) -> Callable[[], None]:
    session, boards, tokens = requests.Session(), _in_turn(), {}

    def bearer(board: str) -> dict[str, str]:
        known = tokens.get(board)
        if known is None or time.monotonic() - known[0] > TOKEN_SECONDS:
            tokens[board] = known = (time.monotonic(), token(region.settings, board))
        return {"Authorization": f"Bearer {known[1]}"}

    def once() -> None:
        board = next(boards)
        answer = session.post(f"{region.api}/v1/concerns", json=concern(board), headers=bearer(board), timeout=30)
        if answer.status_code == requests.codes.created:
            accepted.raised.add(UUID(answer.json()["concern"]))
        else:
            accepted.refused.append(answer.status_code)

    return once


def _partner(region: Region, accepted: Accepted) -> Callable[[], None]:
    assert region.settings.kafka_servers is not None
    producer = KafkaTransport(region.settings.kafka_servers, client_id="partner").producer()
    boards = _in_turn()

    def once() -> None:
        board = next(boards)
        message = report(region, board)
        for _ in range(20):
            try:
                (stored,) = producer.send([message])
            except TransportAway:
                stored = False
            if stored:
                accepted.reported.add(decode_report(message.headers, message.value, board, PARTNER).id)
                return
            time.sleep(0.5)

    return once


def report(region: Region, board: str) -> Outgoing:
    """A partner's event about a synthetic child."""
    attributes = {
        "specversion": "1.0",
        "id": str(new_id()),
        "source": f"/partners/{PARTNER}",
        "type": ConcernReported.type,
        "time": utcnow().isoformat(),
    }
    headers = tuple((f"ce_{name}", value.encode()) for name, value in attributes.items())
    topic = region.settings.topic_prefix + partner_inbound(board, PARTNER)
    return Outgoing(topic, attributes["id"].encode(), json.dumps(concern(board)).encode(), headers)


def concern(board: str) -> Mapping[str, Any]:
    """Always of the same kind, so that each must lead to the same notices; each about a child of its own."""
    today = london(utcnow()).date()
    child = {
        "given_name": "Synthetic",
        "family_name": f"Example {new_id()}",
        "born": today.replace(year=today.year - 14, day=1).isoformat(),
        "looked_after": "no",
        "open_to_social_care": "no",
    }
    if area := AREAS[board]:
        child["family_area"] = area
    return {
        "child": child,
        "agency": "school",
        "happened_on": (today - timedelta(days=1)).isoformat(),
        "account": "A synthetic concern.",
        "immediate_danger": "no",
        "significant_harm": "no",
        "sexually_active": "no",
    }


def _in_turn() -> Iterator[str]:
    while True:
        yield from AREAS
