"""The Vulnerability & Risk Management Meeting: paragraphs 5 to 7. Strategy discussions are the national layer's."""

from __future__ import annotations

from collections.abc import Mapping

from commonward.procedure import Demand, Limit, MeetingKind, Readings, working_days
from commonward_leeds.edition_1_4_11.overall_plan import overall_plan

FAMILY = ("child", "parent-or-carer")


COORDINATION = ("isu", "cse-missing-coordinator", "allocated-social-worker")
RECIPIENTS: Mapping[str, tuple[str, ...]] = {
    "isu-coordinator-worker": COORDINATION,
    "reviewing-officer-too": (*COORDINATION, "reviewing-officer"),
    "nobody-yet": (),
}
_EARLY: Mapping[str, Limit] = {
    "high-within-2-working-days": working_days(2),
    "high-within-1-working-day": working_days(1),
}


def early_at_high(readings: Readings) -> Limit | None:
    """Within what time a plan is shared at high risk; None where people set the day."""
    return _EARLY.get(readings.of("LDS-Q.share-earlier"))


def meetings(readings: Readings) -> tuple[MeetingKind, ...]:
    """The meeting, with the chair and the recipients whom the board has chosen: the text names neither."""
    early = early_at_high(readings)
    return (
        _vrmm(
            chair=readings.of("LDS-Q.chair"),
            recipients=RECIPIENTS[readings.of("LDS-Q.recipients")],
            early=(("high", early),) if early else (),
        ),
    )


def _vrmm(chair: str, recipients: tuple[str, ...], early: tuple[tuple[str, Limit], ...]) -> MeetingKind:
    return MeetingKind(
        id="vrmm",
        title="Vulnerability & Risk Management Meeting",
        because=("LDS-5.convene", "LDS-5.invite", "LDS-5.invite-family", "LDS-5.views", "LDS-5.freq", "LDS-5.align"),
        convened_by="social-worker",
        chair=chair,
        invited=("social-care", "police", "health", "education"),
        invite_decided_for=FAMILY,
        views_of=FAMILY,
        may_align_with=("core-group", "child-protection-conference", "looked-after-review", "child-in-need-review"),
        plan="vrmm-plan",
        plan_sections=("vulnerability-and-risk", "views", "actions", "overall-plan"),
        refers_to_other_plan=True,
        other_plan=overall_plan,
        smart=True,
        agree_next=True,
        agree_interval=True,
        should=(Demand.SMART, Demand.OTHER_PLAN, Demand.INTERVAL, Demand.NEXT_MEETING),
        shared_with=recipients,
        share_within=working_days(5),
        share_early=early,
        plan_because=(
            "LDS-5.plan-initial",
            "LDS-5.plan-review",
            "LDS-5.smart",
            "LDS-5.owner",
            "LDS-5.refer-plan",
            "LDS-5.nodup",
            "LDS-5.incorporate",
            "LDS-7.actions",
        ),
    )
