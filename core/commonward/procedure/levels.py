"""A board's own ordered levels of risk: who sets one, who confirms it, and what guards a fall."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commonward.contracts import Because, Code
from commonward.contracts.events import Fall


class SetBy(StrEnum):
    """Who sets a level of risk."""

    WORKER = "worker"
    """Whoever completes the tool."""
    TWO_PEOPLE = "two-people"
    """Whoever completes the tool judges, and somebody else decides: of `second_role`, if one is named."""
    MEETING = "meeting"
    """The kind of meeting with `decides=("level",)`; what a person judges is provisional until it has."""


@dataclass(frozen=True, slots=True)
class Level:
    """A step of the board's scale; a higher rank is a higher risk."""

    code: Code
    title: str
    rank: int
    monitored: bool = True
    """False where nobody looks again by themselves: to fall to it is to be removed from monitoring."""


@dataclass(frozen=True, slots=True)
class FallGuard:
    """Which falls want a reason and a second person, whoever sets levels otherwise. A removal from monitoring does."""

    most_steps: int = 1
    """A fall by more steps of the scale than this does."""
    most_in_a_day: int = 2
    """Further falls on one day by one person do."""
    second_role: Code | None = None
    """The role of the second; by default the scale's, else anybody who may decide."""
    because: Because = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """The board's own ordered levels, and who decides one."""

    levels: tuple[Level, ...]
    set_by: SetBy
    second_role: Code | None = None
    """With two people: the role of the second."""
    provisional: bool = False
    """True where a level waits to be confirmed by somebody else than who judged; where a meeting sets it, it does."""
    confirmed_by: Code | None = None
    """The role that confirms; by default anybody who may decide. Left out where a meeting decides: only it confirms."""
    divergence_wants_reason: bool = True
    """True where a decided level that differs from the first person's judgement wants a reason."""
    guard: FallGuard | None = None
    """None takes the guard of a more general layer, if one declares it."""
    because: Because = ()
    early_review_because: Because = ()
    """The rules by which new information may ask for a review before it is due."""

    def find(self, code: Code) -> Level | None:
        """The level of that code, if the scale has it."""
        return next((level for level in self.levels if level.code == code), None)

    def rank(self, code: Code) -> int:
        """The rank of a level; below all others for one that the scale does not have."""
        level = self.find(code)
        return level.rank if level else min(level.rank for level in self.levels) - 1

    def steps_down(self, old: Code, new: Code) -> int:
        """How many steps of the scale it is down from one level to the other; none for a rise."""
        return sum(self.rank(new) < level.rank <= self.rank(old) for level in self.levels)

    def guarded(self, old: Code | None, new: Code, falls_today: int) -> tuple[Fall, ...]:
        """Why a new level wants a reason and a second person; nothing, where it does not.

        `falls_today` counts the falls that the same person has already brought about today.
        """
        if self.guard is None or old is None or not (steps := self.steps_down(old, new)):
            return ()
        before, after = self.find(old), self.find(new)
        reasons = {
            Fall.STEPS: steps > self.guard.most_steps,
            Fall.UNMONITORED: before is not None and after is not None and before.monitored and not after.monitored,
            Fall.SEVERAL: falls_today >= self.guard.most_in_a_day,
        }
        return tuple(fall for fall, holds in reasons.items() if holds)
