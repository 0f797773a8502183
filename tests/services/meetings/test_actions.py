"""Actions: SMART where the board wants it, followed up, and taken into the child's other plan without repeating it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import events
from commonward_meetings.plan_model import Action
from tests.services.boards import PANEL, Board
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import action as agreed
from tests.services.meetings.bodies import called_for, convening, holding, outcome, plan, today
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

SMART = Board(meetings=(replace(PANEL, smart=True),))
DISRUPTION = replace(
    PANEL,
    action_kinds=("disruption", "return"),
    wanted_actions=("disruption", "return"),
    action_owned_by=(("disruption", "police"),),
)
OTHER = replace(PANEL, id="review", title="Review", plan="review-plan")


def overdue(meetings: Stage, worker: Actor, action: str) -> None:
    """Let the action have been due yesterday."""
    with meetings.acting(worker) as work:
        row = work.session.get(Action, (work.authority, UUID(action.rsplit("/", 1)[1])))
        assert row is not None
        row.due = today() - timedelta(days=1)


def listed(meetings: Stage, worker: Actor, case: UUID, state: str | None = None) -> list[Any]:
    query = f"/v1/actions?case={case}" + (f"&state={state}" if state else "")
    actions: list[Any] = meetings.get(worker, query).json["actions"]
    return actions


@pytest.mark.parametrize("board", [SMART])
@pytest.mark.parametrize("quality", ["achievable", "realistic"])
def test_a_smart_action_is_attested_achievable_and_realistic(
    meetings: Stage, held: str, manager: Actor, quality: str, board: Board
) -> None:
    attested = {"achievable": True, "realistic": True}
    lacking = agreed(**{**attested, quality: False})
    answer = meetings.post(manager, f"{held}/plan", plan(actions=[lacking]))
    assert list(errors_of(answer)) == [f"actions.0.{quality}"]
    assert meetings.post(manager, f"{held}/plan", plan(actions=[agreed(**attested)])).status_code == 201


@pytest.mark.parametrize("part", ["owner", "measure"])
def test_no_action_passes_with_a_blank_owner_or_measure(meetings: Stage, held: str, manager: Actor, part: str) -> None:
    answer = meetings.post(manager, f"{held}/plan", plan(actions=[agreed(**{part: "  "})]))
    assert list(errors_of(answer)) == [f"actions.0.{part}"]


def test_each_action_is_published_with_its_date_and_no_words(
    meetings: Stage, case: UUID, held: str, worker: Actor, manager: Actor
) -> None:
    owned = agreed(owner_person=str(worker.person), co_owners=["Synthetic school"])
    meetings.post(manager, f"{held}/plan", plan(actions=[owned, agreed()]))
    first, second = meetings.published(case, events.ActionAgreed)
    assert (first.owner, second.owner) == (worker.person, None)
    assert first.due == today() + timedelta(days=7)
    assert listed(meetings, worker, case)[0]["co_owners"] == ["Synthetic school"]


@pytest.mark.parametrize("board", [Board(meetings=(DISRUPTION,))])
def test_an_action_of_a_kind_is_owned_by_the_agency_that_the_board_names(
    meetings: Stage, held: str, manager: Actor, board: Board
) -> None:
    wrong = plan(actions=[agreed(kind="disruption", agency="health"), agreed(kind="gossip")])
    errors = errors_of(meetings.post(manager, f"{held}/plan", wrong))
    assert errors["actions.0.agency"]["allowed"] == ["police"]
    assert errors["actions.1.kind"]["allowed"] == ["disruption", "return"]


@pytest.mark.parametrize("board", [Board(meetings=(DISRUPTION,))])
def test_a_kind_of_action_that_the_plan_lacks_is_pointed_out(
    meetings: Stage, held: str, manager: Actor, board: Board
) -> None:
    body = plan(actions=[agreed(kind="disruption", agency="police")])
    answer = meetings.post(manager, f"{held}/plan", body)
    assert answer.status_code == 201
    assert [warning["message"] for warning in answer.json["warnings"]] == ["the plan has no action of the kind return"]


def test_an_outcome_is_recorded_once_and_published_as_a_code(
    meetings: Stage, case: UUID, action: str, worker: Actor
) -> None:
    assert meetings.post(worker, f"{action}/outcome", outcome()).status_code == 201
    (completed,) = meetings.published(case, events.ActionCompleted)
    assert (completed.outcome, completed.completed_on) == ("achieved", today())
    assert meetings.post(worker, f"{action}/outcome", outcome()).status_code == 409
    with meetings.acting(worker) as work:
        assert work.facts(case).open_actions == ()


def test_an_outcome_is_one_of_the_boards_and_of_a_day_since_the_plan(
    meetings: Stage, action: str, worker: Actor
) -> None:
    early = outcome(outcome="wonderful", completed_on=(today() - timedelta(days=1)).isoformat())
    errors = errors_of(meetings.post(worker, f"{action}/outcome", early))
    assert "achieved" in errors["outcome"]["allowed"]
    assert errors["completed_on"]["message"] == "is before the plan was adopted"
    late = outcome(completed_on=(today() + timedelta(days=1)).isoformat())
    assert errors_of(meetings.post(worker, f"{action}/outcome", late))["completed_on"]["message"] == "is in the future"


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, convened_by="coordinator"),))])
def test_the_owner_records_the_outcome_and_a_stranger_does_not(
    meetings: Stage, case: UUID, required: str, actor: ActorOf, board: Board
) -> None:
    convener, owner, manager = actor("coordinator"), actor("social-worker", name="owner"), actor("team-manager")
    meetings.post(convener, f"{required}/convening", convening())
    meetings.post(convener, f"{required}/holding", holding())
    meetings.post(manager, f"{required}/plan", plan(actions=[agreed(owner_person=str(owner.person))]))
    path = f"/v1/actions/{meetings.published(case, events.ActionAgreed)[0].action}/outcome"
    stranger = meetings.post(actor("social-worker", name="stranger"), path, outcome())
    assert stranger.json["type"] == "urn:commonward:problem:not-yours"
    assert meetings.post(owner, path, outcome()).status_code == 201


def test_open_and_overdue_actions_are_listed_until_their_outcome_is_known(
    meetings: Stage, case: UUID, action: str, worker: Actor
) -> None:
    assert (len(listed(meetings, worker, case, "open")), listed(meetings, worker, case, "overdue")) == (1, [])
    overdue(meetings, worker, action)
    assert [line["overdue"] for line in listed(meetings, worker, case, "overdue")] == [True]
    meetings.post(worker, f"{action}/outcome", outcome())
    assert listed(meetings, worker, case, "open") == listed(meetings, worker, case, "overdue") == []
    assert [line["outcome_code"] for line in listed(meetings, worker, case, "completed")] == ["achieved"]


def test_actions_are_listed_of_one_case_and_in_a_state_that_exists(meetings: Stage, case: UUID, worker: Actor) -> None:
    assert list(errors_of(meetings.get(worker, "/v1/actions"))) == ["case"]
    assert list(errors_of(meetings.get(worker, f"/v1/actions?case={case}&state=lost"))) == ["state"]


def test_an_action_of_nobody_is_not_found(meetings: Stage, case: UUID, worker: Actor) -> None:
    assert meetings.post(worker, f"/v1/actions/{case}/outcome", outcome()).status_code == 404


def test_actions_are_outstanding_until_the_other_plan_has_taken_them_in(
    meetings: Stage, case: UUID, held: str, worker: Actor, manager: Actor
) -> None:
    meetings.post(manager, f"{held}/plan", plan(other_plan="child-in-need"))
    (line,) = listed(meetings, worker, case, "outstanding")
    path = f"/v1/actions/{line['id']}/incorporation"
    wrong = meetings.post(worker, path, {"other_plan": "child-protection"})
    assert errors_of(wrong)["other_plan"]["allowed"] == ["child-in-need"]
    assert meetings.post(worker, path, {"other_plan": "child-in-need"}).status_code == 201
    assert listed(meetings, worker, case, "outstanding") == []
    assert meetings.published(case, events.ActionIncorporated)[0].other_plan == "child-in-need"
    assert meetings.post(worker, path, {"other_plan": "child-in-need"}).status_code == 409


def test_a_plan_that_refers_to_no_other_has_nothing_outstanding(
    meetings: Stage, case: UUID, adopted: str, worker: Actor
) -> None:
    assert listed(meetings, worker, case, "outstanding") == []


@pytest.mark.parametrize("board", [Board(meetings=(PANEL, OTHER))])
@pytest.mark.parametrize(("owner", "words"), [("Synthetic worker", "with the same owner"), ("Another", "")])
def test_an_action_that_repeats_another_open_plans_is_pointed_out_and_taken(
    meetings: Stage, case: UUID, adopted: str, worker: Actor, manager: Actor, owner: str, words: str, board: Board
) -> None:
    meetings.tell(case, called_for("review"))
    review = f"/v1/meetings/{meetings.published(case, events.MeetingRequired)[-1].meeting}"
    meetings.post(worker, f"{review}/convening", convening())
    meetings.post(worker, f"{review}/holding", holding())
    again = plan(actions=[agreed(what="visit  the child", owner=owner), agreed(what="Something else.")])
    answer = meetings.post(manager, f"{review}/plan", again)
    assert answer.status_code == 201
    (warning,) = answer.json["warnings"]
    assert warning["field"] == "actions.0.what"
    assert warning["message"].endswith(words or "another plan")


@pytest.mark.parametrize(
    ("agency", "group"),
    [("police", "police-intelligence"), ("hospital", "health"), ("school", "narrative"), (None, "narrative")],
)
def test_what_an_agency_is_to_do_is_shown_and_withheld_with_what_that_agency_tells(
    meetings: Stage, manager: Actor, case: UUID, held: str, actor: ActorOf, agency: str | None, group: str
) -> None:
    referrer = actor("social-worker", name="elsewhere", team="elsewhere")
    meetings.tell(case, events.ReferrerKnown(person=referrer.person))
    adopted = meetings.post(manager, f"{held}/plan", plan(actions=[agreed(agency=agency)]))
    assert adopted.status_code == 201, adopted.text
    [line] = listed(meetings, referrer, case)
    assert (line["withheld"], line["agency"]) == ([group], agency)
    assert not line.keys() & {"what", "owner", "co_owners", "measure", "outcome"}
