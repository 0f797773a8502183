"""An operator sees which events were set aside and why, and releases one with a reason; of no case anything."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

import commonward_risk
from commonward.messaging.transport import Outgoing
from commonward.procedure import Role
from commonward.runtime import Service
from commonward.store import Audit, Inbox, Parked, new_id
from tests.services.boards import ROLES, Board
from tests.services.conftest import ActorOf
from tests.services.parked import a_fact, set_aside
from tests.services.stage import Stage

WHY = {"reason": "The fault is mended since 1.2."}


@pytest.fixture
def board() -> Board:
    """The synthetic board, with operators."""
    return Board(roles=(*ROLES, Role("operator", "Operator", "operator")))


@pytest.fixture
def risk(stage_of: Callable[[Service], Stage]) -> Stage:
    return stage_of(commonward_risk.service)


@pytest.fixture
def culprit(risk: Stage) -> UUID:
    """One that was set aside, and behind which two wait."""
    subject = new_id()
    id = set_aside(risk.resources, risk.authority, subject)
    risk.tell(subject, a_fact(), a_fact())
    return id


def states(risk: Stage) -> list[str]:
    with risk.resources.database.session(risk.authority) as session:
        return sorted(session.scalars(select(Inbox.state)))


def test_it_is_listed_with_what_waits_behind_it_and_nothing_of_any_case(
    risk: Stage, culprit: UUID, actor: ActorOf
) -> None:
    answer = risk.get(actor("operator"), "/v1/parked")
    assert answer.json is not None
    [line] = answer.json["parked"]
    assert (line["id"], line["reason"], line["waiting"], line["too_late"]) == (str(culprit), "defect", 2, False)
    assert line.keys() == {"id", "reason", "type", "parked_at", "waiting", "too_late"}


def test_what_a_sender_wrote_for_a_type_is_not_shown(risk: Stage, actor: ActorOf) -> None:
    message = risk._message(new_id(), a_fact())
    forged = dict(message.headers) | {"ce_type": b"Synthetic Name, born 2012"}
    risk._producer.send([Outgoing(message.topic, message.key, message.value, tuple(forged.items()))])
    risk.settle()
    answer = risk.get(actor("operator"), "/v1/parked")
    assert answer.json is not None
    assert [line["type"] for line in answer.json["parked"]] == [None]
    assert "Synthetic" not in answer.text


def test_released_it_takes_effect_and_those_behind_it_with_the_reason_kept_and_audited(
    risk: Stage, culprit: UUID, actor: ActorOf
) -> None:
    assert states(risk) == ["waiting", "waiting"]
    operator = actor("operator")
    answer = risk.post(operator, f"/v1/parked/{culprit}/release", WHY)
    assert (answer.status_code, answer.json) == (200, {"released": 2})
    assert states(risk) == ["applied"] * 3
    with risk.resources.database.session(risk.authority) as session:
        row = session.scalars(select(Parked)).one()
        trail = {(entry.action, entry.actor) for entry in session.scalars(select(Audit))}
    assert (row.state, row.settled_by, row.settled_because) == ("replayed", operator.person, WHY["reason"])
    assert ("parked.replayed", operator.person) in trail


def test_what_still_cant_be_taken_stays_and_the_operator_is_told(risk: Stage, actor: ActorOf) -> None:
    risk.tell_unknown(new_id())
    listed = risk.get(actor("operator"), "/v1/parked").json
    assert listed is not None
    answer = risk.post(actor("operator"), f"/v1/parked/{listed['parked'][0]['id']}/release", WHY)
    assert answer.status_code == 409
    assert answer.json is not None
    assert "unknown-type" in answer.json["detail"]
    assert risk.get(actor("operator"), "/v1/parked").json == listed


@pytest.mark.parametrize("reason", ["", "  ", "x" * 401])
def test_a_release_wants_a_reason(risk: Stage, culprit: UUID, actor: ActorOf, reason: str) -> None:
    assert risk.post(actor("operator"), f"/v1/parked/{culprit}/release", {"reason": reason}).status_code == 422
    assert states(risk) == ["waiting", "waiting"]


def test_a_second_release_finds_nothing(risk: Stage, culprit: UUID, actor: ActorOf) -> None:
    answers = [risk.post(actor("operator"), f"/v1/parked/{culprit}/release", WHY).status_code for _ in range(2)]
    assert answers == [200, 404]


def test_nobody_but_an_operator_sees_or_releases_it(risk: Stage, culprit: UUID, actor: ActorOf) -> None:
    for role in ("social-worker", "team-manager", "head-of-service"):
        asked = risk.get(actor(role), "/v1/parked"), risk.post(actor(role), f"/v1/parked/{culprit}/release", WHY)
        assert [answer.status_code for answer in asked] == [403, 403]
