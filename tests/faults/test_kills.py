"""`kill -9` of workers in mid-batch and of the broker, under load: nothing is lost and nothing done twice.

A hundred times: `.venv/bin/python -m tests.faults --kills 100`
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.faults.killing import survive
from tests.faults.outcome import Outcome

if TYPE_CHECKING:
    from tests.conftest import Database

pytestmark = [pytest.mark.stack, pytest.mark.timeout(420)]
KILLS, BROKERS = 12, 2


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, fresh_database: Database) -> Outcome:
    """What is found once the region is at rest again."""
    folder = Path(tmp_path_factory.mktemp("faults"))
    return survive(folder, fresh_database, kills=KILLS, brokers=BROKERS, say=print)


def test_there_was_load_and_there_were_kills(outcome: Outcome) -> None:
    assert outcome.concerns > 50
    assert sum(outcome.kills.values()) == KILLS


def test_the_api_took_every_concern_meanwhile(outcome: Outcome) -> None:
    assert outcome.refused == []


def test_every_accepted_concern_is_there_once_and_every_service_read_its_events_in_order(outcome: Outcome) -> None:
    assert outcome.lost == []


def test_every_concern_is_routed_once(outcome: Outcome) -> None:
    assert outcome.routed_again == []


def test_every_cause_has_its_notices_once(outcome: Outcome) -> None:
    assert (outcome.noticed_otherwise, outcome.noticed_again) == ([], [])


def test_every_notice_was_mailed_under_its_own_message_id(outcome: Outcome) -> None:
    assert (outcome.mail_missing, outcome.mail_unknown) == ([], [])


def test_a_mail_is_repeated_only_where_a_kill_hit_its_delivery(outcome: Outcome) -> None:
    assert outcome.repeated_without_a_kill == []


def test_nothing_is_parked(outcome: Outcome) -> None:
    assert outcome.parked == []
