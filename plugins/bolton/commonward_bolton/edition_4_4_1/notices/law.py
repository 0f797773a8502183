"""Who is told under paragraphs 7 to 9: EXIT of adults and of questions, the worker of a missing episode."""

from __future__ import annotations

from commonward.procedure import Notice, events, notice, only
from commonward_bolton.edition_4_4_1 import conditions as when

NOTICES: tuple[Notice, ...] = (
    notice(
        "adult-of-concern",
        "An adult is thought to be a risk to children.",
        on=only(events.RecordMade, when.recorded("adult-of-concern")),
        to="exit-worker",
        because=("BOL-7.2.adult",),
    ),
    notice(
        "advice-wanted",
        "Somebody asks EXIT for advice.",
        on=only(events.RecordMade, when.recorded("advice-wanted")),
        to="exit-worker",
        because=("BOL-7.5.advise",),
    ),
    notice(
        "missing-is-a-risk",
        "A missing episode was reported. Going missing is a risk of exploitation: look at the assessment again.",
        on=events.MissingReported,
        to="allocated-social-worker",
        because=("BOL-8.4.missing",),
    ),
)
