"""Who may see what is asked of the database within the list's own query: once, however many cases there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

import commonward_meetings
import commonward_notify
import commonward_referral
import commonward_risk
from commonward.identity import Actor
from commonward.procedure import events
from commonward.runtime import Service
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.glances import of_a_request
from tests.services.meetings.bodies import called_for
from tests.services.notify.clocked import ClockedBoard
from tests.services.notify.happenings import like
from tests.services.referral.bodies import child, report
from tests.services.risk.bodies import routed
from tests.services.stage import Stage

FEW, MANY = 2, 6
Fill = Callable[[Stage, Actor], None]


def opened_here(stage: Stage, worker: Actor) -> None:
    """A child's case of referral's own."""
    known = child(family_name=f"Example {len(stage.get(worker, '/v1/cases?limit=200').json['cases'])}")
    del known["nhs_number"]
    assert stage.post(worker, "/v1/concerns", report(child=known)).status_code == 201


def heard_of(*happenings: Callable[[], Any]) -> Fill:
    """A case of which the service hears, and what it makes something of."""

    def fill(stage: Stage, _worker: Actor) -> None:
        stage.tell(stage.open_case(), *(happening() for happening in happenings))

    return fill


LISTS = [
    (commonward_referral.service, "/v1/cases?limit=200", "cases", opened_here),
    (commonward_risk.service, "/v1/assessments?limit=200", "assessments", heard_of(routed)),
    (commonward_meetings.service, "/v1/meetings?limit=200", "meetings", heard_of(lambda: called_for("panel"))),
    (
        commonward_notify.service,
        "/v1/obligations?limit=200",
        "obligations",
        heard_of(lambda: like(events.ConcernRouted)),
    ),
]


@pytest.fixture
def board() -> Board:
    """One that has clocks too."""
    return ClockedBoard()


@contextmanager
def asked_of(stage: Stage) -> Iterator[list[str]]:
    """The statements that the service's database is asked meanwhile."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if of_a_request(statement):
            found.append(statement)

    engine = stage.resources.database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(("service", "path", "name", "fill"), LISTS, ids=[each[0].name for each in LISTS])
def test_a_list_asks_once_who_may_see_what_and_no_more_often_for_more_cases(
    stage_of: Callable[[Service], Stage], actor: ActorOf, service: Service, path: str, name: str, fill: Fill
) -> None:
    stage, worker = stage_of(service), actor("social-worker")
    statements: dict[int, list[str]] = {}
    for many in (FEW, MANY):
        while len(stage.get(worker, path).json[name]) < many:
            fill(stage, worker)
        with asked_of(stage) as statements[many]:
            stage.get(worker, path)
    policy = [statement for statement in statements[MANY] if " tie" in statement]
    assert len(policy) == 1
    assert len(statements[MANY]) == len(statements[FEW])


def test_a_single_case_is_decided_from_the_row_that_is_read_anyway(
    stage_of: Callable[[Service], Stage], actor: ActorOf
) -> None:
    stage, worker = stage_of(commonward_risk.service), actor("social-worker")
    case = stage.open_case()
    with asked_of(stage) as statements:
        assert stage.get(worker, f"/v1/cases/{case}/levels").status_code == 200
    assert len([statement for statement in statements if "subject" in statement and "SELECT" in statement]) == 2
    assert len([statement for statement in statements if " tie" in statement]) == 1
