"""Plans: adopted by quorate meetings, with sections, owners and dates; and shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Command, Demand, Force, events, gate
from tests.core.procedure.builders import example
from tests.services.boards import PANEL, Board
from tests.services.meetings.bodies import action, called_for, convening, holding, plan, today
from tests.services.meetings.conftest import path_of_last
from tests.services.stage import Stage, errors_of

GATE = gate(
    "MIL-7.gate",
    on=Command.ADOPT_PLAN,
    force=Force.SHOULD,
    unless=lambda facts: facts.level is not None,
    missing="A level is decided",
    supplied_by="social-worker",
)


def test_an_adopted_plan_is_published_because_of_the_rules_of_its_plan(
    meetings: Stage, case: UUID, adopted: str
) -> None:
    (made,) = meetings.published(case, events.PlanAdopted)
    assert (made.kind, made.plan_version, made.actions, made.because) == ("panel-plan", 1, 1, PANEL.plan_because)


def test_the_next_meetings_plan_is_the_next_version(
    meetings: Stage, case: UUID, adopted: str, worker: Actor, manager: Actor
) -> None:
    meetings.tell(case, called_for("panel"))
    again = path_of_last(meetings, case)
    meetings.post(worker, f"{again}/convening", convening())
    meetings.post(worker, f"{again}/holding", holding())
    assert meetings.post(manager, f"{again}/plan", plan()).json["plan_version"] == 2


def test_an_inquorate_meeting_adopts_no_plan_and_says_who_was_missing(
    meetings: Stage, case: UUID, convened: str, worker: Actor, manager: Actor
) -> None:
    meetings.post(worker, f"{convened}/holding", holding("police"))
    answer = meetings.post(manager, f"{convened}/plan", plan())
    assert answer.status_code == 409
    assert "health missing" in errors_of(answer)["quorum"]["message"]
    assert meetings.published(case, events.PlanAdopted) == []


def test_a_meeting_that_was_not_held_adopts_no_plan(meetings: Stage, convened: str, manager: Actor) -> None:
    assert meetings.post(manager, f"{convened}/plan", plan()).status_code == 409


def test_a_meeting_adopts_one_plan(meetings: Stage, held: str, adopted: str, manager: Actor) -> None:
    answer = meetings.post(manager, f"{held}/plan", plan())
    assert "adopted its plan already" in errors_of(answer)["meeting"]["message"]


def test_every_section_that_the_procedure_wants_is_filled(meetings: Stage, held: str, manager: Actor) -> None:
    answer = meetings.post(manager, f"{held}/plan", plan(sections={"risks": " "}))
    assert set(errors_of(answer)) == {"sections.risks", "sections.aims"}


def test_a_section_that_the_plan_does_not_have_is_refused(meetings: Stage, held: str, manager: Actor) -> None:
    sections = {"risks": "One.", "aims": "Two.", "gossip": "Three."}
    answer = meetings.post(manager, f"{held}/plan", plan(sections=sections))
    assert errors_of(answer)["sections.gossip"]["allowed"] == ["risks", "aims"]


@pytest.mark.parametrize("part", ["owner", "due", "measure"])
def test_every_action_has_owner_date_and_measure(meetings: Stage, held: str, manager: Actor, part: str) -> None:
    lacking = {name: value for name, value in action().items() if name != part}
    answer = meetings.post(manager, f"{held}/plan", plan(actions=[action(), lacking]))
    assert list(errors_of(answer)) == [f"actions.1.{part}"]


def test_no_action_is_due_before_the_meeting(meetings: Stage, held: str, manager: Actor) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    answer = meetings.post(manager, f"{held}/plan", plan(actions=[action(due=yesterday)]))
    assert errors_of(answer)["actions.0.due"]["message"] == "is before the meeting"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("next_meeting", {"next_meeting": "2126-11-28"}),
        ("actions.0.due", {"actions": [action(due="2126-11-28")]}),
        ("every", {"every": {"amount": 25, "unit": "months"}}),
    ],
)
def test_nothing_in_a_plan_is_further_ahead_than_people_plan(
    meetings: Stage, held: str, manager: Actor, field: str, wrong: dict[str, object]
) -> None:
    errors = errors_of(meetings.post(manager, f"{held}/plan", plan(**wrong)))
    assert list(errors) == [field]
    assert errors[field]["message"] == "is more than 2 years ahead"


def test_the_next_date_is_agreed_where_the_procedure_wants_it(meetings: Stage, held: str, manager: Actor) -> None:
    answer = meetings.post(manager, f"{held}/plan", plan(next_meeting=None))
    assert list(errors_of(answer)) == ["next_meeting"]


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, agree_next=False),))])
def test_elsewhere_a_plan_may_go_without_a_next_date(meetings: Stage, held: str, manager: Actor, board: Board) -> None:
    assert meetings.post(manager, f"{held}/plan", plan(next_meeting=None)).status_code == 201


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, plan=None),))])
def test_a_kind_without_a_plan_adopts_none(meetings: Stage, held: str, manager: Actor, board: Board) -> None:
    assert errors_of(meetings.post(manager, f"{held}/plan", plan()))["meeting"]["message"] == "Panel adopts no plan"


@pytest.mark.parametrize("board", [Board(gates=(GATE,))])
def test_a_should_gate_blocks_a_plan_until_a_manager_gives_a_reason(
    meetings: Stage, held: str, manager: Actor, board: Board
) -> None:
    assert list(errors_of(meetings.post(manager, f"{held}/plan", plan()))) == ["MIL-7.gate"]
    assert meetings.post(manager, f"{held}/plan", plan(override_reason="It can't wait.")).status_code == 201
    shown = meetings.get(manager, held).json["plan"]
    assert (shown["overridden"], shown["override_reason"]) == (["MIL-7.gate"], "It can't wait.")
    assert shown["adopted_by"] == str(manager.person)


LENIENT = Board(meetings=(replace(PANEL, should=(Demand.NEXT_MEETING,)),))


@pytest.mark.parametrize("board", [LENIENT])
def test_a_demand_that_is_a_should_is_passed_by_a_manager_with_a_reason(
    meetings: Stage, held: str, manager: Actor, board: Board
) -> None:
    lacking = plan(next_meeting=None)
    assert list(errors_of(meetings.post(manager, f"{held}/plan", lacking))) == ["next_meeting"]
    assert meetings.post(manager, f"{held}/plan", {**lacking, "override_reason": "It can't wait."}).status_code == 201
    assert meetings.get(manager, held).json["plan"]["overridden"] == ["next-meeting"]


@pytest.mark.parametrize("board", [Board(gates=(replace(GATE, on=Command.SHARE_PLAN),))])
def test_what_was_overridden_to_share_a_plan_is_shown_with_the_reason(
    meetings: Stage, held: str, adopted: str, manager: Actor, board: Board
) -> None:
    assert meetings.post(manager, f"{adopted}/sharing", {"override_reason": "It can't wait."}).status_code == 200
    (shown,) = meetings.get(manager, held).json["plan"]["shared"]
    assert (shown["overridden"], shown["override_reason"]) == (["MIL-7.gate"], "It can't wait.")
    assert shown["shared_by"] == str(manager.person)


@pytest.mark.parametrize("board", [LENIENT])
def test_no_reason_passes_a_demand_that_is_a_must_nor_what_is_wrong(
    meetings: Stage, held: str, manager: Actor, board: Board
) -> None:
    reasoned = {"override_reason": "It can't wait."}
    for wrong in ({"sections": {"risks": "", "aims": "Synthetic."}}, {"next_meeting": "2001-01-01"}):
        assert meetings.post(manager, f"{held}/plan", plan(**wrong, **reasoned)).status_code == 422


def test_who_neither_chairs_nor_may_adopt_plans_adopts_none(meetings: Stage, held: str, worker: Actor) -> None:
    assert meetings.post(worker, f"{held}/plan", plan()).json["type"] == "urn:commonward:problem:not-yours"


def test_a_plan_is_shared_by_default_with_those_whom_the_procedure_names(
    meetings: Stage, case: UUID, adopted: str, worker: Actor
) -> None:
    assert meetings.post(worker, f"{adopted}/sharing", {}).status_code == 200
    (shared,) = meetings.published(case, events.PlanShared)
    assert (shared.recipients, shared.because) == (("coordinator",), PANEL.plan_because)


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, shared_with=()),))])
def test_where_the_procedure_names_nobody_the_sharer_must(
    meetings: Stage, case: UUID, adopted: str, worker: Actor, board: Board
) -> None:
    answer = meetings.post(worker, f"{adopted}/sharing", {})
    assert "the procedure names nobody" in errors_of(answer)["recipients"]["message"]
    assert meetings.post(worker, f"{adopted}/sharing", {"recipients": ["police"]}).status_code == 200
    assert meetings.published(case, events.PlanShared)[0].recipients == ("police",)


@pytest.mark.parametrize(
    "board", [Board(meetings=(replace(PANEL, shared_with=("coordinator", "allocated-social-worker")),))]
)
def test_a_plan_is_not_shared_with_the_worker_of_a_case_that_is_allocated_to_nobody(
    meetings: Stage, case: UUID, held: str, adopted: str, worker: Actor, board: Board
) -> None:
    answer = meetings.post(worker, f"{adopted}/sharing", {})
    assert "nobody is allocated yet" in errors_of(answer)["recipients"]["message"]
    assert meetings.get(worker, held).json["unreached"] == ["allocated-social-worker"]
    assert meetings.post(worker, f"{adopted}/sharing", {"recipients": ["coordinator"]}).status_code == 200
    meetings.tell(case, example(events.CaseAllocated, worker=worker.person))
    assert meetings.get(worker, held).json["unreached"] == []
    assert meetings.post(worker, f"{adopted}/sharing", {"recipients": ["allocated-social-worker"]}).status_code == 200


def test_a_plan_is_not_shared_with_strangers(meetings: Stage, case: UUID, adopted: str, worker: Actor) -> None:
    answer = meetings.post(worker, f"{adopted}/sharing", {"recipients": ["newspaper"]})
    assert "newspaper" in errors_of(answer)["recipients"]["message"]
    assert meetings.published(case, events.PlanShared) == []
