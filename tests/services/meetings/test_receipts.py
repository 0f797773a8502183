"""A shared plan is acknowledged by each recipient, in time by the level, and its signed copy goes on file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from commonward.clock import hours, utcnow, working_days
from commonward.identity import Actor
from commonward.procedure import Command, Force, events, gate
from commonward.store import new_id
from commonward_meetings.model import Meeting
from tests.core.procedure.builders import example
from tests.services.boards import PANEL, Board
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import convening, holding, plan, receipt, today
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

EARLY = replace(PANEL, share_within=working_days(5), share_early=(("high", hours(1)),))
TWO = ("social-worker", "coordinator")
GATE = gate(
    "MIL-7.gate",
    on=Command.SHARE_PLAN,
    force=Force.SHOULD,
    unless=lambda facts: facts.minutes_signed("panel"),
    missing="The minutes are signed",
    supplied_by="team-manager",
)


@pytest.fixture
def shared(meetings: Stage, adopted: str, worker: Actor) -> str:
    """The path of the plan, shared with the coordinator."""
    assert meetings.post(worker, f"{adopted}/sharing", {}).status_code == 200
    return adopted


def held_ago(meetings: Stage, worker: Actor, held: str, ago: timedelta) -> None:
    """Let the meeting have been held so long ago."""
    with meetings.acting(worker) as work:
        row = work.session.get(Meeting, (work.authority, UUID(held.rsplit("/", 1)[1])))
        assert row is not None
        row.held_at = utcnow() - ago


def test_a_receipt_says_who_when_and_how(meetings: Stage, case: UUID, held: str, shared: str, worker: Actor) -> None:
    assert meetings.post(worker, f"{shared}/receipts", receipt()).status_code == 201
    (received,) = meetings.published(case, events.PlanReceived)
    assert (received.recipient, received.how) == ("coordinator", "reply")
    kept = meetings.get(worker, held).json["plan"]["receipts"]
    assert [(line["recipient"], line["person"]) for line in kept] == [("coordinator", "Synthetic coordinator")]
    with meetings.acting(worker) as work:
        plan = work.facts(case).plan("panel-plan")
        assert plan is not None
        assert (plan.shared_with, plan.received_by) == (("coordinator",), ("coordinator",))


def test_nobody_acknowledges_what_they_were_not_sent(meetings: Stage, adopted: str, worker: Actor) -> None:
    answer = meetings.post(worker, f"{adopted}/receipts", receipt())
    assert "share it first" in errors_of(answer)["recipient"]["message"]


def test_a_recipient_acknowledges_a_plan_once(meetings: Stage, shared: str, worker: Actor) -> None:
    meetings.post(worker, f"{shared}/receipts", receipt())
    assert meetings.post(worker, f"{shared}/receipts", receipt()).status_code == 409


@pytest.mark.parametrize(
    ("moved", "message"),
    [(-timedelta(hours=1), "is before the plan was shared"), (timedelta(hours=1), "is in the future")],
)
def test_a_receipt_is_of_a_time_between_sharing_and_now(
    meetings: Stage, shared: str, worker: Actor, moved: timedelta, message: str
) -> None:
    body = receipt(received_at=(utcnow() + moved).isoformat())
    assert errors_of(meetings.post(worker, f"{shared}/receipts", body))["received_at"]["message"] == message


def test_how_it_was_acknowledged_is_one_of_a_few_ways(meetings: Stage, shared: str, worker: Actor) -> None:
    assert list(errors_of(meetings.post(worker, f"{shared}/receipts", receipt(how="pigeon")))) == ["how"]


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, convened_by="coordinator"),))])
def test_who_may_not_share_a_plan_records_no_receipt_and_no_signed_copy(
    meetings: Stage, case: UUID, required: str, worker: Actor, manager: Actor, board: Board
) -> None:
    meetings.post(manager, f"{required}/convening", convening())
    meetings.post(manager, f"{required}/holding", holding())
    path = f"/v1/plans/{meetings.post(manager, f'{required}/plan', plan()).json['id']}"
    copy = {"place": "Paper file.", "placed_on": today().isoformat()}
    for verb, body in (("sharing", {}), ("receipts", receipt()), ("signed-copy", copy)):
        answer = meetings.post(worker, f"{path}/{verb}", body)
        assert answer.json["type"] == "urn:commonward:problem:not-yours"


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, convened_by="coordinator", shared_with=TWO),))])
def test_a_recipient_acknowledges_for_their_own_role_alone(
    meetings: Stage, required: str, worker: Actor, manager: Actor, board: Board
) -> None:
    meetings.post(manager, f"{required}/convening", convening())
    meetings.post(manager, f"{required}/holding", holding())
    path = f"/v1/plans/{meetings.post(manager, f'{required}/plan', plan()).json['id']}"
    assert meetings.post(manager, f"{path}/sharing", {}).status_code == 200
    assert meetings.post(worker, f"{path}/receipts", receipt()).status_code == 403
    assert meetings.post(worker, f"{path}/receipts", receipt(recipient="social-worker")).status_code == 201


@pytest.mark.parametrize("board", [Board(meetings=(EARLY,))])
@pytest.mark.parametrize(("level", "late"), [("low", False), ("high", True)])
def test_a_plan_is_due_earlier_at_the_level_that_the_board_names(
    meetings: Stage, case: UUID, held: str, adopted: str, worker: Actor, level: str, late: bool, board: Board
) -> None:
    meetings.tell(case, example(events.LevelDecided, level=level))
    held_ago(meetings, worker, held, timedelta(hours=2))
    warnings = meetings.post(worker, f"{adopted}/sharing", {}).json["warnings"]
    assert [warning["field"] for warning in warnings] == (["shared_at"] if late else [])


@pytest.mark.parametrize("board", [Board(meetings=(EARLY,))])
def test_a_plans_page_says_by_when_it_is_shared(
    meetings: Stage, held: str, adopted: str, worker: Actor, board: Board
) -> None:
    assert meetings.get(worker, held).json["plan"]["share_by"] > today().isoformat()


@pytest.mark.parametrize("board", [Board(gates=(GATE,))])
def test_a_gate_before_sharing_can_want_signed_minutes(
    meetings: Stage, held: str, adopted: str, worker: Actor, manager: Actor, board: Board
) -> None:
    assert list(errors_of(meetings.post(worker, f"{adopted}/sharing", {}))) == ["MIL-7.gate"]
    meetings.post(worker, f"{held}/minutes", {"text": "What was said."})
    meetings.post(manager, f"{held}/minutes/signature", {"minutes_version": 1})
    assert meetings.post(worker, f"{adopted}/sharing", {}).status_code == 200


def test_the_signed_copys_place_and_date_are_on_the_plan(
    meetings: Stage, case: UUID, held: str, adopted: str, worker: Actor
) -> None:
    copy = {"place": "Paper file 3, synthetic.", "placed_on": today().isoformat()}
    assert meetings.post(worker, f"{adopted}/signed-copy", copy).status_code == 201
    assert meetings.get(worker, held).json["plan"]["signed_copy"]["place"] == "Paper file 3, synthetic."
    assert meetings.published(case, events.SignedCopyPlaced)[0].placed_on == today()
    assert meetings.post(worker, f"{adopted}/signed-copy", copy).status_code == 409


@pytest.mark.parametrize(("days", "message"), [(-1, "is before the plan was adopted"), (1, "is in the future")])
def test_a_signed_copy_is_placed_between_adoption_and_today(
    meetings: Stage, adopted: str, worker: Actor, days: int, message: str
) -> None:
    copy = {"place": "Paper file.", "placed_on": (today() + timedelta(days=days)).isoformat()}
    assert errors_of(meetings.post(worker, f"{adopted}/signed-copy", copy))["placed_on"]["message"] == message


def waiting(meetings: Stage, who: Actor) -> list[tuple[str, str]]:
    """The plans that wait for them, and as whom they were sent each."""
    return [(line["plan"], line["recipient"]) for line in meetings.get(who, "/v1/waiting").json["plans"]]


def test_a_shared_plan_waits_for_each_recipient_until_they_have_it(
    meetings: Stage, shared: str, worker: Actor, actor: ActorOf
) -> None:
    coordinator = actor("coordinator")
    assert waiting(meetings, coordinator) == [(shared.rsplit("/", 1)[1], "coordinator")]
    assert waiting(meetings, worker) == []
    meetings.post(coordinator, f"{shared}/receipts", receipt())
    assert waiting(meetings, coordinator) == []


def test_no_plan_waits_of_a_case_that_is_not_theirs_to_see(
    meetings: Stage, case: UUID, shared: str, actor: ActorOf
) -> None:
    meetings.tell(case, events.CaseRestricted(people=(), reason="other", restricted_by=new_id()))
    assert waiting(meetings, actor("coordinator")) == []
