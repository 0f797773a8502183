"""Meetings are called for by decisions and by any event that a board names; some by nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from commonward.identity import Actor
from commonward.procedure import DecisionPoint, Opens, events, only
from tests.core.procedure.builders import example
from tests.services.boards import PANEL, Board
from tests.services.stage import Stage, errors_of

POINT = DecisionPoint(
    "conference",
    "Is a conference needed?",
    decided_by=("team-manager",),
    options=("yes", "no"),
    opens=(Opens("yes", meetings=("panel",)),),
)
CALLED = replace(
    PANEL,
    called_on=(only(events.DecisionRecorded, lambda event, facts: event.option == "complex"),),
    by_people=False,
)


def decided(option: str) -> Any:
    return example(events.DecisionRecorded, decision="conference", option=option)


@pytest.mark.parametrize("board", [Board(decisions=(POINT,))])
def test_an_option_opens_its_meetings_and_another_option_none(meetings: Stage, board: Board) -> None:
    case = meetings.open_case()
    meetings.tell(case, decided("no"))
    assert meetings.published(case, events.MeetingRequired) == []
    meetings.tell(case, decided("yes"), decided("yes"))
    assert [meeting.kind for meeting in meetings.published(case, events.MeetingRequired)] == ["panel"]


@pytest.mark.parametrize("board", [Board(meetings=(CALLED,))])
def test_a_kind_is_required_when_its_condition_holds_after_an_event(meetings: Stage, board: Board) -> None:
    case = meetings.open_case()
    meetings.tell(case, decided("simple"))
    assert meetings.published(case, events.MeetingRequired) == []
    meetings.tell(case, decided("complex"), decided("complex"))
    assert len(meetings.published(case, events.MeetingRequired)) == 1


@pytest.mark.parametrize("board", [Board(meetings=(CALLED,))])
def test_a_closed_case_calls_for_no_meeting(meetings: Stage, board: Board) -> None:
    case = meetings.open_case()
    meetings.tell(case, example(events.CaseClosed), decided("complex"))
    assert meetings.published(case, events.MeetingRequired) == []


@pytest.mark.parametrize("board", [Board(meetings=(CALLED,))])
def test_what_only_a_condition_calls_for_people_do_not_call(meetings: Stage, worker: Actor, board: Board) -> None:
    answer = meetings.post(worker, f"/v1/cases/{meetings.open_case()}/meetings", {"kind": "panel"})
    assert errors_of(answer)["kind"]["message"] == "is called for by the procedure alone"


def test_a_meeting_of_no_kind_of_the_boards_is_not_called(meetings: Stage, worker: Actor) -> None:
    answer = meetings.post(worker, f"/v1/cases/{meetings.open_case()}/meetings", {"kind": "tea-party"})
    assert errors_of(answer)["kind"]["allowed"] == ["panel"]


def test_a_missing_episode_may_call_for_a_meeting(meetings: Stage, board: Board) -> None:
    case = meetings.open_case()
    meetings.tell(case, example(events.MissingAnswered, meetings=["panel"], because=[]))
    assert [meeting.kind for meeting in meetings.published(case, events.MeetingRequired)] == ["panel"]
