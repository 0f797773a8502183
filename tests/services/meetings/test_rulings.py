"""What a board gives to the meeting itself: the level, and whether the case may close."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Command, DecisionPoint, Force, events, gate
from tests.services.boards import PANEL, Board
from tests.services.meetings.bodies import holding, ruling
from tests.services.stage import Stage, errors_of

DECIDES = Board(meetings=(replace(PANEL, decides=("level", "closing")),))
CLOSING = DecisionPoint("closing", "Closing", decided_by=("team-manager",), options=("safeguarded", "moved"))
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
