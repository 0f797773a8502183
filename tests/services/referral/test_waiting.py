"""What waits for a second person is shown to those who may agree, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.identity import Actor
from commonward.procedure import Answered, Field, RecordKind
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import case_id
from tests.services.referral.test_closing import DECIDED, EXIT
from tests.services.stage import Stage

FORM = RecordKind(
    "departure", "Departure", (), (), (Field("why", "Why", Answered.WORDS),), second_role="head-of-service"
)
pytestmark = pytest.mark.parametrize("board", [Board(decisions=(EXIT,), records=(FORM,))])


def waiting(referral: Stage, actor: Actor) -> list[dict[str, Any]]:
    answer = referral.get(actor, "/v1/waiting")
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    found: list[dict[str, Any]] = answer.json["waiting"]
    return found


def test_a_decision_and_a_record_wait_for_the_second_role_alone(
    referral: Stage, case: str, manager: Actor, actor: ActorOf
) -> None:
    referral.post(manager, f"{case}/decisions", DECIDED)
    referral.post(manager, f"{case}/records", {"kind": "departure", "answers": {"why": ["A synthetic reason."]}})
    found = waiting(referral, actor("head-of-service"))
    assert [(line["about"], line["title"], line["option"]) for line in found] == [
        ("decision", "Exit", "accept"),
        ("record", "Departure", None),
    ]
    assert {line["case"] for line in found} == {str(case_id(case))}
    assert waiting(referral, actor("social-worker")) == []


def test_what_somebody_did_themselves_never_waits_for_them(referral: Stage, case: str, actor: ActorOf) -> None:
    both = actor("team-manager", "head-of-service")
    referral.post(both, f"{case}/decisions", DECIDED)
    assert waiting(referral, both) == []


def test_a_proposal_waits_for_everybody_else_who_decides(referral: Stage, case: str, actor: ActorOf) -> None:
    body = {"kind": "opened-in-error", "reason": "A synthetic reason."}
    made = referral.post(actor("team-manager", name="first"), f"{case}/voiding", body)
    assert made.status_code == 201, made.text
    assert [line["about"] for line in waiting(referral, actor("team-manager", name="second"))] == ["proposal"]
    assert waiting(referral, actor("social-worker")) == []


def test_what_was_agreed_waits_no_longer(referral: Stage, case: str, manager: Actor, actor: ActorOf) -> None:
    decision = referral.post(manager, f"{case}/decisions", DECIDED).json["id"]
    head = actor("head-of-service")
    referral.post(head, f"/v1/decisions/{decision}/authorisation", {"agree": True})
    assert waiting(referral, head) == []
