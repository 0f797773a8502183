"""Holding a meeting: attendance, views and quorum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.procedure import Command, Force, Gate, events, gate
from tests.core.procedure.builders import example
from tests.services.boards import PANEL, Board
from tests.services.meetings.bodies import convening, holding
from tests.services.meetings.conftest import path_of_last
from tests.services.stage import Stage, errors_of


def _gate(force: Force) -> Gate:
    return gate(
        "MIL-7.gate",
        on=Command.HOLD_MEETING,
        force=force,
        unless=lambda facts: False,
        missing="The reports are in",
        supplied_by="social-worker",
    )


def test_a_meeting_with_its_quorum_is_quorate(meetings: Stage, case: UUID, held: str) -> None:
    (meeting,) = meetings.published(case, events.MeetingHeld)
    assert (meeting.quorate, meeting.missing_agencies, meeting.present) == (True, (), ("police", "health"))


def test_an_inquorate_meeting_names_who_was_missing_and_calls_for_another(
    meetings: Stage, case: UUID, convened: str, worker: Actor
) -> None:
    answer = meetings.post(worker, f"{convened}/holding", holding("police"))
    assert answer.json["missing_agencies"] == ["health"]
    assert not meetings.published(case, events.MeetingHeld)[0].quorate
    assert path_of_last(meetings, case) != convened


def test_a_quorate_meeting_calls_for_no_other(meetings: Stage, case: UUID, held: str) -> None:
    assert path_of_last(meetings, case) == held


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, quorum=()),))])
def test_a_kind_without_a_quorum_is_always_quorate(
    meetings: Stage, case: UUID, convened: str, worker: Actor, board: Board
) -> None:
    meetings.post(worker, f"{convened}/holding", holding("police"))
    assert meetings.published(case, events.MeetingHeld)[0].quorate


def test_a_child_who_did_not_attend_gave_views_or_there_is_a_reason(
    meetings: Stage, convened: str, worker: Actor
) -> None:
    answer = meetings.post(worker, f"{convened}/holding", holding(views=[]))
    assert "did not attend" in errors_of(answer)["views.child"]["message"]
    reason = [{"of": "child", "reason": "The child did not want to."}]
    assert meetings.post(worker, f"{convened}/holding", holding(views=reason)).status_code == 200


def test_a_view_that_says_nothing_is_no_view(meetings: Stage, convened: str, worker: Actor) -> None:
    answer = meetings.post(worker, f"{convened}/holding", holding(views=[{"of": "child"}]))
    assert "views.child" in errors_of(answer)


def test_a_child_who_was_there_has_spoken_for_themselves(meetings: Stage, convened: str, worker: Actor) -> None:
    body = holding("police", "health", "child", views=[])
    assert meetings.post(worker, f"{convened}/holding", body).status_code == 200


def test_views_of_somebody_whom_the_procedure_does_not_ask_are_refused(
    meetings: Stage, convened: str, worker: Actor
) -> None:
    views = [{"of": "child", "given": "Yes."}, {"of": "neighbour", "given": "No."}]
    answer = meetings.post(worker, f"{convened}/holding", holding(views=views))
    assert errors_of(answer)["views.neighbour"]["allowed"] == ["child"]


def test_a_meeting_was_not_held_in_the_future(meetings: Stage, convened: str, worker: Actor) -> None:
    later = (utcnow() + timedelta(hours=1)).isoformat()
    answer = meetings.post(worker, f"{convened}/holding", holding(held_at=later))
    assert errors_of(answer)["held_at"]["message"] == "is in the future"


def test_a_meeting_was_not_held_before_it_was_required(meetings: Stage, convened: str, worker: Actor) -> None:
    earlier = (utcnow() - timedelta(hours=1)).isoformat()
    error = errors_of(meetings.post(worker, f"{convened}/holding", holding(held_at=earlier)))["held_at"]
    assert error["message"] == "is before the meeting was required"
    assert error["allowed"]


def test_who_attended_is_of_an_agency_that_is_known(meetings: Stage, convened: str, worker: Actor) -> None:
    answer = meetings.post(worker, f"{convened}/holding", holding("police", "heatlh"))
    assert errors_of(answer)["attendance.1.agency"]["allowed"] == ["police", "health", "child"]


def test_an_agency_that_was_invited_besides_may_attend(meetings: Stage, required: str, worker: Actor) -> None:
    meetings.post(worker, f"{required}/convening", convening(invited=["police", "school"]))
    answer = meetings.post(worker, f"{required}/holding", holding("police", "health", "school"))
    assert answer.status_code == 200


def test_who_attended_says_what_they_contributed(meetings: Stage, convened: str, worker: Actor) -> None:
    silent = [{"agency": "police", "person": "Synthetic", "contribution": " "}]
    answer = meetings.post(worker, f"{convened}/holding", holding(attendance=silent))
    assert list(errors_of(answer)) == ["attendance.0.contribution"]


def test_a_meeting_that_nobody_attended_was_not_held(meetings: Stage, convened: str, worker: Actor) -> None:
    answer = meetings.post(worker, f"{convened}/holding", holding(attendance=[]))
    assert errors_of(answer)["attendance"]["message"] == "say who was there"


def test_a_meeting_without_a_time_and_a_chair_was_not_held(meetings: Stage, required: str, worker: Actor) -> None:
    answer = meetings.post(worker, f"{required}/holding", holding())
    assert (answer.status_code, list(errors_of(answer))) == (409, ["meeting"])


def test_a_meeting_is_held_once(meetings: Stage, held: str, worker: Actor) -> None:
    assert meetings.post(worker, f"{held}/holding", holding()).status_code == 409


@pytest.mark.parametrize("board", [Board(gates=(_gate(Force.SHOULD),))])
def test_a_should_gate_blocks_until_a_manager_gives_a_reason(
    meetings: Stage, convened: str, worker: Actor, manager: Actor, board: Board
) -> None:
    reasoned = holding(override_reason="It can't wait.")
    blocked = meetings.post(worker, f"{convened}/holding", holding())
    assert (blocked.status_code, list(errors_of(blocked))) == (409, ["MIL-7.gate"])
    assert meetings.post(worker, f"{convened}/holding", reasoned).status_code == 403
    assert meetings.post(manager, f"{convened}/holding", reasoned).status_code == 200
    shown = meetings.get(worker, convened).json
    assert (shown["overridden"], shown["override_reason"]) == (["MIL-7.gate"], "It can't wait.")
    assert shown["overridden_by"] == [str(manager.person)]


@pytest.mark.parametrize("board", [Board(gates=(_gate(Force.MUST),))])
def test_a_must_gate_blocks_a_manager_too(meetings: Stage, convened: str, manager: Actor, board: Board) -> None:
    answer = meetings.post(manager, f"{convened}/holding", holding(override_reason="It can't wait."))
    assert answer.status_code == 409


HEAD_WHEN_MISSING = replace(PANEL, chair_unless=(lambda event, facts: bool(facts.missing), "head-of-service"))


@pytest.mark.parametrize("board", [Board(meetings=(HEAD_WHEN_MISSING,))])
def test_who_chairs_may_have_changed_since_it_was_convened_and_a_manager_says_why_it_went_on(
    meetings: Stage, case: UUID, convened: str, worker: Actor, manager: Actor, board: Board
) -> None:
    meetings.tell(case, example(events.MissingReported))
    refused = meetings.post(worker, f"{convened}/holding", holding())
    assert refused.status_code == 409
    assert errors_of(refused)["MIL-5.meet"]["message"].startswith("Chaired by the Head of service")
    assert meetings.post(manager, f"{convened}/holding", holding(override_reason="It can't wait.")).status_code == 200


@pytest.mark.parametrize("board", [Board(meetings=(HEAD_WHEN_MISSING,))])
def test_convened_again_under_the_chair_whom_the_procedure_names_it_is_held(
    meetings: Stage, case: UUID, convened: str, worker: Actor, board: Board
) -> None:
    meetings.tell(case, example(events.MissingReported))
    meetings.post(worker, f"{convened}/convening", convening())
    assert meetings.post(worker, f"{convened}/holding", holding()).status_code == 200
