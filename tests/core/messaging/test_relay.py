"""The relay: what was committed is sent, in order, by one relay at a time; what was not sent stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from commonward.contracts import decode
from commonward.contracts.events import CaseAllocated
from commonward.contracts.topics import CASE_EVENTS
from commonward.messaging.embedded import EmbeddedTransport
from commonward.messaging.relay import Relay
from commonward.messaging.transport import Outgoing, Producer, Received, TransportAway
from commonward.procedure import Procedures
from commonward.store import Database, DatabaseAway, Outbox, new_id, work
from commonward.store.database import postgresql_engine

AUTHORITIES = ("leeds", "bolton")
Publish = Callable[..., None]


@pytest.fixture
def publish(database: Database, procedures: Procedures) -> Publish:
    """Commit so many events about each of the subjects, in turn."""

    def commit(*subjects: UUID, times: int = 1, authority: str = "leeds") -> None:
        for _ in range(times):
            with work(database, authority, actor=UUID(int=7), procedures=procedures) as unit:
                unit.load(subjects)
                unit.begin_missing(subjects)
                for subject in subjects:
                    unit.publish(subject, CaseAllocated(worker=None, role="social-worker", team="cluster-east"))

    return commit


@pytest.fixture
def relay(database: Database, transport: EmbeddedTransport) -> Iterator[Relay]:
    transport.ensure_topics([CASE_EVENTS], partitions=2)
    with Relay(database, transport, AUTHORITIES) as made:
        yield made


def received(transport: EmbeddedTransport) -> list[Received]:
    with closing(transport.consumer(f"reader-{new_id()}", [CASE_EVENTS])) as reader:
        return reader.poll(10_000, 0.1)


def sequences(messages: Sequence[Received], subject: UUID) -> list[int]:
    mine = [message for message in messages if message.key == subject.bytes]
    return [decode(message.headers, message.value).sequence for message in mine]


def unsent(database: Database, authority: str = "leeds") -> int:
    with database.session(authority) as session:
        return len(session.scalars(select(col(Outbox.id)).where(col(Outbox.sent_at).is_(None))).all())


def test_each_subjects_events_are_sent_in_their_order(
    relay: Relay, publish: Publish, transport: EmbeddedTransport
) -> None:
    first, second = new_id(), new_id()
    publish(first, second, times=20)
    assert relay.step() == 40
    messages = received(transport)
    assert sequences(messages, first) == sequences(messages, second) == list(range(1, 21))


def test_every_authoritys_outbox_is_sent(relay: Relay, publish: Publish, database: Database) -> None:
    publish(new_id())
    publish(new_id(), authority="bolton")
    assert (relay.step(), unsent(database), unsent(database, "bolton")) == (2, 0, 0)


def test_what_was_sent_is_not_sent_again(relay: Relay, publish: Publish, transport: EmbeddedTransport) -> None:
    publish(new_id(), times=3)
    assert (relay.step(), relay.step(), len(received(transport))) == (3, 0, 3)


def test_what_was_rolled_back_is_never_sent(relay: Relay, database: Database, procedures: Procedures) -> None:
    def fail() -> None:
        with work(database, "leeds", actor=UUID(int=7), procedures=procedures) as unit:
            unit.begin_subject(subject := new_id())
            unit.publish(subject, CaseAllocated(worker=None, role="social-worker", team="cluster-east"))
            unit.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert relay.step() == 0


def test_sent_rows_stay_as_the_services_own_history(relay: Relay, publish: Publish, database: Database) -> None:
    publish(new_id(), times=2)
    relay.step()
    with database.session("leeds") as session:
        assert all(row.sent_at for row in session.scalars(select(Outbox)))


class Moody:
    """A producer of the real transport that does not get the chosen subjects' messages through."""

    def __init__(self, real: Producer) -> None:
        self._real = real
        self.lost: dict[bytes, int] = {}
        """By key, from which message on it fails."""

    def send(self, messages: Sequence[Outgoing]) -> list[bool]:
        seen: dict[bytes, int] = {}
        through = []
        for message in messages:
            seen[message.key] = seen.get(message.key, 0) + 1
            through.append(seen[message.key] < self.lost.get(message.key, 1_000))
        self._real.send([message for message, ok in zip(messages, through, strict=True) if ok])
        return through

    def close(self) -> None:
        self._real.close()


def test_after_a_failed_send_only_that_subjects_rows_wait_and_keep_their_order(
    database: Database, publish: Publish, transport: EmbeddedTransport
) -> None:
    transport.ensure_topics([CASE_EVENTS], partitions=2)
    moody = Moody(transport.producer())
    transport.producer = lambda: moody  # type: ignore[method-assign,assignment,return-value]  # fails as a broker may
    stuck, free = new_id(), new_id()
    publish(stuck, free, times=4)
    moody.lost[stuck.bytes] = 2
    with Relay(database, transport, AUTHORITIES) as relay:
        assert (relay.step(), unsent(database), relay.sent_until) == (5, 3, None)
        moody.lost.clear()
        assert relay.step() == 3
        assert relay.sent_until is not None
    messages = received(transport)
    assert (sequences(messages, stuck), sequences(messages, free)) == ([1, 2, 3, 4], [1, 2, 3, 4])


def test_while_the_broker_is_away_rows_stay_and_are_sent_later(
    database: Database, publish: Publish, tmp_path: Path
) -> None:
    folder = tmp_path / "not-mounted-yet"
    transport = EmbeddedTransport(folder / "log.sqlite")
    subject = new_id()
    publish(subject, times=3)
    with Relay(database, transport, AUTHORITIES) as relay:
        with pytest.raises(TransportAway):
            relay.step()
        assert unsent(database) == 3
        folder.mkdir()
        transport.ensure_topics([CASE_EVENTS])
        assert relay.step() == 3
    assert sequences(received(transport), subject) == [1, 2, 3]
    transport.close()


def test_a_database_that_is_away_is_said_so(transport: EmbeddedTransport) -> None:
    away = Database(postgresql_engine("postgresql://nobody:none@127.0.0.1:9/none", "referral"), "referral")
    with Relay(away, transport, AUTHORITIES) as relay, pytest.raises(DatabaseAway):
        relay.step()


@pytest.mark.stack
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
class TestOneAtATime:
    def test_a_second_relay_sends_nothing_while_the_first_works(
        self, relay: Relay, publish: Publish, database: Database, transport: EmbeddedTransport
    ) -> None:
        publish(new_id())
        relay.step()
        publish(new_id())
        with Relay(database, transport, AUTHORITIES) as second:
            assert second.step() == 0

    def test_the_second_takes_over_when_the_first_is_gone(
        self, relay: Relay, publish: Publish, database: Database, transport: EmbeddedTransport
    ) -> None:
        publish(new_id())
        relay.step()
        publish(new_id())
        with Relay(database, transport, AUTHORITIES) as second:
            second.step()
            relay.close()
            assert second.step() == 1
