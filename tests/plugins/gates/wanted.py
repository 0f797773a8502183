"""What each gate of each board wants, written a second time from the rules: where it stands, how binding it is, when
it holds, and a history after which it does not and one after which it does.

`holds` is the rule in the test's own words. What nobody knows never counts as there; nor does what was done before the
case was opened, last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commonward.contracts import Event, events
from commonward.procedure import Command, Facts, Force, Together, together
from commonward.procedure.gates import Place
from tests.core.procedure.builders import after, example
from tests.plugins.filling import made

ANY = "any"
"""A place that no gate is narrowed to."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A gate: `shut` and `opened` are histories; the second goes on from the first."""

    id: str
    on: Command
    force: Force
    holds: Callable[[Facts], bool]
    shut: tuple[Event, ...]
    opened: tuple[Event, ...]
    at: tuple[Place, ...] = ()


def codes(place: Place) -> tuple[str, ...]:
    """What a command names at a place."""
    return (place.about, place.chosen) if isinstance(place, Together) else (place,)


def decided(decision: str, option: str) -> Event:
    return example(events.DecisionRecorded, decision=decision, option=option, decided_at=after(50))


def concern(**known: object) -> Event:
    unknown = dict.fromkeys(("looked_after", "sexually_active", "immediate_danger", "significant_harm"), "unknown")
    return example(events.ConcernRaised, **{"indicators": [], **unknown, **known})


def assessed(tool: str) -> Event:
    return example(events.AssessmentCompleted, tool=tool, completed_at=after(48))


def planned(kind: str) -> Event:
    return example(events.PlanAdopted, kind=kind)


def held(kind: str, hours: float = 24) -> Event:
    return example(events.MeetingHeld, kind=kind, held_at=after(hours), meeting=UUID(int=9))


def at_level(level: str) -> Event:
    return example(events.LevelDecided, level=level, decided_at=after(49))


def now(facts: Facts, at: datetime | None) -> bool:
    return at is not None and (facts.opened_at is None or facts.opened_at.replace(second=0, microsecond=0) <= at)


def record(kind: str) -> Callable[[Facts], bool]:
    return lambda facts: any(now(facts, made.happened_at) for made in facts.records.get(kind, ()))


def chosen(decision: str, *options: str) -> Callable[[Facts], bool]:
    def condition(facts: Facts) -> bool:
        made = facts.decisions.get(decision)
        return made is not None and (not options or made.option in options) and now(facts, made.decided_at)

    return condition


# --- Bolton


def known(ages: Iterable[int | None]) -> list[int]:
    return [age for age in ages if age is not None]


def may_be_under_13_and_active(facts: Facts) -> bool:
    ages = known((facts.age_at_event, facts.age_at_referral))
    return facts.sexually_active != "no" and (not ages or min(ages) <= 12)


def taken_or_not_needed(facts: Facts) -> bool:
    """Each concern by itself, by what was known of it."""
    taken = chosen("district-referral")
    left = [each.id for each in facts.told if not taken(facts.model_copy(update={"decisions": each.decisions}))]
    judged = [facts.of_concern(concern) for concern in left] if facts.told else [facts]
    return all(not may_be_under_13_and_active(each) for each in judged)


def each_by_itself(facts: Facts, kind: str, concerns: list[UUID]) -> bool:
    """A record that names a concern counts for that one; one that names none, for any that is left."""
    spare = [made for made in facts.records.get(kind, ()) if made.id not in facts.matters]
    named = {facts.matters[made.id] for made in facts.records.get(kind, ()) if made.id in facts.matters}
    return len([concern for concern in concerns if concern not in named]) <= len(spare)


def parties_or_not_needed(facts: Facts) -> bool:
    if not facts.told:
        return bool(facts.records.get("sexual-activity")) or not may_be_under_13_and_active(facts)
    young = [each.id for each in facts.told if may_be_under_13_and_active(facts.of_concern(each.id))]
    return each_by_itself(facts, "sexual-activity", young)


def contacts_for_each_emergency(facts: Facts) -> bool:
    concerns = (*facts.concerns, *(UUID(int=900 + place) for place in range(len(facts.routes))))
    emergencies = [concern for concern, route in zip(concerns, facts.routes, strict=False) if route == "emergency"]
    return each_by_itself(facts, "emergency-contacts", emergencies)


def assessed_after_every_meeting(facts: Facts) -> bool:
    held_at = [meeting.held_at for meeting in facts.meetings if meeting.held_at is not None]
    done = [made.completed_at for made in facts.assessments if made.tool == "cse-assessment"]
    return bool(done) and now(facts, max(done)) and (not held_at or max(done) > max(held_at))


def adopted(kind: str) -> Callable[[Facts], bool]:
    """The newest of the kind; the facts have them in the order of their adoption."""

    def condition(facts: Facts) -> bool:
        made = [plan for plan in facts.plans if plan.kind == kind]
        return bool(made) and now(facts, made[-1].adopted_at)

    return condition


def last(facts: Facts, kind: str, field: str) -> tuple[str, ...]:
    """How the newest record of a kind answers a field."""
    made = facts.records.get(kind, ())
    return tuple(made[-1].answers.get(field, ())) if made else ()


def a_sign_of_exploitation(facts: Facts) -> bool:
    judged = facts.level in ("at-risk", "significant-harm")
    thought = set(last(facts, "exploitation", "exploitation")) & {"at-risk", "suspected", "exploited"}
    return bool(facts.indicators) or judged or bool(thought)


def more_than_two_teenagers(facts: Facts) -> bool:
    ages = known((facts.age_at_event, facts.age_at_referral))
    young = not ages or min(ages) <= 12
    other, mutual, alike, abuse = (
        last(facts, "sexual-activity", field) for field in ("other-is", "mutual", "similar-age", "abuse")
    )
    teenagers = other == ("under-18",) and not young
    return not teenagers or abuse == ("yes",) or mutual != ("yes",) or alike != ("yes",)


def beside_a_social_worker(facts: Facts) -> bool:
    has_one = facts.worker is not None and str(facts.worker_role).endswith("social-worker")
    return has_one or chosen("exit-only", "exit-only")(facts) or record("exit-support")(facts)


def found_safeguarded(facts: Facts) -> bool:
    reviews = facts.records.get("progress-review", ())
    return last(facts, "progress-review", "safeguarded") == ("yes",) and now(facts, reviews[-1].happened_at)


CLOSE, DECIDE = Command.CLOSE_CASE, Command.DECIDE
MUST, SHOULD = Force.MUST, Force.SHOULD
UNDER_13 = (concern(age_at_event=12, age_at_referral=12),)
TAKEN = decided("district-referral", "taken")
LESS = (together("exit-only", "exit-only"), "early-response", "neither-needed", "talk-not-needed")
TEENAGERS = (
    concern(age_at_event=14, age_at_referral=14, sexually_active="yes"),
    made("sexual-activity", other_is="under-18", mutual="yes", similar_age="yes"),
)
ABUSE = made("sexual-activity", other_is="under-18", mutual="yes", similar_age="yes", abuse="yes")
EMERGENCY = example(events.ConcernRouted, response="emergency")
ACTION_PLAN, SAFEGUARDING_PLAN = planned("young-persons-action-plan"), planned("cse-safeguarding-plan")

BOLTON = (
    Wanted("BOL-10.9.ooh", CLOSE, MUST, contacts_for_each_emergency, (EMERGENCY,), (made("emergency-contacts"),)),
    Wanted(
        "BOL-10.10.close",
        CLOSE,
        SHOULD,
        assessed_after_every_meeting,
        (held("child-action-meeting"),),
        (assessed("cse-assessment"),),
    ),
    Wanted("BOL-10.13.plan", CLOSE, SHOULD, adopted("young-persons-action-plan"), (), (ACTION_PLAN,)),
    Wanted("BOL-10.13.lp", CLOSE, SHOULD, record("lead-professional"), (), (made("lead-professional"),)),
    Wanted(
        "BOL-12.2.review",
        Command.MAKE_RECORD,
        SHOULD,
        record("care-plan"),
        (),
        (made("care-plan"),),
        at=("care-plan-review",),
    ),
    Wanted("BOL-9.6.refer", CLOSE, MUST, taken_or_not_needed, UNDER_13, (TAKEN,)),
    Wanted("BOL-9.6.refer", DECIDE, MUST, taken_or_not_needed, UNDER_13, (TAKEN,), at=LESS),
    Wanted(
        "BOL-9.6.parties", CLOSE, SHOULD, parties_or_not_needed, UNDER_13, (made("sexual-activity", other_is="adult"),)
    ),
    Wanted("BOL-7.5.exclude", DECIDE, MUST, a_sign_of_exploitation, (), (at_level("at-risk"),), at=("accept",)),
    Wanted("BOL-9.5.peer", DECIDE, SHOULD, more_than_two_teenagers, TEENAGERS, (ABUSE,), at=("make-complaint",)),
    Wanted(
        "BOL-6.1.cp",
        Command.DECIDE_LEVEL,
        MUST,
        record("child-protection"),
        (),
        (made("child-protection"),),
        at=("at-risk", "significant-harm"),
    ),
    Wanted(
        "BOL-10.3.lp",
        Command.MAKE_RECORD,
        SHOULD,
        record("lead-professional"),
        (),
        (made("lead-professional"),),
        at=("early-help-assessment",),
    ),
    Wanted(
        "BOL-10.8.continue",
        CLOSE,
        SHOULD,
        found_safeguarded,
        (made("progress-review", safeguarded="no"),),
        (made("progress-review", safeguarded="yes"),),
        at=("safeguarded",),
    ),
    Wanted(
        "BOL-10.12.split",
        DECIDE,
        MUST,
        beside_a_social_worker,
        (example(events.CaseAllocated, role="exit-worker"), decided("exit-only", "social-work")),
        (decided("exit-only", "exit-only"),),
        at=("accept",),
    ),
    Wanted("BOL-10.16.s47", DECIDE, SHOULD, record("enquiry-plan"), (), (made("enquiry-plan"),), at=("enquiry",)),
    Wanted(
        "BOL-10.17.factors",
        DECIDE,
        SHOULD,
        record("conference-factors"),
        (),
        (made("conference-factors"),),
        at=("conference",),
    ),
    Wanted(
        "BOL-10.19.plan",
        Command.HOLD_MEETING,
        SHOULD,
        adopted("cse-safeguarding-plan"),
        (ACTION_PLAN,),
        (SAFEGUARDING_PLAN,),
        at=("child-protection-conference",),
    ),
    Wanted(
        "BOL-11.1.factors",
        DECIDE,
        SHOULD,
        record("accommodation-factors"),
        (),
        (made("accommodation-factors"),),
        at=("accommodation",),
    ),
)

# --- Leeds


def form_completed(facts: Facts) -> bool:
    done = [made.completed_at for made in facts.assessments if made.tool == "leeds-information-report"]
    return any(now(facts, at) for at in done)


def known_low_or_met(facts: Facts) -> bool:
    met = any(meeting.kind == "vrmm" and now(facts, meeting.held_at) for meeting in facts.meetings)
    return met or facts.level in ("no", "low")


def decided_low(facts: Facts) -> bool:
    return facts.level in ("no", "low")


def discussed(facts: Facts) -> bool:
    """An inquorate discussion decides nothing."""
    held_ones = [meeting for meeting in facts.meetings if meeting.held_at is not None and meeting.quorate]
    return "strategy-discussion" in {meeting.kind for meeting in held_ones}


def officer_has_answered(facts: Facts) -> bool:
    """At this level: an answer from before the level changed was about another one."""
    answered = facts.decisions.get("reviewing-officer-answer")
    changed_at = facts.level_decided_at if facts.previous_level != facts.level else None
    in_time = answered is not None and (changed_at is None or answered.decided_at >= changed_at)
    return facts.looked_after == "no" or in_time


FORM = assessed("leeds-information-report")
LEEDS = (
    Wanted("LDS-2.level-by-form", Command.DECIDE_LEVEL, MUST, form_completed, (), (FORM,)),
    Wanted("LDS-2.vrmm", CLOSE, MUST, known_low_or_met, (at_level("medium"),), (held("vrmm", 60),)),
    Wanted("LDS-3.form-each", CLOSE, SHOULD, form_completed, (), (FORM,)),
    Wanted("LDS-3.form-each", DECIDE, SHOULD, form_completed, (), (FORM,), at=("child-and-family-assessment",)),
    Wanted("LDS-3.cfa", DECIDE, SHOULD, decided_low, (at_level("medium"),), (at_level("low"),), at=("ended-at-low",)),
    Wanted(
        "LDS-4.high-notopen",
        DECIDE,
        SHOULD,
        discussed,
        (held("vrmm"),),
        (example(events.MeetingHeld, kind="strategy-discussion", meeting=UUID(int=10), held_at=after(48)),),
        at=("strategy-discussion-outcome",),
    ),
    Wanted(
        "LDS-4.high-open-cla",
        DECIDE,
        MUST,
        officer_has_answered,
        (concern(looked_after="yes"), at_level("high")),
        (decided("reviewing-officer-answer", "not-needed"),),
        at=("early-review",),
    ),
)

# --- the national layer, where a board has chosen what it leaves open


def referral_decided(facts: Facts) -> bool:
    """Of each concern by itself."""
    made = chosen("under-13-referral")
    each = [(facts.of_concern(told.id), facts.model_copy(update={"decisions": told.decisions})) for told in facts.told]
    return all(made(then) or not may_be_under_13_and_active(of_it) for of_it, then in each or [(facts, facts)])


def is_of_age(facts: Facts) -> bool:
    return 18 in facts.ages_reached or any(age is not None and age >= 18 for age in [facts.youngest])


NATIONAL = (
    Wanted(
        "NAT-1.reached-18",
        CLOSE,
        MUST,
        is_of_age,
        (example(events.ConcernRaised, age_at_event=17, age_at_referral=17),),
        (example(events.AgeReached, age=18),),
        ("reached-18",),
    ),
    Wanted("NAT-1.under13", CLOSE, MUST, referral_decided, UNDER_13, (decided("under-13-referral", "referred"),)),
)
WANTED = {"bolton": BOLTON, "leeds": LEEDS, "national": NATIONAL}
RECORDS = {
    "bolton": (
        "accommodation-factors",
        "child-protection",
        "conference-factors",
        "emergency-contacts",
        "enquiry-plan",
        "exit-support",
        "exploitation",
        "lead-professional",
        "progress-review",
        "sexual-activity",
    ),
    "leeds": (),
    "national": (),
}
"""The forms that gates of each layer look at."""
