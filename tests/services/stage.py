"""A service on a stage: its own database and worker, the other services' events told by the test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col
from werkzeug.test import TestResponse

from commonward.clock import utcnow
from commonward.contracts import CASE_EVENTS, Event, Happened, encode
from commonward.identity import Actor
from commonward.identity.actor import PARTNER_ROLE
from commonward.messaging.consumer import BatchConsumer
from commonward.messaging.relay import Relay
from commonward.messaging.transport import Outgoing
from commonward.procedure import events
from commonward.runtime import Platform, Service
from commonward.store import Audit, Outbox, Parked, Work, happened_of, new_id

TEAM = "duty"
"""The team that the synthetic board's cases go to; a job role of the same name is its people's."""


def token(actor: Actor) -> str:
    """What `Tokens` reads back."""
    return "/".join((actor.authority, str(actor.person), ",".join(sorted(actor.roles))))


class Tokens:
    """Verifies the tokens that `token` makes; real ones are proved in tests/core/identity."""

    def verify(self, written: str) -> Actor:
        authority, person, roles = written.split("/")
        held = frozenset(filter(None, roles.split(",")))
        return Actor(authority, UUID(person), held, "system" if PARTNER_ROLE in held else "person")


_MIGRATED: dict[str, bytes] = {}
"""Each service's empty database file, migrated once a run: hundreds of tests begin with it."""


def migrated(platform: Platform, service: Service) -> None:
    """Give the platform the service's tables; in embedded mode as a copy, where they were made before."""
    file = platform.settings.data_dir / f"{service.name}.sqlite"
    if platform.settings.mode == "embedded" and service.name in _MIGRATED and not file.exists():
        file.write_bytes(_MIGRATED[service.name])
        return
    fresh = not file.exists()
    platform.migrate(service)
    if fresh and file.exists():
        _MIGRATED[service.name] = file.read_bytes()


class Stage:
    """One service, played step by step."""

    def __init__(self, platform: Platform, service: Service, authority: str) -> None:
        migrated(platform, service)
        platform.moved_by_hand = True
        self.platform = platform
        self.authority = authority
        self._service = service
        self.resources = platform.resources(service.name)
        self._http = platform.app(service).test_client()
        self._told: Counter[tuple[UUID, str]] = Counter()
        self._producer = platform.transport.producer()
        self._member = platform.transport.consumer(f"commonward-{service.name}", [platform.topic(CASE_EVENTS)])
        self._consumer = BatchConsumer(
            self.resources.database,
            self._member,
            reactions=service.reactions,
            procedures=platform.procedures,
            sealer=platform.sealer,
            actor=self.resources.worker,
        )
        self._relay = Relay(self.resources.database, platform.transport, platform.procedures.authorities)

    def close(self) -> None:
        """Give back what the stage holds."""
        self._relay.close()
        self._member.close()
        self._producer.close()

    def configure(self, **changes: Any) -> None:
        """The web app has these settings from now on."""
        self.platform.settings = self.platform.settings.model_copy(update=changes)
        self.resources = self.platform.resources(self._service.name)
        self._http = self.platform.app(self._service).test_client()

    # --- what happens

    def open_case(self, edition: str = "1", worker: Actor | None = None) -> UUID:
        """A case was opened elsewhere and given to the team, or to this worker; this service has heard of it."""
        case = new_id()
        self.tell(
            case,
            events.CaseOpened(reference="MIL-2026-4F7K2M", edition=edition, opened_at=utcnow(), subject_kind="child"),
            events.CaseAllocated(worker=worker and worker.person, role="social-worker", team=TEAM),
        )
        return case

    def tell(self, case: UUID, *happenings: Event) -> None:
        """Other services have published these, in this order; the service takes them in one batch."""
        self._producer.send([self._message(case, event) for event in happenings])
        self.settle()

    def tell_unknown(self, case: UUID) -> None:
        """An event of a type that nobody knows has come about the case: it is set aside."""
        message = self._message(case, events.ReferrerKnown(person=new_id()))
        headers = dict(message.headers) | {"ce_type": b"uk.commonward.referral.never-heard-of.v1"}
        self._producer.send([replace(message, headers=tuple(headers.items()))])
        self.settle()

    def settle(self) -> None:
        """Relay and consume until nothing moves."""
        while self._relay.step() + self._consumer.step(timeout=0):
            pass

    @contextmanager
    def acting(self, actor: Actor) -> Iterator[Work]:
        """A transaction of this person's."""
        with self.resources.work(actor) as unit:
            yield unit

    # --- over HTTP

    def get(self, actor: Actor, path: str) -> TestResponse:
        return self._http.get(path, headers=_bearer(actor))

    def post(
        self, actor: Actor, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> TestResponse:
        return self._http.post(path, json=body, headers={**_bearer(actor), **(headers or {})})

    def put(self, actor: Actor, path: str, body: dict[str, Any]) -> TestResponse:
        return self._http.put(path, json=body, headers=_bearer(actor))

    def delete(self, actor: Actor, path: str) -> TestResponse:
        return self._http.delete(path, headers=_bearer(actor))

    # --- what has come of it

    def published(self, case: UUID, *types: type[Event]) -> list[Any]:
        """The service's events about the case, oldest first; of these types, if any are named."""
        with self.resources.database.session(self.authority) as session:
            query = select(Outbox).where(col(Outbox.subject) == case).order_by(col(Outbox.sequence))
            found = [happened_of(row, self.resources.service).event for row in session.scalars(query)]
        return [event for event in found if not types or isinstance(event, types)]

    def audited(self, case: UUID) -> set[str]:
        """The actions in the audit trail about the case."""
        with self.resources.database.session(self.authority) as session:
            return set(session.scalars(select(Audit.action).where(col(Audit.subject) == case)))

    def parked(self) -> list[str]:
        """The reasons of parked events."""
        with self.resources.database.session(self.authority) as session:
            return list(session.scalars(select(Parked.reason)))

    def _message(self, case: UUID, event: Event) -> Outgoing:
        self._told[case, event.publisher] += 1
        sequence = self._told[case, event.publisher]
        happened = Happened(new_id(), self.authority, case, sequence, event.publisher, utcnow(), event)
        headers, body = encode(happened)
        return Outgoing(self.platform.topic(CASE_EVENTS), case.bytes, body, headers)


def _bearer(actor: Actor) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(actor)}"}


def errors_of(response: TestResponse) -> dict[str, dict[str, Any]]:
    """The errors of a problem document, by field."""
    assert response.json is not None
    return {error["field"]: error for error in response.json.get("errors", ())}
