"""What a missing episode calls for: Appendix 4. The weights of RUNA's assessment are the board's data: none here."""

from __future__ import annotations

from commonward.procedure import Facts, Readings, Response, events, follows

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


def done_since_the_last(facts: Facts) -> set[str]:
    """What RUNA has done since the newest episode began, by every record of it."""
    if not facts.missing:
        return set()
    since = facts.missing[-1].since.date()
    follow_ups = [made for made in facts.records.get("missing-follow-up", ()) if made.happened_at.date() >= since]
    interviews = [made for made in facts.records.get("missing-interview", ()) if made.happened_at.date() >= since]
    return {step for made in follow_ups for step in made.all("done")} | ({"interview"} if interviews else set())


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
