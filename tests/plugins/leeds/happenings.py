"""What happens in Leeds, for its tests: events with only what matters said, and what a history leaves owed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from commonward.contracts import Event, Happened, events
from commonward.procedure import Obligation, Procedure
from tests.core.procedure.builders import after, example, happened, obligations

FIRST, SECOND = UUID(int=71), UUID(int=72)
OPENING = UUID(int=1000)
"""The first event of each history."""


def assessed(judgement: str, at: float = 0, id: UUID = FIRST) -> Event:
    return example(events.AssessmentCompleted, assessment=id, judgement=judgement, completed_at=after(at))


def form(judgement: str = "high") -> Event:
    return example(events.AssessmentCompleted, tool="leeds-information-report", judgement=judgement)


def decided(level: str, at: float = 0, id: UUID = FIRST, previous: str | None = None) -> Event:
    return example(events.LevelDecided, assessment=id, level=level, previous=previous, decided_at=after(at))


def called_for(level: str, *meetings: str, consultations: tuple[str, ...] = ()) -> Event:
    said = {"meetings": list(meetings), "consultations": list(consultations)}
    return example(events.ResponseCalledFor, level=level, **said)


def held(kind: str, at: float = 0, id: UUID = FIRST, present: tuple[str, ...] = ("social-care",)) -> Event:
    return example(events.MeetingHeld, meeting=id, kind=kind, held_at=after(at), present=list(present))


def vrmm(at: float = 0, id: UUID = FIRST, present: tuple[str, ...] = ("social-care",)) -> Event:
    return held("vrmm", at, id, present)


def recorded(kind: str, at: float = 0, **answers: list[str]) -> Event:
    said = [{"field": field.replace("_", "-"), "values": values} for field, values in answers.items()]
    return example(events.RecordMade, kind=kind, answers=said, happened_at=after(at))


def chosen(decision: str, option: str, at: float = 0) -> Event:
    return example(events.DecisionRecorded, decision=decision, option=option, decided_at=after(at))


def owed(leeds: Procedure, clock: str, *history: Event) -> list[Obligation]:
    """What a clock has opened in a history, oldest first."""
    heard: list[Happened[Any]] = [happened(event, 30 + n, id=OPENING.int + n) for n, event in enumerate(history)]
    return [each for each in obligations(leeds, heard) if each.clock == clock]
