"""What a level of risk calls for: Child Action or Child Protection, by need. No cadence is stated, so none is given."""

from __future__ import annotations

from collections.abc import Mapping

from commonward.procedure import Facts, Response, follows


@follows("BOL-7.4.lowlevel", "BOL-10.11.response", "BOL-10.5.cam", "BOL-10.14.convene")
def answer_level(level: str, facts: Facts) -> Response | None:
    """The response of the level; the same whoever the child is."""
    return _RESPONSES.get(level)


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
        meetings=("strategy-meeting",),
        tasks=("section-47-consideration",),
    ),
}
