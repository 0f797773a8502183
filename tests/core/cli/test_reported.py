"""What a synthetic year's partner reports, the referral service takes, whatever the transport."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from commonward.cli import bodies
from commonward.cli.synthesise.partner import AGENCY, NAME, Partner
from commonward.messaging.consumer import BatchConsumer
from commonward.runtime import Platform, find_service
from commonward.store import Inbox
from tests.conftest import Database
from tests.core.kept import distributed, embedded

pytestmark = pytest.mark.thorough

BOARD, DAY = "leeds", date(2024, 5, 3)


@pytest.fixture(params=["embedded", pytest.param("distributed", marks=pytest.mark.stack)])
def platform(request: pytest.FixtureRequest, tmp_path: Path, topic_prefix: str) -> Iterator[Platform]:
    """A platform with the referral service's tables and a topic of its own."""
    settings = embedded(tmp_path)
    if request.param == "distributed":
        address: Database = request.getfixturevalue("fresh_database")
        settings = distributed(address, request.getfixturevalue("kafka_servers"))
    made = Platform(settings.model_copy(update={"topic_prefix": topic_prefix}))
    made.migrate(find_service("referral"))
    made.ensure_topics()
    yield made
    made.close()


def take(platform: Platform) -> None:
    """Let the referral service read until it has taken one batch."""
    service, given = find_service("referral"), platform.resources("referral")
    member = platform.transport.consumer(platform.topic("referral"), [platform.topic(name) for name in service.topics])
    consumer = BatchConsumer(
        given.database,
        member,
        reactions=service.reactions,
        procedures=given.procedures,
        sealer=given.sealer,
        actor=given.worker,
        prefix=platform.settings.topic_prefix,
    )
    try:
        assert any(consumer.step(timeout=1.0) for _ in range(30))
    finally:
        member.close()


def test_a_reported_concern_is_taken_as_the_partners_own(platform: Platform) -> None:
    partner = Partner(platform, BOARD)
    child = bodies.child((NAME, "Example"), date(2010, 5, 4), None, nhs_number="9990000018")
    partner.report(bodies.concern(child, DAY, account="A synthetic concern.", agency=AGENCY, immediate_danger="no"))
    partner.close()
    take(platform)
    with platform.resources("referral").database.session(BOARD) as session:
        (row,) = session.exec(select(Inbox)).all()
    assert (row.topic, row.state) == (platform.topic(f"partners-in.{BOARD}.{NAME}"), "applied")
