"""What a plan must say beside its sections: its aims, the child's other plan, how often the meetings are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Tri, events
from tests.core.procedure.builders import example
from tests.services.boards import PANEL, Board
from tests.services.meetings.bodies import called_for, plan, today
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

AIMS = Board(meetings=(replace(PANEL, plan_aims=("prevent", "protect")),))
REFERS = Board(meetings=(replace(PANEL, refers_to_other_plan=True),))
INTERVAL = Board(meetings=(replace(PANEL, agree_interval=True),))


@pytest.mark.parametrize("board", [AIMS])
def test_a_plan_follows_at_least_one_of_the_boards_aims(
    meetings: Stage, held: str, worker: Actor, manager: Actor, board: Board
) -> None:
    without = errors_of(meetings.post(manager, f"{held}/plan", plan()))
    assert without["aims"]["allowed"] == ["prevent", "protect"]
    wrong = errors_of(meetings.post(manager, f"{held}/plan", plan(aims=["protect", "win"])))
    assert list(wrong) == ["aims.1"]
    assert meetings.post(manager, f"{held}/plan", plan(aims=["protect"])).status_code == 201
    assert meetings.get(worker, held).json["plan"]["aims"] == ["protect"]


@pytest.mark.parametrize("board", [REFERS])
def test_a_plan_names_the_childs_other_plan_when_one_is_in_place(
    meetings: Stage, case: UUID, held: str, manager: Actor, board: Board
) -> None:
    known = example(events.ConcernRaised, plan_in_place="child-in-need", open_to_social_care=Tri.YES)
    meetings.tell(case, known)
    answer = meetings.post(manager, f"{held}/plan", plan())
    assert errors_of(answer)["other_plan"]["allowed"] == ["child-in-need"]
    assert meetings.post(manager, f"{held}/plan", plan(other_plan="child-in-need")).status_code == 201
    assert meetings.published(case, events.PlanLinked)[0].other_plan == "child-in-need"


@pytest.mark.parametrize("board", [REFERS])
def test_where_no_other_plan_is_known_none_is_named(
    meetings: Stage, case: UUID, held: str, manager: Actor, board: Board
) -> None:
    assert meetings.post(manager, f"{held}/plan", plan()).status_code == 201
    assert meetings.published(case, events.PlanLinked) == []


@pytest.mark.parametrize("board", [INTERVAL])
def test_how_often_the_later_meetings_are_is_agreed_in_weeks_or_months(
    meetings: Stage, held: str, worker: Actor, manager: Actor, board: Board
) -> None:
    assert list(errors_of(meetings.post(manager, f"{held}/plan", plan()))) == ["every"]
    for wrong, field in (
        ({"amount": 0, "unit": "weeks"}, "every.amount"),
        ({"amount": 4, "unit": "hours"}, "every.unit"),
    ):
        assert list(errors_of(meetings.post(manager, f"{held}/plan", plan(every=wrong)))) == [field]
    assert meetings.post(manager, f"{held}/plan", plan(every={"amount": 4, "unit": "weeks"})).status_code == 201
    assert meetings.get(worker, held).json["plan"]["every"] == {"amount": 4, "unit": "weeks"}


@pytest.mark.parametrize(
    ("every", "next_days", "warned"),
    [
        ({"amount": 1, "unit": "months"}, 21, []),
        ({"amount": 4, "unit": "weeks"}, 21, []),
        ({"amount": 5, "unit": "weeks"}, 21, ["every"]),
        ({"amount": 2, "unit": "months"}, 40, ["every", "next_meeting"]),
    ],
)
def test_meetings_further_apart_than_the_levels_reviews_are_pointed_out_and_not_refused(
    meetings: Stage, case: UUID, held: str, manager: Actor, every: dict[str, object], next_days: int, warned: list[str]
) -> None:
    meetings.tell(case, called_for().model_copy(update={"review_months": 1}))
    later = (today() + timedelta(days=next_days)).isoformat()
    answer = meetings.post(manager, f"{held}/plan", plan(every=every, next_meeting=later))
    assert answer.status_code == 201
    assert [warning["field"] for warning in answer.json["warnings"]] == warned
