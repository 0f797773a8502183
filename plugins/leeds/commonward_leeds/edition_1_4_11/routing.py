"""Where a concern goes: paragraph 3 of the procedure."""

from __future__ import annotations

from commonward.procedure import Facts, Readings, Route, Tri, events, follows
from commonward_leeds.edition_1_4_11.board import AUTHORITY, TOOL

DUTY_TEAM = "duty-and-advice"
SOCIAL_WORKERS = ("social-worker", "allocated-social-worker")


@follows("LDS-1.scope")
def route(concern: events.ConcernRaised, facts: Facts, readings: Readings) -> Route | None:
    """An open case is passed on, any other referred. Somebody of 18 or over is not for this procedure."""
    if facts.youngest is not None and facts.youngest >= 18:
        return None
    return _to_the_worker(facts) if _is_open(concern, facts) else _to_the_cluster(facts, readings)


def _is_open(concern: events.ConcernRaised, facts: Facts) -> bool:
    """Open to social work; or a social worker holds it since an earlier concern, which the reporter may not know."""
    another = concern.concern not in facts.concerns[:1]
    return facts.open_to_social_care is Tri.YES or (another and facts.worker_role in SOCIAL_WORKERS)


@follows("LDS-3.open-forward", "LDS-3.form-each")
def _to_the_worker(facts: Facts) -> Route:
    return Route(
        team=facts.team or DUTY_TEAM,
        response="pass-on",
        outcome="pass-on",
        tasks=("pass-to-allocated-social-worker", *_to_find_out(facts)),
        tool=TOOL,
        because=("LDS-3.da-screen", "LDS-3.open-forward", "LDS-3.form-each"),
    )


@follows("LDS-2.refer", "LDS-3.cluster", "LDS-3.cfa", "LDS-3.form-each")
def _to_the_cluster(facts: Facts, readings: Readings) -> Route:
    """Not open, or not known to be open: the stricter row. An address in no known cluster stays with Duty & Advice."""
    area = AUTHORITY.area(facts.family_area)
    assessed = ("child-and-family-assessment",) if assesses_every_concern(readings) else ()
    return Route(
        team=area.team if area else DUTY_TEAM,
        response="assessment",
        outcome="refer",
        tasks=(*assessed, *_to_find_out(facts)),
        tool=TOOL,
        because=("LDS-2.refer", "LDS-3.da-screen", "LDS-3.cluster", "LDS-3.cfa", "LDS-3.form-each"),
    )


def assesses_every_concern(readings: Readings) -> bool:
    """Whether a Child and Family Assessment begins with the concern, as paragraph 3 has it, or with the level."""
    return readings.of("LDS-Q.cfa-at-low") == "every-concern-not-open"


@follows("LDS-3.da-screen", "NAT-1.danger")
def _to_find_out(facts: Facts) -> tuple[str, ...]:
    """What Duty & Advice still has to ask."""
    questions = {
        "ask-immediate-danger": facts.immediate_danger is Tri.UNKNOWN,
        "check-open-status": facts.open_to_social_care is Tri.UNKNOWN,
        "find-cluster": facts.open_to_social_care is not Tri.YES and AUTHORITY.area(facts.family_area) is None,
    }
    return tuple(task for task, wanted in questions.items() if wanted)
