"""What must be true once the region is at rest, whatever was killed."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from commonward_notify.delivery import LEASE
from tests.faults.load import Accepted
from tests.faults.region import WORKERS, Kill, Region

REST = 25.0
"""Seconds in which nothing new may come before the region counts as being at rest: longer than a killed member keeps
its partitions (10) and a worker's longest pause (10) together."""
PATIENCE = 120.0
"""Seconds without any progress after which what is still owed counts as lost."""
MOMENT = 0.5
"""Seconds between a message's sending and the mail server's note of it, at most, on a busy machine."""


@dataclass
class Outcome:
    """What was found. Each list names faults; all of them should be empty."""

    concerns: int
    notices: int
    mails: int
    repeats: int
    kills: dict[str, int]
    lost: list[str]
    routed_again: list[str]
    noticed_otherwise: list[str]
    noticed_again: list[str]
    mail_missing: list[str]
    mail_unknown: list[str]
    repeated_without_a_kill: list[str]
    parked: list[str]
    refused: list[int]

    def faults(self) -> dict[str, Any]:
        """Everything that should not be."""
        return {name: value[:10] for name, value in vars(self).items() if isinstance(value, list) and value}


def at_rest(region: Region) -> None:
    """Wait until everything was sent, taken and delivered, and nothing new comes; or until nothing goes on any more."""
    last, since = (-1, -1, -1), time.monotonic()
    while time.monotonic() - since < PATIENCE:
        now = _progress(region)
        if now != last:
            last, since = now, time.monotonic()
        elif now[0] == 0 and time.monotonic() - since > REST:
            return
        time.sleep(0.5)
    raise AssertionError(f"no progress for {PATIENCE:.0f} seconds: {last}; dead workers: {region.dead()}")


def _progress(region: Region) -> tuple[int, int, int]:
    """How much is owed still: to be sent, taken and delivered; how much was taken; how much was told."""
    unsent = " + ".join(f"(SELECT count(*) FROM {s}.outbox WHERE sent_at IS NULL)" for s in WORKERS)
    waiting = "(SELECT count(*) FROM notify.notice WHERE state = 'waiting')"
    taken = region.count(
        "SELECT " + " + ".join(f"(SELECT count(*) FROM {s}.inbox WHERE sequence > 0)" for s in WORKERS)
    )
    told = region.count(
        "SELECT " + " + ".join(f"(SELECT count(*) FROM {s}.outbox WHERE sequence > 0)" for s in WORKERS)
    )
    owed = max(0, len(WORKERS) * told - taken)
    return region.count(f"SELECT {unsent} + {waiting}") + owed, taken, told


def look(region: Region, accepted: Accepted) -> Outcome:
    """Compare what was accepted with what is there."""
    with psycopg.connect(region.database.admin_url) as connection:
        concerns = connection.execute("SELECT id, reported_by FROM referral.concern").fetchall()
        routed = Counter(_concerns_routed(connection))
        notices = connection.execute("SELECT id, authority, case_id, about, role, cause FROM notify.notice").fetchall()
        parked = _parked(connection)
        missing = _not_taken(connection)
        otherwise = _noticed_otherwise(connection, notices)
        attempts = _attempts(connection)
    taken = Counter(id for id, _ in concerns) + Counter(reporter for _, reporter in concerns)
    wanted = accepted.raised | accepted.reported
    by_message = {f"<{row[0]}@{region.settings.mail.domain}>": row for row in notices}
    mails = region.post.accepted
    return Outcome(
        concerns=len(accepted),
        notices=len(notices),
        mails=sum(map(len, mails.values())),
        repeats=sum(len(times) - 1 for times in mails.values()),
        kills=dict(Counter(f"{kill.what}, {kill.where}" for kill in region.kills)),
        lost=_texts(id for id in wanted if taken[id] != 1) + missing,
        routed_again=_texts(id for id, _ in concerns if routed[id] != 1),
        noticed_otherwise=otherwise,
        noticed_again=_texts(key for key, count in Counter(row[1:] for row in notices).items() if count > 1),
        mail_missing=_texts(by_message.keys() - mails.keys()),
        mail_unknown=_texts(mails.keys() - by_message.keys()),
        repeated_without_a_kill=[
            f"{id}: {_story(times, region.kills)}; attempts {attempts[by_message[id][0]]}"
            for id, times in mails.items()
            if id in by_message and _unexplained(times, region.kills)
        ],
        parked=parked,
        refused=accepted.refused,
    )


def _concerns_routed(connection: psycopg.Connection[Any]) -> Iterator[UUID]:
    rows = connection.execute("SELECT body FROM referral.outbox WHERE type LIKE '%.concern-routed.%'")
    yield from (UUID(json.loads(body)["concern"]) for (body,) in rows)


def _not_taken(connection: psycopg.Connection[Any]) -> list[str]:
    """Events about a subject that one of the services has not taken, or not in the publisher's order."""
    faults = []
    sent = " UNION ALL ".join(f"SELECT id, '{s}' AS publisher FROM {s}.outbox WHERE sequence > 0" for s in WORKERS)
    for service in WORKERS:
        absent = f"SELECT s.id FROM ({sent}) s LEFT JOIN {service}.inbox i ON i.id = s.id WHERE i.id IS NULL"
        faults += [f"{service} has not taken {row[0]}" for row in connection.execute(absent)]  # type: ignore[call-overload]  # built from names above
        order = (
            "SELECT subject FROM (SELECT subject, sequence, lag(sequence) OVER (PARTITION BY publisher, subject"
            f' ORDER BY topic, "partition", "offset") AS before FROM {service}.inbox WHERE sequence > 0) o'
            " WHERE sequence <> coalesce(before, 0) + 1"
        )
        faults += [f"{service} read {row[0]} out of order" for row in connection.execute(order)]  # type: ignore[call-overload]  # likewise
    return faults


def _noticed_otherwise(connection: psycopg.Connection[Any], notices: list[Any]) -> list[str]:
    """Cases whose notices differ from those of other cases like them."""
    kinds = connection.execute(
        "SELECT subject, authority, body FROM referral.outbox WHERE type LIKE '%.concern-raised.%'"
    )
    like = {case: (authority, json.loads(body)["out_of_hours"]) for case, authority, body in kinds}
    told: dict[UUID, Counter[tuple[str, str]]] = {case: Counter() for case in like}
    for _, _, case, about, role, _ in notices:
        told[case][about, role] += 1
    found: dict[object, Counter[frozenset[Any]]] = defaultdict(Counter)
    for case, kind in like.items():
        found[kind][frozenset(told[case].items())] += 1
    usual = {kind: counted.most_common(1)[0][0] for kind, counted in found.items()}
    faults = [f"{case}: {told[case]}" for case, kind in like.items() if frozenset(told[case].items()) != usual[kind]]
    return faults + [f"no notices at all for {kind}" for kind, each in usual.items() if not each]


def _parked(connection: psycopg.Connection[Any]) -> list[str]:
    found = []
    for service in WORKERS:
        rows = connection.execute(f"SELECT authority, reason, detail FROM {service}.parked")  # type: ignore[call-overload]  # a name above
        found += [f"{service}: {' '.join(row)}" for row in rows]
    return found


def _unexplained(times: list[float], kills: list[Kill]) -> bool:
    """Whether a message came again although the worker that sent it lived until its lease was over.

    The lease is how long a delivery may be under way: its round, and the wait for its case's lock to record it.
    The mail server notes a message a moment after it was sent, and so perhaps after its sender was killed.
    """
    hits = [kill.at for kill in kills if kill.what == "notify"]
    lease = LEASE.total_seconds()
    return any(not any(-MOMENT <= hit - before <= lease for hit in hits) for before in times[:-1])


def _story(times: list[float], kills: list[Kill]) -> str:
    """When it was accepted and when the worker was killed, in seconds from the first time."""
    first = times[0]
    hits = [round(kill.at - first, 1) for kill in kills if kill.what == "notify" and -60 < kill.at - first < 120]
    return f"accepted at {[round(at - first, 1) for at in times]}, killed at {hits}"


def _attempts(connection: psycopg.Connection[Any]) -> dict[UUID, list[str]]:
    """What the worker itself recorded of each notice's attempts."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for notice, at, outcome in connection.execute("SELECT notice, at, outcome FROM notify.attempt ORDER BY at"):
        found[notice].append(f"{outcome} {at:%H:%M:%S}")
    return found


def _texts(found: Iterable[object]) -> list[str]:
    return [str(each) for each in found]
