"""What RUNA owes after a missing episode: Appendix 4. The first is answered by letter, later ones by all four steps."""

from __future__ import annotations

from commonward.procedure import Clock, Facts, Readings, clock, escalate_to, events, only
from commonward_bolton.edition_4_4_1 import conditions as when
from commonward_bolton.edition_4_4_1.episodes import WEIGHTED_TOOL, episode, meets_every_child
from commonward_bolton.edition_4_4_1.episodes import done_after_it as done

RUNA = "runa-worker"
MANAGER = escalate_to("team-manager")


def first(event: events.MissingReported, facts: Facts) -> bool:
    """It is the child's first episode."""
    return event.number == 1


def further(event: events.MissingReported, facts: Facts) -> bool:
    """The child was missing before."""
    return event.number > 1


def written(event: events.RecordMade, facts: Facts) -> bool:
    """A letter was written."""
    return "letter" in done(event, facts)


def all_four(event: events.RecordMade, facts: Facts) -> bool:
    """Call, letter, visit and interview were all done, in whatever order and by however many records."""
    return done(event, facts) >= {"phone-call", "letter", "home-visit", "interview"}


def seen(event: events.RecordMade, facts: Facts) -> bool:
    """Somebody of RUNA met the child; an interview is a meeting."""
    return not done(event, facts).isdisjoint({"face-to-face-contact", "interview"})


def meeting_every_child(readings: Readings) -> tuple[Clock, ...]:
    """Owed after every episode, unless the board reads its text as a letter for the first."""
    return (
        clock(
            "BOL-A4.f2f",
            "Meet the child",
            opens_on=events.MissingReported if meets_every_child(readings) else only(events.MissingReported, further),
            within=None,
            by=RUNA,
            met_by=only(events.RecordMade, seen),
            occasion=episode,
            on_breach=MANAGER,
        ),
    )


CLOCKS: tuple[Clock, ...] = (
    clock(
        "BOL-A4.weight",
        "Complete the weighted risk assessment",
        opens_on=events.MissingReported,
        within=None,
        by=RUNA,
        met_by=only(events.AssessmentCompleted, when.assessed_with(WEIGHTED_TOOL)),
        on_breach=MANAGER,
    ),
    clock(
        "BOL-A4.first",
        "Write to the young person and the family, and offer support",
        opens_on=only(events.MissingReported, first),
        within=None,
        by=RUNA,
        met_by=only(events.RecordMade, written),
        occasion=episode,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-A4.further",
        "Call, write, visit and interview",
        opens_on=only(events.MissingReported, further),
        within=None,
        by=RUNA,
        met_by=only(events.RecordMade, all_four),
        occasion=episode,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-A4.interview",
        "Interview the child: why, what would resolve it, which services",
        opens_on=only(events.MissingReported, further),
        within=None,
        by=RUNA,
        met_by=only(events.RecordMade, when.recorded("missing-interview")),
        occasion=episode,
        on_breach=MANAGER,
    ),
    clock(
        "BOL-A4.exit",
        "Decide whether EXIT takes the child whom RUNA refers",
        opens_on=only(events.RecordMade, when.recorded("missing-interview", "exploitation-risk", "yes")),
        within=None,
        by="exit-worker",
        met_by=only(events.DecisionRecorded, when.decided("exit-acceptance")),
        on_breach=MANAGER,
    ),
)
