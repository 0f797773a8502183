"""What a meeting has agreed for a day: each action, and when the meeting is held again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from commonward.contracts import Event, events
from commonward.procedure import Obligation, Procedure, State
from tests.core.procedure.builders import example, happened, obligations
from tests.core.procedure.timed import at

FIRST, SECOND = UUID(int=81), UUID(int=82)
ACTION, NEXT = "NAT-3.action", "NAT-3.next-meeting"


def agreed(action: UUID, due: str) -> Event:
    return example(events.ActionAgreed, action=action, due=due)


def completed(action: UUID, on: str) -> Event:
    return example(events.ActionCompleted, action=action, completed_on=on)


def held(meeting: UUID, on: str, kind: str = "strategy-discussion", *, quorate: bool = True) -> Event:
    return example(events.MeetingHeld, meeting=meeting, kind=kind, quorate=quorate, held_at=f"{on}T10:00:00Z")


def adopted(meeting: UUID, next_meeting: str | None, **said: Any) -> Event:
    return example(events.PlanAdopted, meeting=meeting, next_meeting=next_meeting, **said)


def left(procedure: Procedure, clock: str, *history: Event) -> list[Obligation]:
    heard = [happened(event, number) for number, event in enumerate(history)]
    return [each for each in obligations(procedure, heard) if each.clock == clock]


@pytest.mark.rule("NAT-3.action")
def test_each_action_is_owed_by_the_end_of_its_own_day(silent: Procedure) -> None:
    history = (agreed(FIRST, "2026-03-16"), agreed(SECOND, "2026-03-30"), completed(FIRST, "2026-03-12"))
    done, open_still = left(silent, ACTION, *history)
    assert (done.state, done.due) == (State.MET, at("2026-03-17 00:00"))
    # Summer time begins on Sunday 29 March.
    assert (open_still.state, open_still.due) == (State.OPEN, at("2026-03-31 00:00"))


@pytest.mark.rule("NAT-3.action")
def test_an_action_that_nobody_saw_to_is_the_managers_business(board: Procedure) -> None:
    passed = example(events.TimeReached, reached="2026-03-17T00:00:00Z")
    [missed] = left(board, ACTION, agreed(FIRST, "2026-03-16"), passed)
    assert missed.state is State.BREACHED
    declared = board.clock(ACTION)
    assert declared is not None
    assert (declared.by, declared.on_breach.role) == ("allocated-social-worker", "team-manager")


@pytest.mark.rule("NAT-3.next-meeting")
def test_the_next_meeting_is_owed_by_the_day_that_was_agreed(silent: Procedure) -> None:
    [owed] = left(silent, NEXT, held(FIRST, "2026-03-02"), adopted(FIRST, "2026-03-16"))
    assert (owed.state, owed.due) == (State.OPEN, at("2026-03-17 00:00"))
    assert left(silent, NEXT, held(FIRST, "2026-03-02"), adopted(FIRST, None)) == []


@pytest.mark.rule("NAT-3.next-meeting")
@pytest.mark.parametrize(
    ("then", "state"),
    [
        (held(SECOND, "2026-03-16"), State.MET),
        (held(SECOND, "2026-03-16", quorate=False), State.OPEN),
        (held(SECOND, "2026-03-16", "conference"), State.OPEN),
        (example(events.CaseClosed), State.SUPERSEDED),
    ],
    ids=["of its kind", "inquorate", "of another kind", "closed"],
)
def test_only_a_quorate_meeting_of_its_kind_is_the_next_one(silent: Procedure, then: Event, state: State) -> None:
    [owed] = left(silent, NEXT, held(FIRST, "2026-03-02"), adopted(FIRST, "2026-03-16"), then)
    assert owed.state is state


@pytest.mark.rule("NAT-3.next-meeting")
def test_a_plan_that_is_adopted_anew_moves_the_day_and_owes_no_second_meeting(silent: Procedure) -> None:
    [owed] = left(silent, NEXT, held(FIRST, "2026-03-02"), adopted(FIRST, "2026-03-16"), adopted(FIRST, "2026-03-23"))
    assert (owed.first_due, owed.due) == (at("2026-03-17 00:00"), at("2026-03-24 00:00"))


@pytest.mark.rule("NAT-3.next-meeting")
def test_two_series_of_meetings_each_have_their_day(silent: Procedure) -> None:
    history = (held(FIRST, "2026-03-02"), adopted(FIRST, "2026-03-16"), held(SECOND, "2026-03-03", "conference"))
    both = left(silent, NEXT, *history, adopted(SECOND, "2026-03-20"))
    assert [each.due for each in both] == [at("2026-03-17 00:00"), at("2026-03-21 00:00")]


@pytest.mark.rule("NAT-3.next-meeting")
def test_a_plan_that_is_adopted_after_the_next_meeting_asks_for_no_other(silent: Procedure) -> None:
    late = (held(FIRST, "2026-03-02"), held(SECOND, "2026-03-16"), adopted(FIRST, "2026-03-16"))
    assert left(silent, NEXT, *late) == []
