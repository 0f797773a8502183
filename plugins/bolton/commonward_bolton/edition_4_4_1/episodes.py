"""What a missing episode calls for: Appendix 4. The weights of RUNA's assessment are the board's data: none here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from commonward.procedure import Facts, Happened, Readings, Response, events, follows

WEIGHTED_TOOL = "runa-risk-assessment"


def meets_every_child(readings: Readings) -> bool:
    """The text asks for a letter after the first episode, and promises to meet every child: the board's reading."""
    return readings.of("BOL-Q.letter-or-visit") == "meet-every-child"


def answer_missing(episode: events.MissingReported, facts: Facts, readings: Readings) -> Response:
    """A weighted assessment each time; steps by which of the child's episodes it is."""
    steps = _first() if episode.number == 1 else _further()
    answers = [_assessed(), steps, *([_contact()] if meets_every_child(readings) else [])]
    return Response(
        because=tuple(rule for answer in answers for rule in answer.because),
        tasks=tuple(task for answer in answers for task in answer.tasks),
        tool=_assessed().tool,
    )


def episode(happened: Happened[events.MissingReported | events.RecordMade], facts: Facts) -> UUID | None:
    """The episode that was reported, or that a record is about: what was done after one does not count for another."""
    event = happened.event
    return event.episode if isinstance(event, events.MissingReported) else _of(event.record, event.happened_at, facts)


def done_after_it(event: events.RecordMade, facts: Facts) -> set[str]:
    """What RUNA has done after the episode that a record is about, by every record of it."""
    about = _of(event.record, event.happened_at, facts)
    follow_ups, interviews = (
        [made for made in facts.records.get(kind, ()) if _of(made.id, made.happened_at, facts) == about]
        for kind in ("missing-follow-up", "missing-interview")
    )
    return {step for made in follow_ups for step in made.all("done")} | ({"interview"} if interviews else set())


def _of(record: UUID, on: datetime, facts: Facts) -> UUID | None:
    """The episode that a record names; where it names none, the newest that had begun by its day."""
    begun = [each.id for each in facts.missing if each.since.date() <= on.date()]
    named = facts.matters.get(record)
    return named if named in {each.id for each in facts.missing} else next(reversed(begun), None)


@follows("BOL-A4.weight")
def _assessed() -> Response:
    return Response(because=("BOL-A4.weight",), tool=WEIGHTED_TOOL)


@follows("BOL-A4.first")
def _first() -> Response:
    return Response(because=("BOL-A4.first",), tasks=("letter",))


@follows("BOL-A4.further", "BOL-A4.interview")
def _further() -> Response:
    return Response(
        because=("BOL-A4.further", "BOL-A4.interview"),
        tasks=("phone-call", "letter", "home-visit", "interview"),
    )


@follows("BOL-A4.f2f")
def _contact() -> Response:
    return Response(because=("BOL-A4.f2f",), tasks=("face-to-face-contact",))
