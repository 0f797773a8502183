"""What a level of risk calls for: paragraph 4. A case that is not known to be open takes the row of one that is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from commonward.procedure import Facts, Readings, Response, Tri, follows
from commonward_leeds.edition_1_4_11.conditions import decided_at_this_level
from commonward_leeds.edition_1_4_11.decisions import OFFICER_ANSWER, STRATEGY_OUTCOME
from commonward_leeds.edition_1_4_11.overall_plan import is_open, overall_plan

VRMM = "vrmm"
STRATEGY = "strategy-discussion"


def answer_level(level: str, facts: Facts, readings: Readings) -> Response | None:
    """The row of the level and of whether the case is open."""
    row = _ROWS.get((level, is_open(facts)))
    if row is None:
        return None
    only_named = readings.of("LDS-Q.high-open-cin") == "only-the-named-plans"
    return _with_a_named_plan(row(facts)) if row is _high_open and only_named else row(facts)


def _with_a_named_plan(answer: Response) -> Response:
    """High and open names two plans: a Child in Need Plan does not go on, so another has to be linked."""
    if answer.plan != "child-in-need-plan":
        return answer
    return replace(answer, plan=None, tasks=("link-existing-plan", *answer.tasks))


@follows("LDS-4.none")
def _none(facts: Facts) -> Response:
    return Response(because=("LDS-4.none",), tasks=("consider-services-for-other-needs",))


@follows("LDS-4.low-notopen", "LDS-4.review-low")
def _low_not_open(facts: Facts) -> Response:
    return Response(
        because=("LDS-4.low-notopen", "LDS-4.review-low"),
        tasks=("refer-to-service-or-early-help",),
        review_months=3,
    )


@follows("LDS-4.low-open", "LDS-4.review-low")
def _low_open(facts: Facts) -> Response:
    return Response(
        because=("LDS-4.low-open", "LDS-4.review-low"),
        plan=overall_plan(facts),
        tasks=(*_link_plan(facts), "consider-additional-services"),
        review_months=3,
    )


@follows("LDS-4.med-notopen", "LDS-2.vrmm", "LDS-4.review-med")
def _medium_not_open(facts: Facts) -> Response:
    return Response(
        because=("LDS-4.med-notopen", "LDS-2.vrmm", "LDS-4.review-med"),
        plan="child-in-need-plan",
        meetings=_still_wanted(facts, VRMM),
        tasks=("child-in-need", "section-17-assessment"),
        review_months=3,
    )


@follows("LDS-4.med-open", "LDS-2.vrmm", "LDS-4.review-med")
def _medium_open(facts: Facts) -> Response:
    return Response(
        because=("LDS-4.med-open", "LDS-2.vrmm", "LDS-4.review-med"),
        plan=overall_plan(facts),
        meetings=_still_wanted(facts, VRMM),
        tasks=_link_plan(facts),
        review_months=3,
    )


@follows("LDS-4.high-notopen", "LDS-4.high-notopen-icpc", "LDS-4.high-notopen-cin", "LDS-2.vrmm", "LDS-4.review-high")
def _high_not_open(facts: Facts) -> Response:
    """Plan and assessment follow from what the strategy discussion decides; until then that decision is the task."""
    decided = decided_at_this_level(facts, STRATEGY_OUTCOME)
    plan, tasks, rule = _OUTCOMES.get(decided or "", (None, (STRATEGY_OUTCOME,), None))
    return Response(
        because=("LDS-4.high-notopen", *((rule,) if rule else ()), "LDS-2.vrmm", "LDS-4.review-high"),
        plan=plan,
        meetings=_still_wanted(facts, STRATEGY, VRMM),
        consultations=_consult(facts),
        tasks=tasks,
        review_months=1,
    )


_OUTCOMES: Mapping[str, tuple[str | None, tuple[str, ...], str | None]] = {
    "initial-child-protection-conference": (
        "child-protection-plan",
        ("section-47-assessment",),
        "LDS-4.high-notopen-icpc",
    ),
    "child-in-need": ("child-in-need-plan", ("section-17-assessment",), "LDS-4.high-notopen-cin"),
    "other": (None, (), None),
}


@follows("LDS-4.high-open", "LDS-2.vrmm", "LDS-4.review-high")
def _high_open(facts: Facts) -> Response:
    consult = _consult(facts)
    return Response(
        because=(
            "LDS-4.high-open",
            *(("LDS-4.high-open-cla",) if consult else ()),
            "LDS-2.vrmm",
            "LDS-4.review-high",
        ),
        plan=overall_plan(facts),
        meetings=_still_wanted(facts, STRATEGY, VRMM),
        consultations=consult,
        tasks=(*_link_plan(facts), "early-review"),
        review_months=1,
    )


@follows("LDS-4.high-open-cla")
def _consult(facts: Facts) -> tuple[str, ...]:
    """A looked-after child's case is always open. Where neither is ruled out, the officer is asked."""
    ruled_out = facts.looked_after is Tri.NO or (facts.open_to_social_care is Tri.NO and not is_open(facts))
    answered = decided_at_this_level(facts, OFFICER_ANSWER) is not None
    return () if ruled_out or answered else ("reviewing-officer",)


def _still_wanted(facts: Facts, *kinds: str) -> tuple[str, ...]:
    """Those that were not held since the level was decided: asked again, the level does not call for them twice."""
    return tuple(kind for kind in kinds if not any(_since(facts, meeting.held_at) for meeting in facts.held(kind)))


def _since(facts: Facts, at: datetime | None) -> bool:
    return at is not None and facts.level_decided_at is not None and at >= facts.level_decided_at


def _link_plan(facts: Facts) -> tuple[str, ...]:
    """The plan that goes on has to be named, if nobody has yet."""
    return () if overall_plan(facts) else ("link-existing-plan",)


_ROWS: Mapping[tuple[str, bool], Callable[[Facts], Response]] = {
    ("no", False): _none,
    ("no", True): _none,
    ("low", False): _low_not_open,
    ("low", True): _low_open,
    ("medium", False): _medium_not_open,
    ("medium", True): _medium_open,
    ("high", False): _high_not_open,
    ("high", True): _high_open,
}
