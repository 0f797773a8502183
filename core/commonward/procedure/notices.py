"""Notices: somebody is told when something happens. The words carry no personal data."""

from __future__ import annotations

from dataclasses import dataclass

from commonward.contracts import Because, Code, Event
from commonward.procedure.declaring import When, always, as_tuple


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody is told when something happens. The words carry no personal data."""

    id: Code
    on: tuple[type[Event], ...]
    to: Code
    words: str
    when: When
    urgent: bool
    because: Because


def notice(
    id: Code,
    words: str,
    *,
    on: type[Event] | tuple[type[Event], ...],
    to: Code,
    because: Because,
    when: When = always,
    urgent: bool = False,
) -> Notice:
    """Declare a notice; `id` says what it is about, `when` is asked with (event, facts)."""
    return Notice(id=id, on=as_tuple(on), to=to, words=words, when=when, urgent=urgent, because=because)
