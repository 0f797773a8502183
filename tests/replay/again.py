"""The same events told to a fresh service: in other orders across subjects, twice, and to consumers that die."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from commonward.contracts import CASE_EVENTS
from commonward.messaging.consumer import BatchConsumer
from commonward.messaging.transport import Outgoing, Received
from commonward.procedure import Procedures
from commonward.runtime import Platform, find_service
from commonward.settings import Settings
from tests.replay.years import RECORDER

AT_A_TIME = 500


class Died(BaseException):
    """The process ends here, as if the power went."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the events are told again."""

    name: str
    shuffled: int | None = None
    """The seed of another order across subjects; within each its own is kept."""
    repeated: float = 0.0
    """The share of events that come a second time, some while later."""
    deaths: int = 0
    """How often a consumer dies in the middle of a batch, and another takes over."""


SHAPES = (
    Shape("once, as they came"),
    Shape("first order, with duplicates", shuffled=1, repeated=0.3),
    Shape("second order, with restarts", shuffled=2, deaths=25),
    Shape("third order, with both", shuffled=3, repeated=0.1, deaths=25),
)


def log_of(platform: Platform) -> list[Outgoing]:
    """Every message of the cases' topic, as its log has them."""
    member = platform.transport.consumer("proof", [platform.topic(CASE_EVENTS)])
    found: list[Outgoing] = []
    try:
        while taken := member.poll(AT_A_TIME, 0.0):
            found += [_again(message) for message in taken]
    finally:
        member.close()
    return found


def _again(message: Received) -> Outgoing:
    assert message.key is not None
    assert message.value is not None
    return Outgoing(message.position.topic, message.key, message.value, message.headers)


def shaped(messages: Iterable[Outgoing], shape: Shape) -> list[Outgoing]:
    """The messages in the shape's order, with its repetitions."""
    found = list(messages)
    if shape.shuffled is not None:
        found = list(_interleaved(found, random.Random(shape.shuffled)))
    if shape.repeated:
        found = _repeated(found, shape.repeated, random.Random(shape.name))
    return found


def _interleaved(messages: list[Outgoing], dice: random.Random) -> Iterator[Outgoing]:
    """Another order, in which each subject's own events stand as they stood."""
    queues: dict[bytes, list[Outgoing]] = defaultdict(list)
    for message in reversed(messages):
        queues[message.key].append(message)
    turns = [message.key for message in messages]
    dice.shuffle(turns)
    return (queues[key].pop() for key in turns)


def _repeated(messages: list[Outgoing], share: float, dice: random.Random) -> list[Outgoing]:
    placed = [(float(place), message) for place, message in enumerate(messages)]
    placed += [(place + dice.uniform(0, 2000), one) for place, one in placed if dice.random() < share]
    return [message for _, message in sorted(placed, key=lambda each: each[0])]


def tell_again(settings: Settings, folder: Path, messages: list[Outgoing], shape: Shape) -> Settings:
    """Tell them to a fresh recorder of obligations in a folder of its own; return the settings that open it."""
    fresh = settings.model_copy(update={"data_dir": folder})
    _send(fresh, shaped(messages, shape))
    dice = random.Random(shape.shuffled)
    deaths = sorted(dice.sample(range(1, len(messages)), min(shape.deaths, len(messages) - 1)))
    procedures, seen = Platform(fresh).procedures, 0
    for death in [*deaths, None]:
        seen = _live(fresh, procedures, seen, death)
    return fresh


def _send(settings: Settings, messages: list[Outgoing]) -> None:
    """Put them into a topic of one partition, so that they are read in this very order."""
    platform = Platform(settings)
    platform.migrate(find_service(RECORDER))
    platform.transport.ensure_topics([platform.topic(CASE_EVENTS)], partitions=1)
    producer = platform.transport.producer()
    assert all(producer.send(messages))
    producer.close()
    platform.close()


def _live(settings: Settings, procedures: Procedures, seen: int, death: int | None) -> int:
    """One life of the consumer: to the end of the log, or until it dies at an event; how many events it has taken."""
    platform, service = Platform(settings), find_service(RECORDER)
    platform.procedures = procedures
    resources, reactions = platform.resources(RECORDER), service.reactions
    counted = seen

    def every(work: Any, happened: Any, facts: Any) -> None:
        nonlocal counted
        counted += 1
        if death is not None and counted >= death:
            raise Died
        if reactions.every is not None:
            reactions.every(work, happened, facts)

    member = platform.transport.consumer("again", [platform.topic(CASE_EVENTS)])
    consumer = BatchConsumer(
        resources.database,
        member,
        reactions=replace(reactions, every=every),
        procedures=resources.procedures,
        sealer=resources.sealer,
        actor=resources.worker,
    )
    try:
        while consumer.step(timeout=0.0):
            pass
    except Died:
        pass
    finally:
        member.close()
        platform.close()
    return counted
