"""Forged events on the real broker: refused, in the audit trail, and nothing is changed for anybody."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from commonward.clock import utcnow
from commonward.contracts import Happened, encode
from commonward.contracts.events import ConcernReported, LevelDecided, ReportSetAside
from commonward.contracts.topics import CASE_EVENTS
from commonward.messaging.transport import Outgoing
from commonward.runtime import Platform, Worker, find_service
from commonward.store import UNASSIGNED, Audit, Outbox, Parked, new_id
from commonward.store.audit_sealing import seal
from commonward.store.audit_verifying import verify
from tests.core.kept import distributed

if TYPE_CHECKING:
    from tests.conftest import Database

pytestmark = pytest.mark.stack
REFERRAL = find_service("referral")
PATIENCE = 30.0
PARTNER = "school-mis"


@pytest.fixture(scope="module")
def platform(fresh_database: Database, kafka_servers: str) -> Iterator[Platform]:
    """Referral on Kafka and PostgreSQL, with a partner of Leeds'."""
    prefix = {"topic_prefix": f"t{new_id().hex[:12]}."}
    with closing(Platform(distributed(fresh_database, kafka_servers).model_copy(update=prefix))) as made:
        made.migrate(REFERRAL)
        made.ensure_topics()
        made.ensure_partner_topics("leeds", PARTNER)
        with Worker(made, REFERRAL, parts=["consumer"]):
            yield made


def reported(**headers: bytes) -> Outgoing:
    """What Leeds' partner sends on its own topic, with these headers otherwise."""
    said = {
        "ce_specversion": b"1.0",
        "ce_id": str(new_id()).encode(),
        "ce_source": b"/partners/school-mis",
        "ce_type": ConcernReported.type.encode(),
        "ce_time": utcnow().isoformat().encode(),
        **headers,
    }
    body = json.dumps(ConcernReported.example).encode()
    return Outgoing(f"partners-in.leeds.{PARTNER}", b"k", body, tuple(said.items()))


def of_a_service(authority: str, publisher: str) -> Outgoing:
    """A level, as if a service had decided it."""
    fact: Any = LevelDecided.model_validate_json(json.dumps(LevelDecided.example))
    happened = Happened(new_id(), authority, new_id(), 1, publisher, utcnow(), fact)
    headers, body = encode(happened)
    return Outgoing(CASE_EVENTS, happened.subject.bytes, body, headers)


FORGERIES: dict[str, tuple[str, str, Callable[[], Outgoing]]] = {
    "a partner's, with another board in its header": (
        "leeds",
        "foreign-authority",
        lambda: reported(ce_authority=b"bolton"),
    ),
    "a partner's, of a kind that is a service's": (
        "leeds",
        "foreign-type",
        lambda: reported(
            ce_type=ConcernReported.type.replace("partner.concern-reported", "risk.level-decided").encode()
        ),
    ),
    "a service's, of a kind that is another service's": (
        "leeds",
        "foreign-type",
        lambda: of_a_service("leeds", "notify"),
    ),
    "of a board that nobody serves here": (UNASSIGNED, "unknown-authority", lambda: of_a_service("kent", "risk")),
}


def rows(platform: Platform, model: type[Any], authority: str) -> list[Any]:
    with platform.resources("referral").database.session(authority) as session:
        return list(session.scalars(select(model).where(model.authority == authority).order_by(model.id)))


def everything(platform: Platform) -> dict[str, int]:
    """How many rows every table has, in all authorities, but for those in which a forgery is noted or answered."""
    noted = {"parked", "audit", "audit_seal", "data_key", "outbox"}
    boards = (*platform.procedures.authorities, UNASSIGNED)
    models: list[type[SQLModel]] = [model for model in REFERRAL.models if str(model.__tablename__) not in noted]
    return {str(each.__tablename__): sum(len(rows(platform, each, board)) for board in boards) for each in models}


@pytest.mark.parametrize(("board", "reason", "forged"), FORGERIES.values(), ids=FORGERIES)
def test_it_is_refused_and_in_the_trail_and_nothing_is_changed(
    platform: Platform, board: str, reason: str, forged: Callable[[], Outgoing]
) -> None:
    before, known = everything(platform), len(rows(platform, Audit, board))
    message = forged()
    with closing(platform.transport.producer()) as producer:
        topic = platform.topic(message.topic)
        assert producer.send([Outgoing(topic, message.key, message.value, message.headers)]) == [True]
    until = time.monotonic() + PATIENCE
    while len(rows(platform, Audit, board)) == known and time.monotonic() < until:
        time.sleep(0.1)
    *_, noted = rows(platform, Audit, board)
    parked = max(rows(platform, Parked, board), key=lambda row: row.parked_at)
    assert (noted.action, noted.why, parked.reason) == ("event.forged", reason, reason)
    assert everything(platform) == before
    assert {row.type for row in rows(platform, Outbox, board)} <= {ReportSetAside.type}
    database = platform.resources("referral").database
    seal(database, board)
    assert verify(database, board).faults == []
