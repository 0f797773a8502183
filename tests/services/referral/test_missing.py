"""A child is missing, and is back: numbered, answered by the procedure, never two at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.procedure import Response, events
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import CLOSE, case_id, child, report
from tests.services.stage import Stage, errors_of

ANSWER = Response(because=("MIL-4.response",), tasks=("letter",))
answering = pytest.mark.parametrize("board", [Board(when_missing=ANSWER)])


def missing(hours: float, **more: Any) -> dict[str, Any]:
    return {"missing_from": (utcnow() - timedelta(hours=hours)).isoformat(), "agency": "police", **more}


@answering
def test_an_episode_is_answered_with_what_the_board_wants_done(referral: Stage, case: str, worker: Actor) -> None:
    answered = referral.post(worker, f"{case}/missing", missing(5))
    assert answered.status_code == 201, answered.text
    assert (answered.json["number"], answered.json["tasks"]) == (1, ["letter"])
    [event] = referral.published(case_id(case), events.MissingAnswered)
    assert event.because == ("MIL-4.response",)


@answering
def test_the_next_episode_counts_on_once_the_child_was_back(referral: Stage, case: str, worker: Actor) -> None:
    first = referral.post(worker, f"{case}/missing", missing(9)).json["episode"]
    assert "missing_from" in errors_of(referral.post(worker, f"{case}/missing", missing(1)))
    back = {"returned_at": (utcnow() - timedelta(hours=3)).isoformat()}
    assert referral.post(worker, f"/v1/missing/{first}/return", back).status_code == 200
    assert "returned_at" in errors_of(referral.post(worker, f"/v1/missing/{first}/return", back))
    assert referral.post(worker, f"{case}/missing", missing(1)).json["number"] == 2


@answering
def test_a_new_case_of_the_same_child_does_not_begin_the_count_anew(
    referral: Stage, case: str, worker: Actor, actor: ActorOf
) -> None:
    back = {"returned_at": utcnow().isoformat()}
    referral.post(worker, f"{case}/missing", missing(5, **back))
    referral.post(actor("team-manager"), f"{case}/closing", CLOSE)
    referral.settle()
    another = child(nhs_number=None, given_name="Another")
    again, other = (referral.post(worker, "/v1/concerns", body).json for body in (report(), report(child=another)))
    assert (again["opened"], other["opened"]) == (True, True)
    assert referral.post(worker, f"/v1/cases/{again['case']}/missing", missing(5)).json["number"] == 2
    assert referral.post(worker, f"/v1/cases/{other['case']}/missing", missing(5)).json["number"] == 1


@answering
@pytest.mark.parametrize(
    ("hours", "back", "field"), [(-2, None, "missing_from"), (2, 5, "returned_at"), (2, -5, "returned_at")]
)
def test_times_that_cannot_be_are_refused(
    referral: Stage, case: str, worker: Actor, hours: float, back: float | None, field: str
) -> None:
    more = {} if back is None else {"returned_at": (utcnow() - timedelta(hours=back)).isoformat()}
    refused = referral.post(worker, f"{case}/missing", missing(hours, **more))
    assert refused.status_code == 422, refused.text
    assert field in errors_of(refused)
    assert referral.published(case_id(case), events.MissingReported) == []
