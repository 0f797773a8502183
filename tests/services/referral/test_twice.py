"""Of two equal proposals side by side the later could only be refused: it is not taken, and its sender told why."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.test import TestResponse

from commonward.identity import Actor
from commonward.procedure import Answered, Field, RecordKind
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import case_id, child, report
from tests.services.referral.test_closing import DECIDED, EXIT
from tests.services.stage import Stage

FORM = RecordKind("departure", "Departure", (), (), (Field("why", "Why", Answered.WORDS),), second_role="team-manager")
WHY = {"kind": "departure", "answers": {"why": ["A synthetic reason."]}}
CORRECTION = {"corrections": {"looked_after": "yes"}}
pytestmark = pytest.mark.parametrize("board", [Board(decisions=(EXIT,), records=(FORM,))])


@pytest.fixture
def other(actor: ActorOf) -> Actor:
    """A second person who may propose the same."""
    return actor("team-manager", name="other")


def refused_for(answer: TestResponse, first: TestResponse, about: str, case: str) -> None:
    assert answer.status_code == 409, answer.text
    assert answer.json is not None
    assert answer.json["type"].endswith("already-waits")
    assert answer.json["waiting"] == {"about": about, "id": first.json["id"], "case": str(case_id(case))}


@pytest.mark.parametrize(
    ("path", "about", "body", "again"),
    [
        ("decisions", "decision", DECIDED, DECIDED | {"reason": "In other words."}),
        ("records", "record", WHY, WHY),
        ("corrections", "proposal", CORRECTION | {"reason": "First."}, CORRECTION | {"reason": "Second."}),
        (
            "voiding",
            "proposal",
            {"kind": "opened-in-error", "reason": "First."},
            {"kind": "wrong-child", "reason": "Second."},
        ),
    ],
)
def test_what_another_person_has_proposed_is_not_proposed_beside_it(
    referral: Stage,
    case: str,
    manager: Actor,
    other: Actor,
    path: str,
    about: str,
    body: dict[str, Any],
    again: dict[str, Any],
) -> None:
    first = referral.post(manager, f"{case}/{path}", body)
    assert first.json["state"] == "waiting"
    refused_for(referral.post(other, f"{case}/{path}", again), first, about, case)


def test_it_is_said_whose_agreement_it_waits_for(referral: Stage, case: str, manager: Actor, other: Actor) -> None:
    referral.post(manager, f"{case}/decisions", DECIDED)
    told = referral.post(other, f"{case}/decisions", DECIDED).json["detail"]
    assert told == "The same already waits for another person's agreement (Head of service)"


def test_what_differs_may_wait_beside_it(referral: Stage, case: str, manager: Actor, other: Actor) -> None:
    referral.post(manager, f"{case}/decisions", DECIDED)
    referral.post(manager, f"{case}/corrections", CORRECTION | {"reason": "First."})
    exclude, area = DECIDED | {"option": "exclude"}, {"corrections": {"looked_after": "no"}, "reason": "Second."}
    assert referral.post(other, f"{case}/decisions", exclude).status_code == 201
    assert referral.post(other, f"{case}/corrections", area).status_code == 201


def test_what_was_refused_may_be_proposed_again(
    referral: Stage, case: str, manager: Actor, other: Actor, actor: ActorOf
) -> None:
    first = referral.post(manager, f"{case}/decisions", DECIDED).json["id"]
    referral.post(actor("head-of-service"), f"/v1/decisions/{first}/authorisation", {"agree": False})
    assert referral.post(other, f"{case}/decisions", DECIDED).status_code == 201


def test_a_merge_is_the_same_question_whichever_record_goes_on(
    referral: Stage, case: str, worker: Actor, manager: Actor, other: Actor
) -> None:
    name = {"given_name": "Kathryn", "nhs_number": "9990000026"}
    second = f"/v1/cases/{referral.post(worker, '/v1/concerns', report(child=child(**name))).json['case']}"
    mine, theirs = (referral.get(worker, path).json["child_id"] for path in (case, second))
    first = referral.post(manager, f"/v1/children/{mine}/merging", {"into": theirs, "reason": "First."})
    again = referral.post(other, f"/v1/children/{theirs}/merging", {"into": mine, "reason": "Second."})
    refused_for(again, first, "proposal", case)
