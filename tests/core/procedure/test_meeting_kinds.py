"""Kinds of meeting: what a declaration answers, and which are refused when a procedure is loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from commonward.clock import london
from commonward.contracts import events
from commonward.procedure import Facts, MeetingKind, UnusableProcedure, days, hours, only, working_days
from commonward.procedure.occurred import occurred
from tests.core.procedure.builders import board, example, folded, happened

REVIEW = MeetingKind("review", "Review", ("EXA-1.look",), convened_by="worker", chair="manager", invited=())


def test_one_convener_or_several_are_named() -> None:
    assert REVIEW.conveners == ("worker",)
    assert replace(REVIEW, convened_by=("worker", "manager")).conveners == ("worker", "manager")


def test_a_plan_is_shared_early_at_the_levels_that_are_named_and_else_in_general() -> None:
    kind = replace(REVIEW, share_within=working_days(5), share_early=(("high", hours(24)),))
    assert (kind.share_limit("high"), kind.share_limit("low")) == (hours(24), working_days(5))
    assert kind.share_limit(None) == working_days(5)
    assert REVIEW.share_limit("high") is None


def test_an_event_calls_for_a_kind_only_where_its_condition_holds() -> None:
    kind = replace(REVIEW, called_on=(only(events.LevelDecided, lambda event, facts: event.level == "high"),))
    assert kind.called_by(example(events.LevelDecided, level="high"), Facts())
    assert not kind.called_by(example(events.LevelDecided, level="low"), Facts())
    assert not kind.called_by(example(events.CaseClosed), Facts())
    assert not REVIEW.called_by(example(events.LevelDecided, level="high"), Facts())


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"decides": ("weather",)}, "decides weather, which is not there; known: closing, level"),
        ({"records_before": ("report",)}, "wants before it the record report, which is not there; known: none"),
        ({"share_within": days(5), "share_early": (("purple", days(1)),)}, "at the level purple, which is not there"),
        ({"share_early": (("high", days(1)),)}, "shares early at the level high, and has no share_within"),
        (
            {"share_within": working_days(1), "share_early": (("high", days(3)),)},
            "shares within 3 days at the level high; early is at most 1 working day",
        ),
        ({"wanted_actions": ("return",)}, "names the kind of action return, which is not there"),
        ({"action_owned_by": (("disruption", "police"),)}, "names the kind of action disruption"),
        ({"convened_by": ()}, "is convened by nobody; name a role"),
        ({"convened_by": ("worker", "nobody")}, "names the role nobody"),
        ({"joint_chairs": ("nobody",)}, "names the role nobody"),
        ({"substitutes": ("nobody",)}, "names the role nobody"),
        ({"quorum_roles": ("nobody",)}, "names the role nobody"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_kind_that_can_not_work_is_refused_with_its_place(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(UnusableProcedure) as refused:
        board(commonward_meeting_kinds=(replace(REVIEW, **changes),))
    assert "meeting review" in str(refused.value)
    assert fault in str(refused.value)


def test_no_declaration_lets_an_inquorate_meeting_adopt() -> None:
    with pytest.raises(TypeError):
        replace(REVIEW, may_adopt_inquorate=True)  # type: ignore[call-arg]  # there is no such field, on purpose


def test_the_facts_know_whether_the_last_meetings_minutes_are_signed_as_they_are() -> None:
    held = example(events.MeetingHeld, kind="review")
    written = example(events.MinutesWritten, kind="review", minutes_version=1)
    signed = example(events.MinutesSigned, kind="review", minutes_version=1)
    corrected = example(events.MinutesWritten, kind="review", minutes_version=2)
    assert not folded(held, written).minutes_signed("review")
    assert folded(held, written, signed).minutes_signed("review")
    assert not folded(held, written, signed, corrected).minutes_signed("review")
    assert not folded(held, written, signed).minutes_signed("panel")


def test_the_facts_follow_a_plan_from_its_adoption_to_its_receipt() -> None:
    adopted = example(events.PlanAdopted)
    plan = str(adopted.plan)
    known = folded(
        adopted,
        example(events.PlanLinked, plan=plan, other_plan="child-in-need"),
        example(events.PlanShared, plan=plan, recipients=["isu"]),
        example(events.PlanReceived, plan=plan, recipient="isu"),
        example(events.SignedCopyPlaced, plan=plan, placed_on="2026-03-04"),
    ).plan(adopted.kind)
    assert known is not None
    assert (known.other_plan, known.shared_with, known.received_by) == ("child-in-need", ("isu",), ("isu",))
    assert str(known.signed_copy_on) == "2026-03-04"


def test_an_action_is_open_until_its_outcome_is_known() -> None:
    agreed = example(events.ActionAgreed)
    taken = example(events.ActionIncorporated, other_plan="child-in-need")
    assert [action.incorporated_in for action in folded(agreed, taken).open_actions] == ["child-in-need"]
    done = folded(agreed, example(events.ActionCompleted, outcome="achieved"))
    assert (done.open_actions, done.actions[0].outcome) == ((), "achieved")


def test_an_action_was_completed_on_its_day_however_late_it_is_recorded() -> None:
    week = 7 * 24
    earlier = happened(example(events.ActionCompleted, completed_on="2026-03-04"), week)
    assert london(occurred(earlier)).date() == date(2026, 3, 4)
    same_day = happened(example(events.ActionCompleted, completed_on="2026-03-09"), week)
    assert occurred(same_day) == same_day.at
