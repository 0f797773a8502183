"""Kinds of meeting: who convenes, chairs and must be there, and what its plan holds."""

from __future__ import annotations

from dataclasses import dataclass

from commonward.contracts import Because, Code
from commonward.procedure.declaring import When
from commonward.procedure.facts import Facts


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting: who convenes, chairs and must be there, and what its plan holds."""

    id: Code
    title: str
    because: Because
    convened_by: Code
    chair: Code
    invited: tuple[Code, ...]
    quorum: tuple[Code, ...] = ()
    """Agencies without which it is inquorate and can't adopt a plan."""
    chair_unless: tuple[When, Code] | None = None
    """Another chair's role where a condition holds: (condition on None and the facts, role)."""
    plan: Code | None = None
    plan_sections: tuple[Code, ...] = ()
    views_of: tuple[Code, ...] = ()
    """Whose views are wanted when they do not attend."""
    shared_with: tuple[Code, ...] = ()
    agree_next: bool = False
    """True where the date of the next meeting must be agreed."""
    plan_because: Because = ()

    def chair_for(self, facts: Facts) -> Code:
        """The role that chairs for this subject."""
        if self.chair_unless and self.chair_unless[0](None, facts):
            return self.chair_unless[1]
        return self.chair
