"""What every transport promises of groups, subscriptions and a broker that is away."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from commonward.clock import utcnow
from commonward.messaging.transport import Behind, Consumer, Feed, Outgoing, Received, Transport, TransportAway
from tests.contract.messages import GROUP, numbered, numbers, partitions, polled_aside, send, settle, take


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


class TestBehind:
    def test_what_a_group_has_not_committed_is_counted_from_when_it_was_sent(
        self, transport: Transport, topic: str, prefix: str, member: Callable[..., Consumer]
    ) -> None:
        feed, begun = Feed(prefix + GROUP, (topic,)), utcnow()
        assert transport.behind(feed) == (Behind(topic, 0),)
        send(transport, numbered(topic, 10))
        (never_read,) = transport.behind(feed)
        consumer = member(topic)
        received = take(consumer, 10)
        (taken_only,) = transport.behind(feed)
        consumer.commit(received)
        (up_to_date,) = transport.behind(feed)
        between = utcnow()
        send(transport, numbered(topic, 3))
        (again,) = transport.behind(feed)
        assert [each.events for each in (never_read, taken_only, up_to_date, again)] == [10, 10, 0, 3]
        assert never_read.since
        assert again.since
        assert up_to_date.since is None
        blur = timedelta(milliseconds=5)  # a broker keeps milliseconds
        assert begun - blur <= never_read.since <= between <= again.since + blur

    def test_each_topic_of_a_pattern_is_counted_for_itself_and_no_other(
        self, transport: Transport, prefix: str
    ) -> None:
        names = [prefix + name for name in ("facts", "facts-other", "partner-a", "partner-b")]
        transport.ensure_topics(names, partitions=1)
        send(transport, [message for name in names[2:] for message in numbered(name, 2)][:3])
        found = transport.behind(Feed(prefix + GROUP, (names[0], prefix + "partner-*")))
        assert [(each.topic, each.events) for each in found] == [(names[0], 0), (names[2], 2), (names[3], 1)]


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
                lambda: transport.ends(topic),
                lambda: transport.reached(prefix + GROUP, topic, {0: 1}),
                lambda: transport.behind(Feed(prefix + GROUP, (topic,))),
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
            until, before = time.monotonic() + 20, -1
            while (not redelivered or len(redelivered) > before) and time.monotonic() < until:
                before = len(redelivered)
                assert first.poll(1, 1.0) == []
            first.commit(received)
        lost = partitions(redelivered)
        first.close()
        second.close()
        assert set() < lost < partitions(received)
        assert partitions(take(member(topic), len(redelivered)) + member(topic).poll(100, 0.5)) == lost
