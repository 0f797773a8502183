"""Notices: somebody is told when something happens. The words carry no personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commonward.contracts import Because, Code, Event
from commonward.procedure.declaring import Events, Only, each_of
from commonward.procedure.facts import Facts

OF_THE_PLATFORM: Mapping[Code, str] = {
    "clock-reminder": "Something is due soon.",
    "clock-breach": "Something was not done in time.",
    "clock-escalation": "Something that was not done in time is still not done.",
    "clock-moved": "A deadline has moved.",
    "break-glass": "Somebody opened the case by break-glass.",
    "plan-shared": "A plan was shared.",
    "meeting-chair": "A meeting has its time, for its chair.",
    "meeting-invitation": "A meeting has its time, for who is invited.",
    "second-person": "A level waits for the second person.",
    "made-live": "The case was made live, with what is owed.",
}
"""What the platform tells whatever a board declares, in short; the notice itself says it whole."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody is told when something happens. The words carry no personal data."""

    id: Code
    on: tuple[Only, ...]
    to: Code
    words: str
    urgent: bool
    because: Because

    def called_for(self, event: Event, facts: Facts) -> bool:
        """Whether somebody is told of an event."""
        return any(each.has(event, facts) for each in self.on)


def notice(
    id: Code,
    words: str,
    *,
    on: Events,
    to: Code,
    because: Because,
    urgent: bool = False,
) -> Notice:
    """Declare a notice; `id` says what it is about."""
    return Notice(id=id, on=each_of(on), to=to, words=words, urgent=urgent, because=because)
