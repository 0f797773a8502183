"""Convening: who may, who chairs, who is invited by a decision, and with what it is held together."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward.procedure import Command, Force, Role, events, gate
from tests.services.boards import PANEL, ROLES, Board
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import convening, decision, holding, plan
from tests.services.stage import Stage, errors_of

FAMILY = replace(PANEL, invite_decided_for=("child", "parent"))
JOINT = replace(PANEL, joint_chairs=("coordinator",))
GATE = gate(
    "MIL-7.gate",
    on=Command.CONVENE_MEETING,
    at="panel",
    force=Force.SHOULD,
    unless=lambda facts: facts.worker is not None,
    missing="A worker is allocated",
    supplied_by="team-manager",
)


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, convened_by=("coordinator", "social-worker")),))])
@pytest.mark.parametrize("role", ["coordinator", "social-worker"])
def test_each_of_several_conveners_may_convene(
    meetings: Stage, required: str, actor: ActorOf, role: str, board: Board
) -> None:
    assert meetings.post(actor(role), f"{required}/convening", convening()).status_code == 200


@pytest.mark.parametrize("board", [Board(roles=(*ROLES, Role("figures", "Board analyst", "analyst")))])
def test_a_role_that_sees_no_case_chairs_none(meetings: Stage, required: str, worker: Actor, board: Board) -> None:
    wanted = convening(chair_role="figures", chair_reason="The manager is away.")
    refused = errors_of(meetings.post(worker, f"{required}/convening", wanted))["chair_role"]
    assert refused["allowed"] == [role.code for role in ROLES]


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, substitutes=("coordinator",)),))])
def test_only_a_declared_substitute_chairs_instead_and_with_a_reason(
    meetings: Stage, required: str, worker: Actor, board: Board
) -> None:
    head = convening(chair_role="head-of-service", chair_reason="The manager is away.")
    refused = errors_of(meetings.post(worker, f"{required}/convening", head))["chair_role"]
    assert refused["allowed"] == ["team-manager", "coordinator"]
    silent = meetings.post(worker, f"{required}/convening", convening(chair_role="coordinator"))
    assert list(errors_of(silent)) == ["chair_reason"]
    substitute = convening(chair_role="coordinator", chair_reason="The manager is away.")
    assert meetings.post(worker, f"{required}/convening", substitute).status_code == 200
    assert meetings.get(worker, required).json["chair_reason"] == "The manager is away."


@pytest.mark.parametrize("board", [Board(meetings=(JOINT,))])
def test_a_joint_chair_adopts_the_plan_as_the_chair_does(
    meetings: Stage, case: UUID, convened: str, worker: Actor, actor: ActorOf, board: Board
) -> None:
    meetings.post(worker, f"{convened}/holding", holding())
    assert meetings.get(worker, convened).json["joint_chairs"] == ["coordinator"]
    assert meetings.post(actor("coordinator"), f"{convened}/plan", plan()).status_code == 201


@pytest.mark.parametrize("board", [Board(meetings=(FAMILY,))])
def test_whether_child_and_parent_are_invited_is_decided_for_each_with_a_reason(
    meetings: Stage, case: UUID, required: str, worker: Actor, board: Board
) -> None:
    one = convening(invitations=[decision("child")])
    assert list(errors_of(meetings.post(worker, f"{required}/convening", one))) == ["invitations.parent"]
    mute = convening(invitations=[decision("child"), decision("parent", reason=" ")])
    assert list(errors_of(meetings.post(worker, f"{required}/convening", mute))) == ["invitations.1.reason"]
    both = convening(invitations=[decision("child"), decision("parent", invited=False, reason="A suspect.")])
    assert meetings.post(worker, f"{required}/convening", both).status_code == 200
    decided = [(made.whom, made.invited) for made in meetings.published(case, events.InvitationDecided)]
    assert decided == [("child", True), ("parent", False)]
    assert meetings.published(case, events.MeetingConvened)[0].invited == ("police", "health", "child")
    assert [made["reason"] for made in meetings.get(worker, required).json["invitations"]] == [
        "It helps them.",
        "A suspect.",
    ]


@pytest.mark.parametrize("board", [Board(meetings=(FAMILY,))])
def test_an_invitation_that_was_decided_holds_when_the_meeting_is_moved(
    meetings: Stage, case: UUID, required: str, worker: Actor, board: Board
) -> None:
    first = convening(invitations=[decision("child"), decision("parent")])
    assert meetings.post(worker, f"{required}/convening", first).status_code == 200
    moved = convening(invitations=[decision("parent", invited=False)])
    assert meetings.post(worker, f"{required}/convening", moved).status_code == 200
    assert meetings.published(case, events.MeetingConvened)[-1].invited == ("police", "health", "child")


@pytest.mark.parametrize("board", [Board(meetings=(FAMILY,))])
def test_nobody_is_invited_as_an_agency_whom_a_decision_left_out(
    meetings: Stage, case: UUID, required: str, worker: Actor, board: Board
) -> None:
    decided = [decision("child", invited=False), decision("parent", invited=False)]
    body = convening(invited=["police", "child"], invitations=decided)
    assert meetings.post(worker, f"{required}/convening", body).status_code == 200
    assert meetings.published(case, events.MeetingConvened)[0].invited == ("police",)


@pytest.mark.parametrize("board", [Board(meetings=(FAMILY,))])
def test_a_decision_about_a_stranger_or_twice_about_one_is_refused(
    meetings: Stage, required: str, worker: Actor, board: Board
) -> None:
    decided = [decision("child"), decision("parent"), decision("child"), decision("neighbour")]
    errors = errors_of(meetings.post(worker, f"{required}/convening", convening(invitations=decided)))
    assert errors["invitations.2.whom"]["message"] == "is decided twice"
    assert errors["invitations.3.whom"]["allowed"] == ["child", "parent"]


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, may_align_with=("core-group",)),))])
def test_a_meeting_held_together_with_a_statutory_one_says_with_which(
    meetings: Stage, case: UUID, required: str, worker: Actor, board: Board
) -> None:
    wrong = errors_of(meetings.post(worker, f"{required}/convening", convening(aligned_with="tea-party")))
    assert wrong["aligned_with"]["allowed"] == ["core-group"]
    assert meetings.post(worker, f"{required}/convening", convening(aligned_with="core-group")).status_code == 200
    assert meetings.published(case, events.MeetingAligned)[0].host == "core-group"
    assert meetings.get(worker, required).json["meeting"]["aligned_with"] == "core-group"


@pytest.mark.parametrize("board", [Board(gates=(GATE,))])
def test_a_should_gate_before_convening_waits_for_a_managers_reason(
    meetings: Stage, required: str, worker: Actor, manager: Actor, board: Board
) -> None:
    assert list(errors_of(meetings.post(worker, f"{required}/convening", convening()))) == ["MIL-7.gate"]
    reasoned = convening(override_reason="It can't wait.")
    assert meetings.post(worker, f"{required}/convening", reasoned).status_code == 403
    assert meetings.post(manager, f"{required}/convening", reasoned).status_code == 200
    shown = meetings.get(worker, required).json
    assert (shown["overridden"], shown["override_reason"]) == (["MIL-7.gate"], "It can't wait.")
    assert shown["overridden_by"] == [str(manager.person)]


def test_no_meeting_is_convened_for_a_year_that_was_mistyped(meetings: Stage, required: str, worker: Actor) -> None:
    mistyped = convening(planned_for="2126-12-01T09:30:00+00:00")
    errors = errors_of(meetings.post(worker, f"{required}/convening", mistyped))
    assert errors["planned_for"]["message"] == "is more than 2 years ahead"
    assert meetings.get(worker, required).json["meeting"]["state"] == "required"
