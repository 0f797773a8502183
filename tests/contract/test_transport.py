"""What every transport promises of messages and offsets: Apache Kafka and the embedded log alike."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import cast

from commonward.messaging.transport import Consumer, Outgoing, Transport
from tests.contract.messages import numbered, numbers, send, take


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
