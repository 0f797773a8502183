"""What every transport promises. The same sentences hold for Apache Kafka and for the embedded log."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest

from commonward.messaging.embedded import EmbeddedTransport
from commonward.messaging.kafka import KafkaTransport
from commonward.messaging.transport import Consumer, Outgoing, Received, Transport, TransportAway

GROUP = "readers"


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.stack)])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def transport(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Transport]:
    made = (
        KafkaTransport(request.getfixturevalue("kafka_servers"), client_id="contract-test")
        if kind == "kafka"
        else EmbeddedTransport(tmp_path / "log.sqlite")
    )
    with closing(made):
        yield made


@pytest.fixture
def prefix(kind: str, request: pytest.FixtureRequest) -> str:
    """How this test's topics and groups begin."""
    shared = request.getfixturevalue("topic_prefix") if kind == "kafka" else "test-"
    return f"{shared}{uuid4().hex[:8]}-"


@pytest.fixture
def topic(transport: Transport, prefix: str) -> str:
    transport.ensure_topics([prefix + "facts"], partitions=3)
    return prefix + "facts"


@pytest.fixture
def member(transport: Transport, prefix: str) -> Iterator[Callable[..., Consumer]]:
    """Make members of this test's groups, which leave when it ends."""
    made: list[Consumer] = []

    def join(*topics: str, group: str = GROUP) -> Consumer:
        made.append(transport.consumer(prefix + group, topics))
        return made[-1]

    yield join
    for consumer in made:
        consumer.close()


def send(transport: Transport, messages: Sequence[Outgoing]) -> list[bool]:
    with closing(transport.producer()) as producer:
        return producer.send(messages)


def numbered(topic: str, count: int, *, start: int = 0, keys: int = 5) -> list[Outgoing]:
    return [Outgoing(topic, b"k%d" % (i % keys), b"%d" % i) for i in range(start, start + count)]


def take(consumer: Consumer, count: int, *, within: float = 20.0) -> list[Received]:
    """Poll until `count` messages are there or the time is over."""
    until = time.monotonic() + within
    taken: list[Received] = []
    while len(taken) < count and time.monotonic() < until:
        taken += consumer.poll(count - len(taken), 0.2)
    return taken


def numbers(received: Sequence[Received]) -> list[int]:
    return sorted(int(message.value or b"-1") for message in received)


def partitions(received: Sequence[Received]) -> set[int]:
    return {message.position.partition for message in received}


def settle(*members: Consumer) -> None:
    """Poll an empty topic until the members have shared out its partitions."""
    until = time.monotonic() + 4
    while time.monotonic() < until:
        for consumer in members:
            assert consumer.poll(1, 0.1) == []


@contextmanager
def polled_aside(consumer: Consumer, into: list[Received]) -> Iterator[None]:
    """Keep polling in another thread."""
    over = threading.Event()

    def poll() -> None:
        while not over.is_set():
            into.extend(consumer.poll(100, 0.2))

    thread = threading.Thread(target=poll)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class TestSending:
    def test_each_stored_message_is_confirmed(self, transport: Transport, topic: str) -> None:
        assert send(transport, numbered(topic, 20)) == [True] * 20

    def test_sending_nothing_is_no_error(self, transport: Transport) -> None:
        assert send(transport, []) == []

    def test_ensuring_a_topic_again_keeps_its_messages(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 3))
        transport.ensure_topics([topic], partitions=3)
        assert numbers(take(member(topic), 3)) == [0, 1, 2]

    def test_one_producer_serves_several_threads(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        with closing(transport.producer()) as producer:
            threads = [
                threading.Thread(target=producer.send, args=(numbered(topic, 50, start=50 * i),)) for i in range(4)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert numbers(take(member(topic), 200)) == list(range(200))


class TestReceiving:
    def test_messages_of_one_key_arrive_in_the_order_sent(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 100))
        received = take(member(topic), 100)
        of_one_key = [int(message.value or b"") for message in received if message.key == b"k3"]
        assert of_one_key == list(range(3, 100, 5))

    def test_offsets_grow_by_one_in_each_partition(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 30))
        offsets: dict[int, list[int]] = {}
        for message in take(member(topic), 30):
            offsets.setdefault(message.position.partition, []).append(message.position.offset)
        assert all(found == list(range(len(found))) for found in offsets.values())

    def test_headers_survive(self, transport: Transport, topic: str, member: Callable[..., Consumer]) -> None:
        headers = (("ce_type", b"ConcernRaised"), ("raw", bytes(range(256))), ("ce_type", b"twice"))
        send(transport, [Outgoing(topic, b"k", b"v", headers)])
        assert take(member(topic), 1)[0].headers == headers

    def test_a_missing_value_survives(self, transport: Transport, topic: str, member: Callable[..., Consumer]) -> None:
        send(transport, [Outgoing(topic, b"k", cast(bytes, None))])  # we never do; a foreign client may
        assert take(member(topic), 1)[0].value is None

    def test_a_waiting_member_gets_a_message_at_once(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        consumer = member(topic)
        send(transport, numbered(topic, 1))
        take(consumer, 1)
        threading.Timer(0.5, send, (transport, numbered(topic, 1))).start()
        before = time.monotonic()
        assert len(consumer.poll(10, 10.0)) == 1
        assert time.monotonic() - before < 3

    def test_a_poll_takes_no_more_than_its_limit_and_waits_no_longer_than_told(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 20))
        consumer = member(topic)
        taken = [take(consumer, 1), consumer.poll(7, 5.0), take(consumer, 12)]
        before = time.monotonic()
        assert [len(consumer.poll(10, 0.3)), sum(map(len, taken))] == [0, 20]
        assert time.monotonic() - before < 2
        assert len(taken[1]) <= 7

    def test_ten_thousand_messages_pass(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        messages = numbered(topic, 10_000, keys=100)
        with closing(transport.producer()) as producer:
            flags = [flag for at in range(0, 10_000, 500) for flag in producer.send(messages[at : at + 500])]
        assert all(flags)
        assert numbers(take(member(topic), 10_000, within=60)) == list(range(10_000))


class TestCommitting:
    def test_without_a_commit_a_restart_delivers_again(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 10))
        first = member(topic)
        take(first, 10)
        first.close()
        assert numbers(take(member(topic), 10)) == list(range(10))

    def test_after_a_restart_delivery_goes_on_behind_the_commit(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 10))
        first = member(topic)
        first.commit(take(first, 10))
        first.close()
        send(transport, numbered(topic, 5, start=10))
        second = member(topic)
        assert numbers(take(second, 5)) == list(range(10, 15))
        assert second.poll(10, 0.5) == []

    def test_rewind_delivers_again_what_was_not_committed(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, [Outgoing(topic, b"one", b"%d" % i) for i in range(10)])
        consumer = member(topic)
        received = take(consumer, 10)
        consumer.commit(received[:4])
        consumer.rewind()
        assert [message.value for message in take(consumer, 6)] == [b"%d" % i for i in range(4, 10)]
        assert consumer.poll(10, 0.5) == []

    def test_rewinding_twice_is_no_different(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 10))
        consumer = member(topic)
        take(consumer, 10)
        consumer.rewind()
        consumer.rewind()
        assert numbers(take(consumer, 10)) == list(range(10))

    def test_lag_counts_what_waits_behind_the_commit(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 10))
        consumer = member(topic)
        received = take(consumer, 10)
        before = consumer.lag()
        consumer.commit(received)
        send(transport, numbered(topic, 3))
        assert (before, consumer.lag()) == (10, 3)


class TestEnds:
    def test_the_ends_of_a_topic_are_known_to_whoever_asks(self, transport: Transport, topic: str) -> None:
        empty = transport.ends(topic)
        send(transport, numbered(topic, 20))
        assert (empty, sum(transport.ends(topic).values())) == ({0: 0, 1: 0, 2: 0}, 20)

    def test_a_group_has_reached_the_ends_when_it_has_committed_all_that_stood_before_them(
        self, transport: Transport, topic: str, prefix: str, member: Callable[..., Consumer]
    ) -> None:
        group = prefix + GROUP
        assert transport.reached(group, topic, transport.ends(topic))  # there is nothing to take
        send(transport, numbered(topic, 20))
        ends, consumer = transport.ends(topic), member(topic)
        received = take(consumer, 20)
        found = [transport.reached(group, topic, ends)]
        consumer.commit(received[:19])
        found.append(transport.reached(group, topic, ends))
        consumer.commit(received)
        send(transport, numbered(topic, 20))
        found += [transport.reached(group, topic, ends), transport.reached(group, topic, transport.ends(topic))]
        assert found == [False, False, True, False]

    def test_what_two_members_have_taken_together_counts(
        self, transport: Transport, topic: str, prefix: str, member: Callable[..., Consumer]
    ) -> None:
        members = [member(topic), member(topic)]
        settle(*members)
        send(transport, numbered(topic, 60, keys=30))
        ends, until = transport.ends(topic), time.monotonic() + 20
        while not transport.reached(prefix + GROUP, topic, ends) and time.monotonic() < until:
            for consumer in members:
                consumer.commit(consumer.poll(20, 0.2))
        assert transport.reached(prefix + GROUP, topic, ends)


class TestGroups:
    def test_each_group_gets_every_message(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 10))
        first = member(topic, group="risk")
        first.commit(take(first, 10))
        assert numbers(take(member(topic, group="notify"), 10)) == list(range(10))

    def test_a_group_of_two_misses_nothing(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        members = [member(topic), member(topic)]
        send(transport, numbered(topic, 60, keys=30))
        received: list[Received] = []
        until = time.monotonic() + 20
        while set(numbers(received)) != set(range(60)) and time.monotonic() < until:
            received += [message for consumer in members for message in consumer.poll(20, 0.2)]
        assert set(numbers(received)) == set(range(60))

    def test_a_member_that_leaves_hands_over_what_it_did_not_commit(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 20))
        leaving, staying = member(topic), member(topic)
        received = take(leaving, 20)
        leaving.commit([message for message in received if message.position.partition == 0])
        leaving.close()
        left = [message for message in received if message.position.partition != 0]
        assert numbers(take(staying, len(left))) == numbers(left)

    def test_idle_takes_nothing_and_goes_on_where_it_was(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 10))
        consumer = member(topic)
        consumer.commit(take(consumer, 10))
        send(transport, numbered(topic, 5, start=10))
        consumer.idle(1)
        assert numbers(take(consumer, 5)) == list(range(10, 15))

    def test_an_idle_member_keeps_its_partitions(
        self, kind: str, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        idling, other = member(topic), member(topic)
        settle(idling, other)
        send(transport, numbered(topic, 60, keys=30))
        seen: list[Received] = []
        with polled_aside(other, seen):
            idling.idle(12 if kind == "kafka" else 0.5)  # Kafka: longer than the session of a member that is silent
            kept = take(idling, 60 - len(seen))
        assert numbers(kept + seen) == list(range(60))
        assert not partitions(kept) & partitions(seen)


class TestSubscriptions:
    def test_a_pattern_sees_a_topic_created_later(
        self, transport: Transport, prefix: str, member: Callable[..., Consumer]
    ) -> None:
        consumer = member(prefix + "partner-*")
        consumer.poll(1, 0.5)
        transport.ensure_topics([prefix + "partner-police", prefix + "elsewhere"], partitions=1)
        send(transport, [Outgoing(prefix + name, b"k", b"1") for name in ("partner-police", "elsewhere")])
        received = take(consumer, 1)
        assert [message.position.topic for message in received] == [prefix + "partner-police"]

    def test_names_and_patterns_stand_together(
        self, transport: Transport, prefix: str, member: Callable[..., Consumer]
    ) -> None:
        names = [prefix + name for name in ("facts", "facts-other", "partner-a", "partner-b")]
        transport.ensure_topics(names, partitions=1)
        send(transport, [Outgoing(name, b"k", b"1") for name in names])
        consumer = member(prefix + "facts", prefix + "partner-*")
        received = take(consumer, 3) + consumer.poll(10, 0.5)
        assert sorted(message.position.topic for message in received) == [names[0], names[2], names[3]]


class TestAway:
    def test_a_broker_that_is_away_is_said_to_be_and_is_used_when_it_is_back(
        self, distant: tuple[Transport, Callable[[], None]], prefix: str
    ) -> None:
        transport, come_back = distant
        topic = prefix + "facts"
        producer, consumer = transport.producer(), transport.consumer(prefix + GROUP, [topic])
        with closing(producer), closing(consumer):
            for attempt in (
                lambda: transport.ensure_topics([topic]),
                lambda: producer.send(numbered(topic, 1)),
                lambda: consumer.poll(1, 0.2),
                lambda: consumer.commit([]),
                consumer.lag,
                lambda: transport.ends(topic),
                lambda: transport.reached(prefix + GROUP, topic, {0: 1}),
            ):
                with pytest.raises(TransportAway):
                    attempt()
            come_back()
            transport.ensure_topics([topic])
            assert producer.send(numbered(topic, 1)) == [True]
            assert numbers(take(consumer, 1)) == [0]

    def test_readiness_follows_the_broker(self, distant: tuple[Transport, Callable[[], None]]) -> None:
        transport, come_back = distant
        assert not transport.ready()
        come_back()
        assert transport.ready()

    def test_what_never_connected_closes_quietly(self, distant: tuple[Transport, Callable[[], None]]) -> None:
        transport = distant[0]
        transport.producer().close()
        transport.consumer(GROUP, ["facts"]).close()
        transport.close()


@pytest.mark.stack
class TestKafkaAlone:
    """What only a real broker can do to us."""

    @pytest.fixture
    def kind(self) -> str:
        return "kafka"

    def test_a_refused_message_takes_the_later_ones_of_its_key_along(self, transport: Transport, topic: str) -> None:
        too_big = b"x" * 2_000_000
        messages = [Outgoing(topic, b"a", b"1"), Outgoing(topic, b"a", too_big), Outgoing(topic, b"a", b"3")]
        assert send(transport, [*messages, Outgoing(topic, b"b", b"4")]) == [True, False, False, True]

    def test_committing_a_partition_that_was_lost_does_not_fail_the_rest(
        self, transport: Transport, topic: str, member: Callable[..., Consumer]
    ) -> None:
        send(transport, numbered(topic, 60, keys=30))
        first, second = member(topic), member(topic)
        received = take(first, 60)
        redelivered: list[Received] = []
        with polled_aside(second, redelivered):
            until = time.monotonic() + 20
            while not redelivered and time.monotonic() < until:
                assert first.poll(1, 0.2) == []
            first.commit(received)
        lost = partitions(redelivered)
        first.close()
        second.close()
        assert set() < lost < partitions(received)
        assert partitions(take(member(topic), len(redelivered)) + member(topic).poll(100, 0.5)) == lost
