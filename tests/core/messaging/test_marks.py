"""How old a service's copy is: marks are published behind what they speak of, and noted when that is taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from commonward.contracts.topics import CASE_EVENTS, CASE_MARKS
from commonward.messaging.embedded import EmbeddedTransport
from commonward.messaging.marks import Following, Marking
from commonward.messaging.transport import Outgoing
from commonward.store import Database, followed_until, new_id
from tests.core.messaging.desk import Desk

pytestmark = pytest.mark.thorough

GROUP = "commonward-referral"
WORKER = UUID(int=7)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=5)


@pytest.fixture
def marking(transport: EmbeddedTransport, monkeypatch: pytest.MonkeyPatch) -> Iterator[Marking]:
    monkeypatch.setattr("commonward.messaging.marks.EVERY", 0.0)
    transport.ensure_topics([CASE_MARKS], partitions=1)
    made = Marking(transport, CASE_EVENTS, CASE_MARKS)
    yield made
    made.close()


@pytest.fixture
def following(database: Database, transport: EmbeddedTransport, desk: Desk) -> Iterator[Following]:
    member = transport.consumer(f"{GROUP}-marks", [CASE_MARKS])
    workers = [("leeds", WORKER)]
    yield Following(database, transport, member, group=GROUP, cases=CASE_EVENTS, workers=workers)
    member.close()


def noted(database: Database) -> datetime | None:
    with database.session("leeds") as session:
        return followed_until(session)


def test_when_nothing_happens_the_copy_is_as_new_as_the_last_mark(
    database: Database, marking: Marking, following: Following
) -> None:
    found = [noted(database)]
    for moment in (NOON, LATER):
        marking.step(moment)
        following.step(0)
        found.append(noted(database))
    assert found == [None, NOON, LATER]


def test_a_copy_is_whole_when_all_before_the_mark_is_taken(
    database: Database, desk: Desk, marking: Marking, following: Following
) -> None:
    marking.step(NOON)
    following.step(0)
    desk.send(desk.event(new_id()), desk.event(new_id()))
    marking.step(LATER)
    following.step(0)
    before = noted(database)
    desk.consumer.step(0.05)
    following.step(0)
    assert (before, noted(database)) == (NOON, LATER)


def test_who_catches_up_knows_how_far_it_has_come(
    database: Database, desk: Desk, marking: Marking, following: Following
) -> None:
    desk.send(desk.event(new_id()))
    marking.step(NOON)
    desk.consumer.step(0.05)
    desk.send(desk.event(new_id()))
    marking.step(LATER)
    following.step(0)
    assert noted(database) == NOON


def test_while_the_relay_does_not_get_through_no_mark_is_published(
    database: Database, marking: Marking, following: Following
) -> None:
    for sent_until in (NOON, NOON, None):
        marking.step(sent_until)
    assert following.step(0) == 1


def test_what_is_no_mark_is_left_aside(
    database: Database, transport: EmbeddedTransport, marking: Marking, following: Following
) -> None:
    producer = transport.producer()
    producer.send([Outgoing(CASE_MARKS, b"", value) for value in (b"{}", b"not json")])
    marking.step(NOON)
    following.step(0)
    producer.close()
    assert noted(database) == NOON
