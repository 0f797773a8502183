"""A consumer whose reactions note what they were given, and fail when a test says so."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import SQLModel, col

from commonward.clock import utcnow
from commonward.contracts import BadEvent, Event, Happened, encode
from commonward.contracts.events import AssessmentRequested, ConcernReported
from commonward.contracts.topics import ALL_PARTNERS_IN, CASE_EVENTS
from commonward.messaging.consumer import BatchConsumer
from commonward.messaging.embedded import EmbeddedTransport
from commonward.messaging.reactions import Reactions
from commonward.messaging.transport import Outgoing
from commonward.procedure import Facts, Procedures
from commonward.store import UNASSIGNED, Audit, Database, Inbox, Outbox, Parked, Sealer, Subject, Work, new_id, work

ACTOR = UUID(int=7)
SEALER = Sealer(bytes(32))
Headers = tuple[tuple[str, bytes], ...]


class Desk:
    """Takes events of another service (risk) and of partners; every one that takes effect leaves an audit row."""

    def __init__(self, database: Database, procedures: Procedures, transport: EmbeddedTransport) -> None:
        self.database, self.transport = database, transport
        self.errors: dict[UUID, Exception] = {}
        """What the reaction raises, by subject."""
        self.reactions = Reactions(every=self._react)
        transport.ensure_topics([CASE_EVENTS], partitions=2)
        self._procedures = procedures
        self._producer = transport.producer()
        self._sent: dict[UUID, int] = defaultdict(int)
        self._member = transport.consumer("commonward-referral", [CASE_EVENTS, ALL_PARTNERS_IN])
        self.consumer = BatchConsumer(
            database,
            self._member,
            reactions=self.reactions,
            procedures=procedures,
            sealer=SEALER,
            actor=lambda authority: ACTOR,
        )

    def close(self) -> None:
        self._member.close()
        self._producer.close()

    def _react(self, unit: Work, happened: Happened[Any], _facts: Facts) -> None:
        unit.audit(f"took-{happened.sequence}", happened.subject)
        if error := self.errors.get(happened.subject):
            raise error

    # --- sending

    def event(self, subject: UUID, *, authority: str = "leeds") -> Outgoing:
        """The next event about a subject, by the risk service."""
        self._sent[subject] += 1
        fact = AssessmentRequested.model_validate_json(_json(AssessmentRequested))
        happened: Happened[Event] = Happened(new_id(), authority, subject, self._sent[subject], "risk", utcnow(), fact)
        headers, body = encode(happened)
        return Outgoing(CASE_EVENTS, subject.bytes, body, headers)

    def report(self, *, topic: str = "partners-in.leeds.school-mis", **changes: bytes | None) -> Outgoing:
        """A partner's event; headers are changed by name (`type=b"..."`), None leaves one out."""
        self.transport.ensure_topics([topic], partitions=1)
        attributes: dict[str, bytes | None] = {
            "specversion": b"1.0",
            "id": str(new_id()).encode(),
            "source": b"/partners/school-mis",
            "type": ConcernReported.type.encode(),
            "time": utcnow().isoformat().encode(),
        }
        attributes |= changes
        headers = tuple((f"ce_{name}", value) for name, value in attributes.items() if value is not None)
        return Outgoing(topic, b"k", _json(ConcernReported), headers)

    def send(self, *messages: Outgoing) -> None:
        assert all(self._producer.send(messages))

    def take(self, *messages: Outgoing) -> int:
        """Send these and let the consumer take one batch."""
        self.send(*messages)
        return self.consumer.step(0.05)

    # --- what came of it

    def rows(self, model: type[Any], *, authority: str = "leeds") -> Sequence[Any]:
        with self.database.session(authority) as session:
            return session.scalars(select(model).order_by(model.id)).all()

    def took(self, subject: UUID) -> list[str]:
        """The effects of a subject's events, in order."""
        with self.database.session("leeds") as session:
            query = select(col(Audit.action)).where(col(Audit.subject) == subject, col(Audit.action).like("took-%"))
            return list(session.scalars(query.order_by(col(Audit.id))))

    def parked(self, authority: str = "leeds") -> list[str]:
        """The reasons of what is parked."""
        return [row.reason for row in self.rows(Parked, authority=authority) if row.state == "parked"]

    def changed(self) -> dict[str, int]:
        """How many rows of effect there are, in every authority."""
        effects: tuple[type[SQLModel], ...] = (Subject, Inbox, Outbox, Audit)
        tenants = ("leeds", "bolton", UNASSIGNED)
        return {model.__name__: sum(len(self.rows(model, authority=tenant)) for tenant in tenants) for model in effects}

    def unit(self) -> Any:
        return work(self.database, "leeds", actor=ACTOR, procedures=self._procedures)


def bad(reason: str = "unacceptable") -> BadEvent:
    return BadEvent(reason, "for this test")


def _json(cls: type[Event]) -> bytes:
    return json.dumps(cls.example).encode()
