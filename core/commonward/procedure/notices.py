"""Notices: somebody is told when something happens. The words carry no personal data."""

from __future__ import annotations

from dataclasses import dataclass

from commonward.contracts import Because, Code, Event
from commonward.procedure.declaring import Events, Only, each_of
from commonward.procedure.facts import Facts


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
