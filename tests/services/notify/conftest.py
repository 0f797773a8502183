"""The notify service on the stage, with a post office beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlmodel import SQLModel

from commonward.clock import utcnow
from commonward.contracts import Event, Happened, encode
from commonward.contracts.topics import CASE_EVENTS
from commonward.messaging.transport import Outgoing, Received
from commonward.runtime import Platform
from commonward.settings import Settings
from commonward_notify import service
from commonward_notify.delivery import deliver
from commonward_notify.model import Notice
from commonward_notify.waking import tell_time
from tests.services.boards import Board
from tests.services.notify.clocked import ClockedBoard
from tests.services.notify.post import PostOffice, free_port, open_post_office
from tests.services.stage import Stage

DUTY, COORDINATOR, MANAGER = "duty@mill.example", "coordinator@mill.example", "manager@mill.example"


class NotifyStage(Stage):
    """The notify service, step by step, with its timers worked by hand."""

    def hear(self, *happenings: Happened[Event]) -> None:
        """These were published elsewhere, as they are; the service takes them in one batch."""
        self.send(*happenings)
        self.settle()

    def send(self, *happenings: Happened[Event]) -> None:
        """These were published elsewhere."""
        topic = self.platform.topic(CASE_EVENTS)
        messages = [(happened.subject.bytes, *encode(happened)) for happened in happenings]
        self._producer.send([Outgoing(topic, key, body, headers) for key, headers, body in messages])

    def step_back(self) -> None:
        """Leave the topic to another worker."""
        self._member.close()

    def take(self, messages: Sequence[Received]) -> None:
        """Apply these messages, and publish nothing of what follows."""
        self._consumer.take(messages)

    def deliver(self) -> int:
        """One round of delivery."""
        return self._timed(deliver)

    def wake(self) -> int:
        """One round of telling the time."""
        return self._timed(tell_time)

    def rows(self, model: type[SQLModel], **where: Any) -> list[Any]:
        """The service's rows, in order of their ids."""
        with self.resources.database.session(self.authority) as session:
            return list(session.scalars(select(model).filter_by(**where).order_by("id")))

    def due_now(self) -> None:
        """No notice waits for its backoff or lease any longer."""
        with self.resources.database.session(self.authority, writing=True) as session:
            session.execute(update(Notice).values(next_attempt_at=utcnow()))
            session.commit()

    def backdate(self, ago: timedelta) -> None:
        """Every notice was raised so long ago and waits no longer."""
        with self.resources.database.session(self.authority, writing=True) as session:
            session.execute(update(Notice).values(raised_at=utcnow() - ago, next_attempt_at=utcnow()))
            session.commit()

    def _timed(self, step: Any) -> int:
        done: int = step(self.resources, self.authority)
        self.settle()
        return done


@pytest.fixture
def board() -> Board:
    return ClockedBoard()


@pytest.fixture
def port() -> int:
    """Where the post office is, once it is open."""
    return free_port()


@pytest.fixture
def rules() -> dict[str, Any]:
    """When notices may go; a test may say otherwise."""
    return {}


@pytest.fixture
def settings(tmp_path: Path, board: Board, port: int, rules: dict[str, Any]) -> Settings:
    directory = [
        {"role": "coordinator", "mailbox": COORDINATOR},
        {"role": "team-manager", "mailbox": MANAGER},
        {"role": "social-worker", "person": "worker-1", "mailbox": "worker@mill.example"},
    ]
    authority = {"layers": (board.code,), "duty_mailbox": DUTY, "directory": directory, "notices": rules}
    return Settings.model_validate(
        {
            "environment": "development",
            "data_dir": tmp_path,
            "authorities": {board.code: authority},
            "mail": {"port": port},
        }
    )


@pytest.fixture
def office(port: int) -> Iterator[PostOffice]:
    """The post office, open."""
    with open_post_office(port) as opened:
        yield opened


@pytest.fixture
def notify(platform: Platform, board: Board) -> Iterator[NotifyStage]:
    """The notify service."""
    stage = NotifyStage(platform, service, board.code)
    yield stage
    stage.close()


@pytest.fixture
def case(notify: NotifyStage) -> UUID:
    """An open case."""
    return notify.open_case()


def everything(platform: Platform) -> list[Received]:
    """Every message of the topic, in order."""
    reader = platform.transport.consumer("reader", [platform.topic(CASE_EVENTS)])
    messages = reader.poll(1000, 0.5)
    reader.close()
    return messages
