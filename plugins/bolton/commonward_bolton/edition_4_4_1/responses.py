"""What a level of risk calls for: Child Action or Child Protection, by need. No cadence is stated, so none is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from commonward.procedure import Facts, Readings, Response, follows
from commonward_bolton.edition_4_4_1.meetings import STRATEGY, discussion_of


@follows("BOL-7.4.lowlevel", "BOL-10.11.response", "BOL-10.5.cam", "BOL-10.14.convene")
def answer_level(level: str, facts: Facts, readings: Readings) -> Response | None:
    """The response of the level; the same whoever the child is."""
    answer = _RESPONSES.get(level)
    if answer and level == "significant-harm":
        return replace(answer, meetings=tuple(dict.fromkeys((discussion_of(readings), STRATEGY))))
    if answer and level == "at-risk" and always_a_social_worker(readings):
        return replace(answer, tasks=(*answer.tasks, "allocate-a-social-worker"))
    return answer


def always_a_social_worker(readings: Readings) -> bool:
    """Whether every child at risk is an open case, where 10.3 has a Lead Professional do at lower levels."""
    return readings.of("BOL-Q.in-need-at-lower-levels") == "always-a-social-worker"


_RESPONSES: Mapping[str, Response] = {
    "not-identified": Response(
        because=("BOL-7.4.lowlevel",),
        tasks=("early-response-or-reason",),
    ),
    "at-risk": Response(
        because=("BOL-10.11.response", "BOL-10.1.eha", "BOL-10.5.cam", "BOL-10.7.planmin"),
        plan="young-persons-action-plan",
        meetings=("child-action-meeting",),
        tasks=("early-help-assessment",),
    ),
    "significant-harm": Response(
        because=("BOL-10.11.response", "BOL-10.14.convene", "BOL-10.15.plan", "BOL-10.16.s47"),
        plan="cse-safeguarding-plan",
        meetings=(STRATEGY,),
        tasks=("section-47-consideration",),
    ),
}
