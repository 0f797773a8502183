"""Meetings are required by levels, called by people, and convened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.procedure import events
from tests.services.boards import PANEL, Board
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import called_for, convening, holding
from tests.services.stage import Stage, errors_of

STRATEGY = replace(PANEL, id="strategy", title="Strategy", because=("MIL-1.route",))
TWO_KINDS = pytest.mark.parametrize("board", [Board(meetings=(PANEL, STRATEGY))])
HEAD_CHAIRS = replace(PANEL, chair_unless=(lambda event, facts: facts.closed is False, "head-of-service"))


@TWO_KINDS
def test_each_kind_that_a_level_calls_for_is_required_because_of_its_own_rule(meetings: Stage, board: Board) -> None:
    case = meetings.open_case()
    meetings.tell(case, called_for("panel", "strategy"))
    wanted = [(meeting.kind, meeting.because) for meeting in meetings.published(case, events.MeetingRequired)]
    assert wanted == [("panel", ("MIL-5.meet",)), ("strategy", ("MIL-1.route",))]


def test_a_kind_that_is_still_to_be_held_is_not_required_again(meetings: Stage, case: UUID) -> None:
    meetings.tell(case, called_for("panel"))
    assert len(meetings.published(case, events.MeetingRequired)) == 1


def test_two_calls_in_one_batch_require_one_meeting(meetings: Stage) -> None:
    case = meetings.open_case()
    meetings.tell(case, called_for("panel"), called_for("panel"))
    assert len(meetings.published(case, events.MeetingRequired)) == 1


def test_after_a_meeting_was_held_a_level_may_call_for_the_next(meetings: Stage, case: UUID, held: str) -> None:
    meetings.tell(case, called_for("panel"))
    assert len(meetings.published(case, events.MeetingRequired)) == 2


def test_a_kind_that_the_edition_does_not_have_parks_the_event(meetings: Stage) -> None:
    meetings.tell(meetings.open_case(), called_for("unheard-of"))
    assert meetings.parked() == ["unknown-meeting"]


def test_who_convenes_a_kind_may_call_one_that_no_level_wants(meetings: Stage, worker: Actor) -> None:
    case = meetings.open_case()
    assert meetings.post(worker, f"/v1/cases/{case}/meetings", {"kind": "panel"}).status_code == 201
    assert meetings.published(case, events.MeetingRequired)[0].kind == "panel"


def test_nobody_calls_a_second_while_one_is_still_to_be_held(meetings: Stage, case: UUID, worker: Actor) -> None:
    answer = meetings.post(worker, f"/v1/cases/{case}/meetings", {"kind": "panel"})
    assert errors_of(answer)["kind"]["message"] == "is still to be held; convene that meeting"


def test_a_convened_meeting_has_by_default_the_procedures_chair_and_guests(
    meetings: Stage, case: UUID, convened: str
) -> None:
    (meeting,) = meetings.published(case, events.MeetingConvened)
    assert (meeting.chair_role, meeting.invited, meeting.because) == ("team-manager", PANEL.invited, PANEL.because)


def test_a_meeting_is_not_convened_for_the_past(meetings: Stage, required: str, worker: Actor) -> None:
    body = convening(planned_for=(utcnow() - timedelta(hours=1)).isoformat())
    answer = meetings.post(worker, f"{required}/convening", body)
    assert errors_of(answer)["planned_for"]["message"] == "is in the past"


def test_a_meeting_may_be_convened_for_this_very_minute(meetings: Stage, required: str, worker: Actor) -> None:
    body = convening(planned_for=utcnow().isoformat())
    assert meetings.post(worker, f"{required}/convening", body).status_code == 200


def test_another_chair_than_the_procedures_needs_a_reason(meetings: Stage, required: str, worker: Actor) -> None:
    body = convening(chair_role="head-of-service")
    answer = meetings.post(worker, f"{required}/convening", body)
    assert "the procedure names the team-manager" in errors_of(answer)["chair_reason"]["message"]
    body["chair_reason"] = "The team manager is on leave."
    assert meetings.post(worker, f"{required}/convening", body).status_code == 200


@pytest.mark.parametrize("board", [Board(meetings=(HEAD_CHAIRS,))])
def test_the_chair_follows_from_what_is_known_of_the_case(
    meetings: Stage, case: UUID, convened: str, board: Board
) -> None:
    assert meetings.published(case, events.MeetingConvened)[0].chair_role == "head-of-service"


def test_a_chair_of_no_role_of_the_board_is_refused(meetings: Stage, required: str, worker: Actor) -> None:
    answer = meetings.post(worker, f"{required}/convening", convening(chair_role="mayor"))
    assert "team-manager" in errors_of(answer)["chair_role"]["allowed"]


def test_a_meeting_may_be_moved_until_it_is_held(meetings: Stage, case: UUID, convened: str, worker: Actor) -> None:
    assert meetings.post(worker, f"{convened}/convening", convening()).status_code == 200
    assert meetings.post(worker, f"{convened}/holding", holding()).status_code == 200
    assert meetings.post(worker, f"{convened}/convening", convening()).status_code == 409
    assert len(meetings.published(case, events.MeetingConvened)) == 2


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, convened_by="coordinator"),))])
def test_only_the_role_that_convenes_and_who_manages_meetings_may_convene(
    meetings: Stage, required: str, actor: ActorOf, board: Board
) -> None:
    stranger = meetings.post(actor("social-worker"), f"{required}/convening", convening())
    assert stranger.json["type"] == "urn:commonward:problem:not-yours"
    assert meetings.post(actor("team-manager"), f"{required}/convening", convening()).status_code == 200


def test_a_stale_version_is_answered_and_changes_nothing(
    meetings: Stage, case: UUID, required: str, worker: Actor
) -> None:
    assert meetings.post(worker, f"{required}/convening", convening(version=0)).status_code == 409
    assert meetings.published(case, events.MeetingConvened) == []
