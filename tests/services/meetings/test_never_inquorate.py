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

KIND = replace(PANEL, quorum_roles=("coordinator",), decides=("level",), substitutes=("head-of-service",))
ROLES = ("social-worker", "team-manager", "head-of-service", "coordinator")
AGENCIES = st.lists(st.sampled_from(("police", "health", "child")), max_size=3, unique=True)
Command = tuple[str, dict[str, Any]]
FORGED = {"quorate": True, "missing_agencies": [], "quorum": [], "may_adopt_inquorate": True}


def held(agencies: list[str], officer: bool) -> dict[str, Any]:
    """A body that records who was there, perhaps nobody."""
    body = holding(*agencies)
    if not agencies:
        body["attendance"] = []
    if officer and body["attendance"]:
        body["attendance"][0]["role"] = "coordinator"
    return body


convene = st.builds(
    lambda role: ("convening", convening(chair_role=role, chair_reason="It must be.")), st.sampled_from((None, *ROLES))
)
hold = st.builds(lambda agencies, officer: ("holding", held(agencies, officer)), AGENCIES, st.booleans())
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
step = st.tuples(
    st.sampled_from(ROLES),
    st.integers(0, 3),
    st.one_of(convene, hold, adopt, decide, call, forged, overriding),
)
BEGUN = st.tuples(st.just("team-manager"), st.just(0), convene)
COMMANDS = st.tuples(BEGUN, st.lists(step, min_size=3, max_size=12)).map(lambda parts: [parts[0], *parts[1]])


def play(meetings: Stage, case: UUID, who: Actor, number: int, command: Command) -> UUID | None:
    """Try a command of one of the case's meetings. Returns the meeting that it was held by, if it was, quorate."""
    verb, body = command
    known = meetings.published(case, events.MeetingRequired)
    meeting: UUID = known[number % len(known)].meeting
    path = f"/v1/cases/{case}/meetings" if verb == "call" else f"/v1/meetings/{meeting}/{verb}"
    answer = meetings.post(who, path, body)
    assert answer.status_code in (200, 201, 403, 409, 422), answer.json
    return meeting if verb == "holding" and answer.status_code == 200 and there(body) else None


def there(body: dict[str, Any]) -> bool:
    """Whether everybody whom the quorum wants is in the record that was sent."""
    agencies, roles = ({line.get(part) for line in body["attendance"]} for part in ("agency", "role"))
    return {"police", "health"} <= agencies and "coordinator" in roles


@pytest.mark.parametrize("board", [Board(meetings=(KIND,))])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=COMMANDS)
def test_no_sequence_of_commands_lets_an_inquorate_meeting_adopt_or_decide(
    meetings: Stage, actor: ActorOf, board: Board, steps: list[tuple[str, int, Command]]
) -> None:
    case = meetings.open_case()
    meetings.tell(case, called_for("panel"))
    held_by = {play(meetings, case, actor(role), number, command) for role, number, command in steps}
    assert {meeting.meeting for meeting in meetings.published(case, events.MeetingHeld) if meeting.quorate} <= held_by
    assert {adopted.meeting for adopted in meetings.published(case, events.PlanAdopted)} <= held_by
    assert {decided.meeting for decided in meetings.published(case, events.MeetingDecidedLevel)} <= held_by
    promised = sum(adopted.actions for adopted in meetings.published(case, events.PlanAdopted))
    assert len(meetings.published(case, events.ActionAgreed)) == promised
