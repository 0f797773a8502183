"""Kinds of meeting: who calls, convenes and chairs them and must be there, what they decide, what their plan holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from commonward.clock import Limit
from commonward.contracts import Because, Code, Event
from commonward.contracts.field_groups import FieldGroup
from commonward.procedure.declaring import Only, When, each_of
from commonward.procedure.facts import Facts

LEVEL, CLOSING = "level", "closing"
DECIDABLE = (LEVEL, CLOSING)
"""What a meeting may be given to decide."""
OUTCOMES: tuple[Code, ...] = ("achieved", "partly-achieved", "not-achieved", "no-longer-needed")
"""What may become of an action, where a board does not say otherwise."""


def in_place(facts: Facts) -> Code | None:
    """The plan of which a concern has told."""
    return facts.plan_in_place


class Demand(StrEnum):
    """What a board may demand of a plan."""

    SECTIONS = "sections"
    AIMS = "aims"
    SMART = "smart"
    OTHER_PLAN = "other-plan"
    NEXT_MEETING = "next-meeting"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting: who convenes, chairs and must be there, what it decides, and what its plan holds.

    An inquorate meeting adopts no plan and decides nothing; no declaration can change that.
    """

    id: Code
    title: str
    because: Because
    convened_by: Code | tuple[Code, ...]
    """The role that convenes, or several of which any may."""
    chair: Code
    """The role that chairs."""
    invited: tuple[Code, ...]
    """Agencies."""
    quorum: tuple[Code, ...] = ()
    """Agencies without which it is inquorate and can't adopt a plan."""
    quorum_roles: tuple[Code, ...] = ()
    """Roles of the board that must be there as well, such as the reviewing officer."""
    chair_unless: tuple[When, Code] | None = None
    """Another chair's role where a condition holds: (condition on None and the facts, role)."""
    joint_chairs: tuple[Code, ...] = ()
    """Roles that chair together with `chair`; each may act as the chair."""
    substitutes: tuple[Code, ...] = ()
    """Roles that may chair instead, with a recorded reason; empty: any role of the board."""
    called_on: tuple[type[Event] | Only, ...] = ()
    """Events after which one is required, unless one is still to be held."""
    by_people: bool = True
    """False where nobody may call one: only a level, a decision or `called_on` does."""
    agenda: bool = False
    """True where one sitting may be about many cases; each has its own record."""
    invite_decided_for: tuple[Code, ...] = ()
    """Who is invited only by a decision about each, with its reason, such as the child and the parent."""
    records_before: tuple[Code, ...] = ()
    """Kinds of record that must be there before it is held, anew for each after one that was quorate."""
    may_align_with: tuple[Code, ...] = ()
    """Statutory meetings that it may be held together with: one event, a record of each."""
    decides: tuple[Code, ...] = ()
    """What the meeting alone decides, through its chair: `level`, `closing` (the options of the decision `closing`)."""
    plan: Code | None = None
    plan_sections: tuple[Code, ...] = ()
    plan_groups: tuple[tuple[Code, FieldGroup], ...] = ()
    """(section, group): sections that are shown or withheld with another group than what people write of a child."""
    plan_aims: tuple[Code, ...] = ()
    """Aims of which a plan follows at least one; empty: none are asked for."""
    refers_to_other_plan: bool = False
    """True where the plan must name the child's other plan when one is in place."""
    other_plan: Callable[[Facts], Code | None] = in_place
    """Which other plan of the child's is in place; by default the one that a concern named."""
    smart: bool = False
    """True where it is attested of each action that it is achievable and realistic."""
    action_kinds: tuple[Code, ...] = ()
    """What an action may be about."""
    wanted_actions: tuple[Code, ...] = ()
    """Kinds of action whose absence from a plan is pointed out."""
    action_owned_by: tuple[tuple[Code, Code], ...] = ()
    """(kind of action, agency): the agency that must own actions of this kind."""
    outcomes: tuple[Code, ...] = OUTCOMES
    """What may become of an action."""
    views_of: tuple[Code, ...] = ()
    """Whose views are wanted when they do not attend."""
    shared_with: tuple[Code, ...] = ()
    share_within: Limit | None = None
    """How long after the meeting its plan is shared at the latest; None where no figure is stated."""
    share_early: tuple[tuple[Code, Limit], ...] = ()
    """(level, limit): levels at which it is shared earlier than `share_within`."""
    agree_next: bool = False
    """True where the date of the next meeting must be agreed."""
    agree_interval: bool = False
    """True where it must be agreed how often the later meetings are."""
    should: tuple[Demand, ...] = ()
    """Demands of the plan that are a *should*: a manager may go on without them, with a reason."""
    plan_because: Because = ()

    @property
    def conveners(self) -> tuple[Code, ...]:
        """The roles of which any may convene it."""
        return (self.convened_by,) if isinstance(self.convened_by, str) else self.convened_by

    def chair_for(self, facts: Facts) -> Code:
        """The role that chairs for this subject."""
        if self.chair_unless and self.chair_unless[0](None, facts):
            return self.chair_unless[1]
        return self.chair

    def called_by(self, event: Event, facts: Facts) -> bool:
        """Whether this event calls for one; `facts` already hold it."""
        return any(each.has(event, facts) for each in each_of(self.called_on))

    def share_limit(self, level: Code | None) -> Limit | None:
        """How long after the meeting a plan is shared at the latest, for a subject at this level."""
        return next((limit for early, limit in self.share_early if early == level), self.share_within)

    def group_of(self, section: Code) -> FieldGroup:
        """The one group that a section of its plan is of."""
        return dict(self.plan_groups).get(section, FieldGroup.NARRATIVE)

    def roles(self) -> Iterator[Code]:
        """Every role that it names; each must be one of the board's."""
        yield from (*self.conveners, self.chair, *self.joint_chairs, *self.substitutes, *self.quorum_roles)
        if self.chair_unless:
            yield self.chair_unless[1]
