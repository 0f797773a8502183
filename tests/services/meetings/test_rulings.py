"""What a board gives to the meeting itself: the level, and whether the case may close."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Command, Floor, Force, events, gate
from tests.core.procedure.builders import example
from tests.services.boards import CLOSING, PANEL, TOOL, Board
from tests.services.meetings.bodies import holding, ruling
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

DECIDES = Board(meetings=(replace(PANEL, decides=("level", "closing")),), decisions=(CLOSING,))
GATE = gate(
    "MIL-7.gate",
    on=Command.DECIDE_LEVEL,
    at="low",
    force=Force.MUST,
    unless=lambda facts: False,
    missing="An assessment",
    supplied_by="social-worker",
)
decides = pytest.mark.parametrize("board", [DECIDES])


@decides
def test_the_chair_records_the_level_that_the_meeting_decided(
    meetings: Stage, case: UUID, held: str, worker: Actor, manager: Actor, board: Board
) -> None:
    assert meetings.post(manager, f"{held}/decisions", ruling()).status_code == 201
    (made,) = meetings.published(case, events.MeetingDecidedLevel)
    assert (made.level, made.decided_by, made.because) == ("high", manager.person, PANEL.because)
    assert meetings.get(worker, held).json["rulings"][0]["reason"] == "The meeting agreed."


@decides
def test_the_meeting_decides_that_the_case_may_close(
    meetings: Stage, case: UUID, held: str, manager: Actor, board: Board
) -> None:
    body = ruling(about="closing", choice="safeguarded")
    assert meetings.post(manager, f"{held}/decisions", body).status_code == 201
    assert meetings.published(case, events.MeetingDecidedClosing)[0].reason == "safeguarded"
    with meetings.acting(manager) as work:
        assert work.facts(case).meeting_decisions["closing"].choice == "safeguarded"


@decides
def test_an_inquorate_meeting_decides_nothing(
    meetings: Stage, case: UUID, convened: str, worker: Actor, manager: Actor, board: Board
) -> None:
    meetings.post(worker, f"{convened}/holding", holding("police"))
    answer = meetings.post(manager, f"{convened}/decisions", ruling())
    assert (answer.status_code, list(errors_of(answer))) == (409, ["quorum"])
    assert meetings.published(case, events.MeetingDecidedLevel) == []


@decides
def test_a_meeting_that_was_not_held_decides_nothing(
    meetings: Stage, convened: str, manager: Actor, board: Board
) -> None:
    assert meetings.post(manager, f"{convened}/decisions", ruling()).status_code == 409


@decides
def test_nobody_but_the_chair_records_it(meetings: Stage, held: str, worker: Actor, board: Board) -> None:
    answer = meetings.post(worker, f"{held}/decisions", ruling())
    assert answer.json["type"] == "urn:commonward:problem:not-yours"


@decides
def test_a_level_that_the_scale_does_not_have_is_refused(
    meetings: Stage, held: str, manager: Actor, board: Board
) -> None:
    answer = meetings.post(manager, f"{held}/decisions", ruling(choice="purple"))
    assert errors_of(answer)["choice"]["allowed"] == ["low", "high"]


@decides
def test_a_meeting_decides_a_thing_once(meetings: Stage, held: str, manager: Actor, board: Board) -> None:
    meetings.post(manager, f"{held}/decisions", ruling())
    again = meetings.post(manager, f"{held}/decisions", ruling(choice="low"))
    assert (again.status_code, list(errors_of(again))) == (409, ["about"])


def refused(meetings: Stage, case: UUID, level: str) -> events.LevelRefused:
    """What risk publishes of the level that the meeting decided last."""
    (*_, made) = meetings.published(case, events.MeetingDecidedLevel)
    below: dict[str, Any] = {"refusal": events.LevelRefusal.BELOW_FLOOR, "at_least": "high", "because": made.because}
    return events.LevelRefused(meeting=made.meeting, level=level, **below)


@decides
def test_a_meeting_whose_level_was_refused_decides_again_and_both_are_shown(
    meetings: Stage, case: UUID, held: str, manager: Actor, board: Board
) -> None:
    meetings.post(manager, f"{held}/decisions", ruling(choice="low"))
    meetings.tell(case, refused(meetings, case, "low"))
    assert meetings.post(manager, f"{held}/decisions", ruling(choice="high")).status_code == 201
    shown = meetings.get(manager, held).json["rulings"]
    assert [(each["choice"], each["refused"], each["at_least"]) for each in shown] == [
        ("low", "below-floor", "high"),
        ("high", None, None),
    ]
    assert meetings.post(manager, f"{held}/decisions", ruling(choice="high")).status_code == 409


@decides
def test_a_refusal_that_comes_again_leaves_the_later_ruling(
    meetings: Stage, case: UUID, held: str, manager: Actor, board: Board
) -> None:
    meetings.post(manager, f"{held}/decisions", ruling(choice="low"))
    late = refused(meetings, case, "low")
    meetings.tell(case, late)
    meetings.post(manager, f"{held}/decisions", ruling(choice="high"))
    meetings.tell(case, late)
    assert meetings.get(manager, held).json["rulings"][-1]["refused"] is None


BY_AGE = Floor(at_least="high", says="Under 13 is never low", under_age=13)
BY_ANSWER = Floor(at_least="high", says="Going missing is never low", item="missing", choices=("high",))


@pytest.mark.parametrize("board", [DECIDES.but(tools=(TOOL.model_copy(update={"floors": (BY_AGE, BY_ANSWER)}),))])
@pytest.mark.parametrize(("age", "status"), [(12, 422), (13, 201), (None, 201)])
def test_a_level_below_a_floor_by_age_is_refused_before_it_is_recorded(
    meetings: Stage, case: UUID, held: str, manager: Actor, board: Board, age: int | None, status: int
) -> None:
    about = {"age_at_event": age, "age_at_referral": age}
    meetings.tell(case, example(events.ConcernRaised, **about), example(events.AssessmentCompleted, tool=TOOL.code))
    answer = meetings.post(manager, f"{held}/decisions", ruling(choice="low"))
    assert answer.status_code == status
    if status == 422:
        assert errors_of(answer)["choice"] == {
            "field": "choice",
            "message": "is below what this board allows: Under 13 is never low",
            "allowed": ["high"],
        }


def test_a_kind_that_is_not_given_the_level_does_not_decide_it(meetings: Stage, held: str, manager: Actor) -> None:
    answer = meetings.post(manager, f"{held}/decisions", ruling())
    assert errors_of(answer)["about"]["message"] == "is not decided by Panel"


@pytest.mark.parametrize("board", [DECIDES.but(decisions=(CLOSING,))])
def test_the_reasons_to_close_are_the_boards_where_it_limits_them(
    meetings: Stage, held: str, manager: Actor, board: Board
) -> None:
    answer = meetings.post(manager, f"{held}/decisions", ruling(about="closing", choice="bored"))
    assert errors_of(answer)["choice"]["allowed"] == ["safeguarded", "moved"]


@pytest.mark.parametrize("board", [DECIDES.but(gates=(GATE,))])
def test_the_gates_before_a_level_stand_before_the_meetings_too(
    meetings: Stage, held: str, manager: Actor, board: Board
) -> None:
    blocked = meetings.post(manager, f"{held}/decisions", ruling(choice="low", override_reason="It can't wait."))
    assert list(errors_of(blocked)) == ["MIL-7.gate"]
    assert meetings.post(manager, f"{held}/decisions", ruling()).status_code == 201
