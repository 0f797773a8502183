"""What is known of a subject: what the procedure is asked with. No name, address or date of birth is in it.

Events are folded into it in `folding`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from commonward.contracts import Code, Event, Happened, Moment, Reference, Tri, Version
from commonward.contracts import events as e
from commonward.procedure.concern_facts import ConcernFact, DecisionFact, Said, known_from
from commonward.procedure.fact import Fact
from commonward.procedure.meeting_facts import (
    ActionFact,
    MeetingDecisionFact,
    MeetingFact,
    PlanFact,
)

ALLOCATED_WORKER = "allocated-social-worker"
"""The role that a case itself fills: whoever it is allocated to."""


class AssessmentFact(Fact):
    """A completed assessment."""

    id: UUID
    tool: Code
    judgement: Code
    completed_at: Moment
    purpose: e.Purpose = e.Purpose.INITIAL


class RecordFact(Fact):
    """A record that counts: its coded answers."""

    id: UUID
    answers: Mapping[Code, tuple[Code, ...]] = {}
    happened_at: Moment
    made_by: UUID
    authorised_by: UUID | None = None

    def all(self, field: Code) -> tuple[Code, ...]:
        """Every value of a field."""
        return self.answers.get(field, ())

    def one(self, field: Code) -> Code | None:
        """The value of a field that takes one, if it was answered."""
        return next(iter(self.all(field)), None)

    def yes(self, field: Code) -> bool:
        """Whether a field was answered with yes."""
        return self.one(field) == Tri.YES


class MissingFact(Fact):
    """A missing episode."""

    id: UUID
    number: int
    since: Moment
    returned_at: Moment | None = None


class SiblingFact(Fact):
    """The child has a sibling whom the authority knows."""

    id: UUID
    relation: e.Relation


class GlassFact(Fact):
    """Somebody opened the case by break-glass."""

    person: UUID
    until: Moment


class CoverFact(Fact):
    """Somebody works on what is allocated to the person that these facts are about."""

    arrangement: UUID
    cover: UUID
    since: Moment
    until: Moment


class Facts(Said):
    """What is known of a subject, and all of `Said`. What nobody has filled says so: `unknown`, None or empty."""

    kind: Code = "child"
    reference: Reference | None = None
    edition: Version | None = None
    opened_at: Moment | None = None
    closed: bool = False
    concerns: tuple[UUID, ...] = ()
    told: tuple[ConcernFact, ...] = ()
    """What each concern says by itself, oldest first."""
    route: Code | None = None
    routes: tuple[Code, ...] = ()
    """The response to each concern, oldest first; the last is `route`."""
    worker: UUID | None = None
    team: Code | None = None
    level: Code | None = None
    previous_level: Code | None = None
    level_decided_at: Moment | None = None
    provisional: bool = False
    confirmed_level: Code | None = None
    """The last level that was not provisional."""
    plan_wanted: Code | None = None
    review_months: int | None = None
    assessments: tuple[AssessmentFact, ...] = ()
    meetings: tuple[MeetingFact, ...] = ()
    plans: tuple[PlanFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()
    meeting_decisions: Mapping[Code, MeetingDecisionFact] = {}
    """What a meeting decided last: of the `level`, of `closing`."""
    decisions: Mapping[Code, DecisionFact] = {}
    records: Mapping[Code, tuple[RecordFact, ...]] = {}
    matters: Mapping[UUID, UUID] = {}
    """What records and corrections are about, by their ids, where whoever made them said so."""
    deciding: Mapping[Code, UUID] = {}
    """The concern that the next decision at a decision point is about, where that was said."""
    missing: tuple[MissingFact, ...] = ()
    voided: bool = False
    out_of_hours: bool = False
    """Whether the newest concern came out of office hours."""
    indicators: tuple[Code, ...] = ()
    """Every indicator that a concern has named."""
    worker_role: Code | None = None
    ages_reached: tuple[int, ...] = ()
    loaded_at: Moment | None = None
    """When the case was loaded as history, if it was."""
    live: bool = True
    """False from then on until a manager makes it live: nobody is told of anything meanwhile."""
    siblings: tuple[SiblingFact, ...] = ()
    referrers: tuple[UUID, ...] = ()
    opened_by: UUID | None = None
    """Who raised the first concern, or opened the record of an adult or a place, if somebody of the authority did."""
    restricted: bool = False
    """Only people who are `named`, and whoever else the policy says, may see the case."""
    named: tuple[UUID, ...] = ()
    blocked: tuple[UUID, ...] = ()
    """People with a conflict of interest: they see nothing of it."""
    opened_glass: tuple[GlassFact, ...] = ()
    covers: tuple[CoverFact, ...] = ()
    """Of a person who is or was away."""

    @property
    def holder(self) -> UUID | None:
        """Who works on it: the worker that it is allocated to; until it is allocated or restricted, who opened it."""
        return self.opened_by if self.worker_role is None and not self.restricted else self.worker

    def since_opened(self, at: datetime) -> bool:
        """Whether this was after the case was opened, last: what was so before it was closed once need not hold now.

        To the minute, since that is how people write down when something was.
        """
        return self.opened_at is None or at >= self.opened_at.replace(second=0, microsecond=0)

    @property
    def newest(self) -> UUID | None:
        """The newest concern."""
        return next(reversed(self.concerns), None)

    def of_concern(self, concern: UUID) -> Facts:
        """The same without what later concerns say: what is known of this one."""
        places = [place for place, each in enumerate(self.told) if each.id == concern]
        if not places or places[-1] == len(self.told) - 1:
            return self
        return self.model_copy(update=known_from(self.told[: places[-1] + 1]))

    def is_history(self, happened: Happened[Event]) -> bool:
        """Whether an event is part of what was loaded, and not of what has happened since."""
        return self.loaded_at is not None and happened.at < self.loaded_at

    def decision(self, code: Code) -> DecisionFact | None:
        """The last decision of that kind."""
        return self.decisions.get(code)

    def record(self, kind: Code) -> RecordFact | None:
        """The newest record of a kind."""
        return next(reversed(self.records.get(kind, ())), None)

    def held(self, kind: Code) -> tuple[MeetingFact, ...]:
        """Meetings of a kind that were held, oldest first."""
        held = [(meeting.held_at, meeting) for meeting in self.meetings if meeting.kind == kind and meeting.held_at]
        return tuple(meeting for _, meeting in sorted(held, key=lambda pair: pair[0]))

    def minutes_signed(self, kind: Code) -> bool:
        """Whether the minutes of the meeting of a kind that was held last are signed off, as they are now."""
        return any(meeting.minutes_signed for meeting in self.held(kind)[-1:])

    @property
    def open_actions(self) -> tuple[ActionFact, ...]:
        """Actions of which nobody has recorded what became of them."""
        return tuple(action for action in self.actions if action.outcome is None)

    def plan(self, kind: Code) -> PlanFact | None:
        """The plan of a kind that was adopted last."""
        return next((plan for plan in reversed(self.plans) if plan.kind == kind), None)
