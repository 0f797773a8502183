"""Whatever people do, in whatever order: no plan and no level without a quorum."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonward.identity import Actor
from commonward.procedure import events
from tests.services.boards import PANEL, Board
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import action, called_for, convening, holding, plan, ruling
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

KIND = replace(PANEL, quorum_roles=("coordinator",), decides=("level",), substitutes=("head-of-service",))
ROLES = ("social-worker", "team-manager", "head-of-service", "coordinator")
AGENCIES = st.lists(st.sampled_from(("police", "health", "child")), min_size=1, max_size=3, unique=True)
Command = tuple[str, dict[str, Any]]
FORGED = {"quorate": True, "missing_agencies": [], "quorum": [], "may_adopt_inquorate": True}


def record(agencies: list[str], officer: bool) -> dict[str, Any]:
    """A body that records who was there."""
    body = holding(*agencies)
    if officer:
        body["attendance"][0]["role"] = "coordinator"
    return body


convene = st.builds(
    lambda role: ("convening", convening(chair_role=role, chair_reason="It must be.")),
    st.sampled_from((None, None, *ROLES)),
)
hold = st.builds(lambda agencies, officer: ("holding", record(agencies, officer)), AGENCIES, st.booleans())
adopt = st.builds(
    lambda lacking: ("plan", plan(actions=[{name: v for name, v in action().items() if name not in lacking}])),
    st.sets(st.sampled_from(("owner", "due")), max_size=1),
)
decide = st.just(("decisions", ruling()))
call = st.just(("call", {"kind": "panel"}))
forged = st.builds(
    lambda command, name: (command[0], {**command[1], name: FORGED[name], "override_reason": "It can't wait."}),
    st.one_of(hold, adopt, decide),
    st.sampled_from(sorted(FORGED)),
)
overriding = st.builds(
    lambda command: (command[0], {**command[1], "override_reason": "It can't wait."}), st.one_of(hold, adopt, decide)
)
anything = st.tuples(
    st.sampled_from(ROLES),
    st.integers(0, 2),
    st.one_of(convene, hold, adopt, decide, call, forged, overriding),
)
by_manager = st.tuples(st.just("team-manager"), st.just(0), st.one_of(adopt, decide))
# Most of what people do at random is refused at once. So each round holds a meeting, tries what a meeting may do, and
# lets anybody try anything besides.
ROUNDS = st.lists(
    st.tuples(
        st.tuples(st.just("team-manager"), st.just(0), convene),
        st.lists(anything, max_size=2),
        st.tuples(st.just("team-manager"), st.just(0), hold),
        st.lists(by_manager, min_size=1, max_size=2),
        st.lists(anything, max_size=3),
    ),
    min_size=1,
    max_size=2,
)


def steps_of(rounds: list[Any]) -> list[tuple[str, int, Command]]:
    """The rounds' steps in their order."""
    return [step for first, before, then, tried, after in rounds for step in (first, *before, then, *tried, *after)]


def play(meetings: Stage, case: UUID, who: Actor, number: int, command: Command) -> UUID | None:
    """Try a command on one of the case's meetings, counted from the newest that it fits.

    Returns the meeting if this held it with everybody whom the quorum wants.
    """
    verb, body = command
    known = meetings.published(case, events.MeetingRequired)
    held = {meeting.meeting for meeting in meetings.published(case, events.MeetingHeld)}
    wants_held = verb in ("plan", "decisions")
    fitting = [meeting for meeting in known if (meeting.meeting in held) == wants_held] or known
    meeting: UUID = fitting[-1 - number % len(fitting)].meeting
    path = f"/v1/cases/{case}/meetings" if verb == "call" else f"/v1/meetings/{meeting}/{verb}"
    answer = meetings.post(who, path, body)
    assert answer.status_code in (200, 201, 403, 409, 422), answer.json
    return meeting if verb == "holding" and answer.status_code == 200 and there(body) else None


def there(body: dict[str, Any]) -> bool:
    """Whether everybody whom the quorum wants is in the record that was sent."""
    agencies, roles = ({line.get(part) for line in body["attendance"]} for part in ("agency", "role"))
    return {"police", "health"} <= agencies and "coordinator" in roles


@pytest.mark.parametrize("board", [Board(meetings=(KIND,))])
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=ROUNDS)
def test_no_sequence_of_commands_lets_an_inquorate_meeting_adopt_or_decide(
    meetings: Stage, actor: ActorOf, board: Board, rounds: list[Any]
) -> None:
    case = meetings.open_case()
    meetings.tell(case, called_for("panel"))
    held_by = {play(meetings, case, actor(role), number, command) for role, number, command in steps_of(rounds)}
    assert {meeting.meeting for meeting in meetings.published(case, events.MeetingHeld) if meeting.quorate} <= held_by
    assert {adopted.meeting for adopted in meetings.published(case, events.PlanAdopted)} <= held_by
    assert {decided.meeting for decided in meetings.published(case, events.MeetingDecidedLevel)} <= held_by
    promised = sum(adopted.actions for adopted in meetings.published(case, events.PlanAdopted))
    assert len(meetings.published(case, events.ActionAgreed)) == promised
