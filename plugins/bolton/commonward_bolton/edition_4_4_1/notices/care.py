"""What EXIT and RUNA hear from homes, Lead Professionals and missing episodes: 13.4, Appendices 3 and 4."""

from __future__ import annotations

from commonward.procedure import Notice, events, notice, only
from commonward_bolton.edition_4_4_1 import conditions as when
from commonward_bolton.edition_4_4_1.clocks.care import at_immediate_risk

NOTICES: tuple[Notice, ...] = (
    notice(
        "looked-after-at-immediate-risk",
        "A looked-after child is exploited or at immediate risk: the Care Plan needs a package of support from you.",
        on=only(events.ConcernRouted, at_immediate_risk),
        to="exit-worker",
        urgent=True,
        because=("BOL-A3.immediate",),
    ),
    notice(
        "useful-for-disruption",
        "A home has noted something that could be useful to disrupt exploitation.",
        on=only(events.RecordMade, when.recorded("watching-brief", "useful", "yes")),
        to="exit-worker",
        because=("BOL-A3.watch",),
    ),
    notice(
        "exit-support-wanted",
        "A Lead Professional asks EXIT for support.",
        on=only(events.RecordMade, when.recorded("exit-support-wanted")),
        to="exit-worker",
        because=("BOL-13.4.lowadvice",),
    ),
    notice(
        "missing-episode",
        "A child was reported missing: see which steps are yours.",
        on=events.MissingReported,
        to="runa-worker",
        because=("BOL-A4.f2f",),
    ),
    notice(
        "runa-refers-to-exit",
        "RUNA refers a child at risk of exploitation to you.",
        on=only(events.RecordMade, when.recorded("missing-interview", "exploitation-risk", "yes")),
        to="exit-worker",
        because=("BOL-A4.exit",),
    ),
)
