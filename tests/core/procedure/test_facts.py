"""Facts: what folding events into them keeps, adds and never loses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from commonward.contracts import Event, Tri, event_types, events
from commonward.procedure import Facts, fold
from tests.core.procedure.builders import after, example, folded, happened

ID = UUID(int=7)
DANGER = example(events.ConcernRaised, immediate_danger="yes", age_at_event=13, family_area="north")
VAGUE = example(
    events.ConcernRaised,
    concern=ID,
    immediate_danger="unknown",
    age_at_event=None,
    age_at_referral=None,
    family_area=None,
    open_to_social_care="unknown",
    looked_after="unknown",
)


def test_at_first_everything_is_unknown() -> None:
    facts = Facts()
    assert facts.immediate_danger is facts.looked_after is Tri.UNKNOWN
    assert facts.level is facts.youngest is None


def test_a_newer_unknown_never_overwrites_what_is_known() -> None:
    before, facts = folded(DANGER), folded(DANGER, VAGUE)
    assert facts == before.model_copy(update={"concerns": (*before.concerns, ID), "told": facts.told})


def test_a_concern_that_is_routed_again_counts_once() -> None:
    first, again = (
        example(events.ConcernRouted, concern=ID),
        example(events.ConcernRouted, concern=ID, response="other"),
    )
    other = example(events.ConcernRouted, concern=DANGER.concern)
    facts = folded(DANGER, other, VAGUE, first, again)
    assert (facts.routes, facts.route) == ((other.response, "other"), "other")


@pytest.mark.parametrize(("allocated", "team"), [(False, "west"), (True, "east")])
def test_a_concern_that_is_routed_again_takes_along_a_case_that_nobody_holds(allocated: bool, team: str) -> None:
    held = [example(events.CaseAllocated, team="east")] if allocated else []
    routes = [example(events.ConcernRouted, concern=ID, team=place) for place in ("east", "west")]
    assert folded(VAGUE, routes[0], *held, routes[1]).team == team


def test_a_newer_answer_replaces_an_older_one() -> None:
    assert folded(DANGER, example(events.ConcernRaised, immediate_danger="no")).immediate_danger is Tri.NO


def test_what_was_unknown_is_filled_by_a_later_event() -> None:
    assert folded(VAGUE, DANGER).family_area == "north"


def test_the_younger_of_the_known_ages_counts() -> None:
    assert folded(example(events.ConcernRaised, age_at_event=12, age_at_referral=13)).youngest == 12
    assert folded(example(events.ConcernRaised, age_at_event=None, age_at_referral=13)).youngest == 13


def test_the_previous_level_stays_beside_the_new_one() -> None:
    facts = folded(example(events.LevelDecided, level="high"), example(events.LevelDecided, level="low"))
    assert (facts.previous_level, facts.level) == ("high", "low")


def test_a_meeting_goes_from_required_to_held() -> None:
    (meeting,) = folded(
        example(events.MeetingRequired, meeting=ID, kind="vrmm"),
        example(events.MeetingConvened, meeting=ID, kind="vrmm", planned_for=after(1)),
        example(events.MeetingHeld, meeting=ID, kind="vrmm", held_at=after(2), quorate=True),
    ).meetings
    assert (meeting.planned_for, meeting.held_at, meeting.quorate) == (after(1), after(2), True)


def test_a_meeting_that_nobody_required_counts_as_held() -> None:
    (meeting,) = folded(example(events.MeetingHeld, meeting=ID, kind="vrmm")).held("vrmm")
    assert meeting.id == ID


def test_held_meetings_are_in_the_order_in_which_they_took_place() -> None:
    late = example(events.MeetingHeld, meeting=ID, kind="vrmm", held_at=after(1))
    facts = folded(example(events.MeetingHeld, kind="vrmm", held_at=after(5)), late)
    assert [meeting.held_at for meeting in facts.held("vrmm")] == [after(1), after(5)]


def test_a_new_version_of_a_plan_replaces_the_old() -> None:
    facts = folded(example(events.PlanAdopted, plan_version=1), example(events.PlanAdopted, plan_version=2))
    assert [plan.version for plan in facts.plans] == [2]


def test_of_two_plans_of_a_kind_the_one_adopted_last_counts() -> None:
    plan = folded(example(events.PlanAdopted), example(events.PlanAdopted, plan=ID)).plan("vrmm-plan")
    assert plan is not None
    assert plan.id == ID


def test_the_last_decision_of_a_kind_counts() -> None:
    decision = folded(
        example(events.DecisionRecorded, option="accept"), example(events.DecisionRecorded, option="decline")
    ).decision("exit-acceptance")
    assert decision is not None
    assert decision.option == "decline"


def test_a_closed_case_opens_again() -> None:
    assert folded(example(events.CaseClosed)).closed
    assert not folded(example(events.CaseClosed), example(events.CaseOpened)).closed


def test_a_route_does_not_take_a_case_from_its_team() -> None:
    facts = folded(example(events.CaseAllocated, team="east"), example(events.ConcernRouted, team="duty"))
    assert facts.team == "east"


def test_time_says_nothing_of_the_subject() -> None:
    facts = folded(DANGER)
    assert fold(facts, happened(example(events.TimeReached))) is facts


def test_the_same_events_give_the_same_facts() -> None:
    history = [example(cls) for cls in event_types().values()]
    assert folded(*history) == folded(*history)


def test_facts_survive_being_stored() -> None:
    facts = folded(*(example(cls) for cls in event_types().values()))
    assert Facts.model_validate_json(facts.model_dump_json()) == facts


def test_facts_can_not_be_changed() -> None:
    with pytest.raises(ValidationError):
        Facts().level = "high"  # type: ignore[misc]  # the point of the test


def test_facts_know_when_a_level_was_decided() -> None:
    assert folded(example(events.LevelDecided, decided_at=after(3))).level_decided_at == after(3)


def test_what_was_in_the_minute_of_the_opening_was_not_before_it() -> None:
    opened = Facts(opened_at=datetime(2026, 3, 4, 10, 5, 30, tzinfo=UTC))
    assert opened.since_opened(datetime(2026, 3, 4, 10, 5, tzinfo=UTC))
    assert not opened.since_opened(datetime(2026, 3, 4, 10, 4, tzinfo=UTC))


FIRST, SECOND = UUID(int=1), UUID(int=2)


def two_concerns(**second: Any) -> list[Event]:
    first = example(events.ConcernRaised, concern=FIRST, looked_after="yes", age_at_event=12, age_at_referral=12)
    return [first, example(events.ConcernRaised, **{"concern": SECOND, "looked_after": "unknown", **second})]


def correction(concern: UUID, **right: Any) -> list[Event]:
    names = [name.replace("_", "-") for name in right]
    made = {"correction": UUID(int=9), "looked_after": "unknown", "corrected": names, **right}
    tied = example(events.CorrectionTied, correction=UUID(int=9), concern=concern)
    return [tied, example(events.FactsCorrected, **made)]


def test_a_correction_of_an_earlier_concern_holds_where_no_later_one_speaks_of_it() -> None:
    assert folded(*two_concerns(), *correction(FIRST, looked_after="no")).looked_after is Tri.NO
    assert folded(*two_concerns(looked_after="yes"), *correction(FIRST, looked_after="no")).looked_after is Tri.YES


def test_what_is_known_of_a_concern_leaves_out_what_later_ones_say() -> None:
    concerns = two_concerns(age_at_event=15, age_at_referral=15)
    facts = folded(*concerns)
    assert (facts.of_concern(FIRST).youngest, facts.of_concern(SECOND).youngest, facts.youngest) == (12, 15, 15)
    corrected = folded(*concerns, *correction(FIRST, age_at_event=13))
    assert (corrected.of_concern(FIRST).age_at_event, corrected.age_at_event) == (13, 15)


def test_a_correction_to_unknown_hides_what_earlier_concerns_said() -> None:
    facts = folded(*two_concerns(looked_after="no"), *correction(SECOND, looked_after="unknown"))
    assert facts.looked_after is Tri.UNKNOWN
    assert facts.of_concern(FIRST).looked_after is Tri.YES


def test_a_decision_is_about_the_concern_that_was_named_or_the_newest() -> None:
    tied = example(events.DecisionTied, decision="taken-on", concern=FIRST)
    decided = example(events.DecisionRecorded, decision="taken-on", option="yes")
    assert [set(each.decisions) for each in folded(*two_concerns(), decided).told] == [set(), {"taken-on"}]
    assert [set(each.decisions) for each in folded(*two_concerns(), tied, decided).told] == [{"taken-on"}, set()]
    assert folded(*two_concerns(), tied, decided, decided).told[1].decisions["taken-on"].option == "yes"
