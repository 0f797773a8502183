"""What a meeting may choose where the board gives it a decision, and what each choice still lacks. Pure."""

from __future__ import annotations

from collections.abc import Collection

from commonward.procedure import Command, Facts, Floor, MeetingKind, Procedure, Unmet
from commonward.web import missing
from commonward_meetings.meeting_schemas import Choice, ToDecide

LEVEL, CLOSING = "level", "closing"


def known(procedure: Procedure, about: str) -> tuple[str, ...]:
    """The levels of the board's scale; or its reasons to close, none where it does not limit them."""
    if about == LEVEL:
        return tuple(level.code for level in procedure.scale.levels)
    closing = procedure.decision(CLOSING)
    return closing.options if closing else ()


def floor(procedure: Procedure, facts: Facts, about: str) -> Floor | None:
    """A floor by age is known here. One that rests on answers is known to risk alone, which then refuses the level."""
    return procedure.floor_by_age(facts) if about == LEVEL else None


def above(procedure: Procedure, held: Floor | None, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the levels that a floor allows."""
    scale = procedure.scale
    return tuple(code for code in codes if not held or scale.rank(code) >= scale.rank(held.at_least))


def unmet(procedure: Procedure, facts: Facts, kind: MeetingKind, about: str, choice: str) -> list[Unmet]:
    """The gates before a level. Closing has its own, when it is asked for."""
    return procedure.unmet(Command.DECIDE_LEVEL, facts, kind.id, choice) if about == LEVEL else []


def to_decide(procedure: Procedure, facts: Facts, kind: MeetingKind, decided: Collection[str]) -> tuple[ToDecide, ...]:
    """What a meeting of this kind decides and has not decided yet."""
    return tuple(_open(procedure, facts, kind, about) for about in kind.decides if about not in decided)


def _open(procedure: Procedure, facts: Facts, kind: MeetingKind, about: str) -> ToDecide:
    held = floor(procedure, facts, about)
    return ToDecide(
        about=about,
        choices=tuple(
            Choice(code=code, misses=missing(unmet(procedure, facts, kind, about, code)))
            for code in above(procedure, held, known(procedure, about))
        ),
        floor=held.says if held else None,
    )
