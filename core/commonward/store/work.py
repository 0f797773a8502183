"""A unit of work: one transaction of one authority, in which state, events, facts and audit are written together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete
from sqlmodel import Session, SQLModel, col

from commonward.clock import utcnow
from commonward.contracts import CASE_EVENTS, Event, Happened
from commonward.procedure import Facts, Procedure, Procedures, fold
from commonward.store.database import Database, session_on
from commonward.store.relations import Viewer
from commonward.store.sight import Sight
from commonward.store.subjects import (
    LOCKED,
    LOCKED_IN_A_COPY,
    LOCKED_WITH_COVER,
    NOTHING_KNOWN,
    UNREAD,
    Conflict,
    SubjectState,
    UnknownSubject,
    happened_of,
)
from commonward.store.tables import Audit, Outbox, Subject, Tie
from commonward.store.ties import beside, tie_rows, ties
from commonward.store.types import new_id
from commonward.store.writes import WriteSet
from commonward.telemetry import traceparent

ROLE = "role"
"""Why somebody may, where it is about no case of theirs."""


class Work:
    """What a command or a reaction works with. Not safe to share between threads."""

    def __init__(
        self,
        connection: Connection,
        *,
        service: str,
        authority: str,
        actor: UUID,
        procedures: Procedures,
        viewer: Viewer | None = None,
    ) -> None:
        self.connection = connection
        self.service = service
        self.authority = authority
        self.actor = actor
        self.procedures = procedures
        self.viewer = viewer
        """Who asks over the web, and sees only what the policy lets them; None for the platform's own workers."""
        self.began: datetime = utcnow()
        self.now = self.began
        """The time of what is done; `as_of` sets it back."""
        self.sight = Sight(authority, viewer, self.began)
        """What they may see in lists."""
        self.cache: dict[object, Any] = {}
        """What a batch has looked up for its events, by key of the reaction that wants it."""
        self.gone: set[UUID] = set()
        """Subjects that were disposed of in this unit of work."""
        self._subjects: dict[UUID, SubjectState] = {}
        self._writes = WriteSet()
        self._audited: list[dict[str, Any]] = []
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The ORM in this transaction; made when it is first asked for, as many commands do without."""
        if self._session is None:
            self._session = session_on(self.connection, self.authority)
        return self._session

    # --- subjects

    def begin_subject(self, id: UUID) -> None:
        """Start the life of a subject that is new."""
        self._subjects[id] = SubjectState(id, 0, 0, NOTHING_KNOWN, changed=True)

    def begin_missing(self, ids: Iterable[UUID]) -> None:
        """Start the lives of those that `load` did not find."""
        for id in ids:
            if id not in self._subjects:
                self.begin_subject(id)

    def load(self, ids: Iterable[UUID]) -> None:
        """Lock several subjects in one query; in order of id, so that two workers can't block each other.

        One that the viewer may not see is not loaded, as if it were not there.
        """
        wanted = sorted({id for id in ids if id not in self._subjects})
        if not wanted:
            return
        given: dict[str, Any] = {"authority": self.authority, "ids": wanted}
        if self.viewer is None:
            found = self.connection.execute(LOCKED, given)
        else:
            given |= {"person": self.viewer.person, "now": self.now}
            found = self.connection.execute(LOCKED_IN_A_COPY if self.viewer.of_a_copy else LOCKED_WITH_COVER, given)
        for id, sequence, applied, facts, covers, waits in found:
            known = Facts.model_validate_json(facts)
            self._subjects[id] = SubjectState(id, sequence, applied, known, covers=covers, held_up=waits)
        for id in wanted:
            if id in self._subjects:
                self._subjects[id].tied = ties(self.facts(id))
                self._admit(self._subjects[id])

    def forget(self, id: UUID) -> None:
        """A subject is disposed of: nothing of it is written any more."""
        self._subjects.pop(id, None)
        self.gone.add(id)

    def _admit(self, state: SubjectState) -> None:
        if self.viewer is None:
            return
        viewer = self.viewer.before(held_up=state.held_up)
        state.why = viewer.why(self.facts(state.id), self.now, covers=state.covers)
        if state.why is None:
            del self._subjects[state.id]

    def sees(self, id: UUID) -> frozenset[str] | None:
        """The groups of a subject's fields that the viewer may see; None where a worker acts, for all of them."""
        if self.viewer is None:
            return None
        state = self.subject(id)
        viewer = self.viewer.before(held_up=state.held_up)
        return viewer.sees(self.facts(id), self.now, covers=state.covers)

    def shown(self) -> frozenset[str] | None:
        """The groups that the viewer may see of every subject touched here, or where there is none, by any relation.

        None where nobody asks over the web.
        """
        if self.viewer is None:
            return None
        seen = [groups for id in self._subjects if (groups := self.sees(id)) is not None]
        return frozenset.intersection(*seen) if seen else self.viewer.least

    def subject(self, id: UUID, *, expected: int | None = None) -> SubjectState:
        """Lock a subject. Raises UnknownSubject, or Conflict when it is not at the expected version."""
        self.load([id])
        if id not in self._subjects:
            raise UnknownSubject(str(id))
        state = self._subjects[id]
        if expected is not None and expected != state.sequence:
            raise Conflict(expected, state.sequence)
        return state

    def facts(self, id: UUID) -> Facts:
        """What is known of a subject, this service's own newest events included."""
        state = self.subject(id)
        if state.ahead is None:
            state.ahead = state.facts
            for happened in self._unread(state):
                state.ahead = fold(state.ahead, happened)
        return state.ahead

    def procedure(self, id: UUID) -> Procedure:
        """The procedure that the subject follows: at its own edition, or today's for a new one."""
        edition = self.facts(id).edition
        if edition is None:
            return self.procedures.current(self.authority, self.now.date())
        return self.procedures.of(self.authority, edition)

    def apply(self, happened: Happened[Event]) -> Facts:
        """Fold an event that was read from the topic, and return the facts after it."""
        state = self._subjects[happened.subject]
        before, state.facts = state.facts, fold(state.facts, happened)
        state.changed = state.changed or state.facts is not before or happened.publisher == self.service
        state.ahead = None
        if happened.publisher == self.service:
            state.applied = max(state.applied, happened.sequence)
            if state.unread is not None:
                state.unread = [own for own in state.unread if own.sequence > state.applied]
        return state.facts

    def _unread(self, state: SubjectState) -> list[Happened[Event]]:
        if state.unread is None:
            self._look_up_unread()
        assert state.unread is not None  # it is one of the loaded subjects
        return state.unread

    def _look_up_unread(self) -> None:
        """For every loaded subject in one query; what is published later in this unit of work, `publish` adds."""
        new = {state.id: state for state in self._subjects.values() if state.unread is None}
        for state in new.values():
            state.unread = []
        behind = [id for id, state in new.items() if state.sequence > state.applied]
        if not behind:
            return
        for row in self.connection.execute(UNREAD, {"authority": self.authority, "ids": behind}):
            if row.sequence > new[row.subject].applied:
                self._unread(new[row.subject]).append(happened_of(row, self.service))

    # --- what is written

    def write(self, model: type[SQLModel], **values: Any) -> UUID:
        """Add a row of this authority and return its id."""
        id: UUID = values.pop("id", None) or new_id()
        self._writes.insert(model, {"authority": self.authority, "id": id, **values})
        return id

    def replace(self, model: type[SQLModel], **values: Any) -> None:
        """Add a row of this authority, or replace the one with its id."""
        self._writes.upsert(model, {"authority": self.authority, **values})

    def publish(self, subject: UUID, event: Event) -> Happened[Event]:
        """Record an event about a locked subject; the relay sends it after the commit."""
        facts = self.facts(subject)
        state = self._subjects[subject]
        state.sequence += 1
        state.changed = True
        happened = self._outgoing(subject, event, state.sequence, CASE_EVENTS)
        self._unread(state).append(happened)
        state.ahead = fold(facts, happened)
        return happened

    def answer(self, topic: str, subject: UUID, event: Event) -> Happened[Event]:
        """Record an event for another topic, where order does not matter; it has no number."""
        return self._outgoing(subject, event, 0, topic)

    def _outgoing(self, subject: UUID, event: Event, sequence: int, topic: str) -> Happened[Event]:
        happened = Happened(new_id(), self.authority, subject, sequence, self.service, self.now, event, traceparent())
        self._writes.insert(
            Outbox,
            {
                "authority": self.authority,
                "id": happened.id,
                "subject": subject,
                "sequence": sequence,
                "type": event.type,
                "topic": topic,
                "body": event.model_dump_json(),
                "trace": happened.trace,
                "at": self.now,
            },
        )
        return happened

    @contextmanager
    def as_of(self, at: datetime) -> Iterator[None]:
        """What is done within counts as done then: for history that was kept elsewhere. Its audit is of today."""
        now, self.now = self.now, at
        try:
            yield
        finally:
            self.now = now

    def audit(self, action: str, subject: UUID | None = None, *, why: str | None = None) -> None:
        """Record who does what and why; recording nothing for a write is an error of the caller.

        Without a reason it is the relation that lets them see the subject, or else the role. Raises UnknownSubject
        where they may not see it.
        """
        if subject is not None and self.viewer is not None:
            self.subject(subject)
        row = {"at": self.began, "actor": self.actor, "action": action, "subject": subject, "why": why}
        self._audited.append(row)

    def _relation(self, subject: UUID | None) -> str:
        state = self._subjects.get(subject) if subject else None
        return state.why if state is not None and state.why is not None else ROLE

    def flush(self) -> None:
        """Send everything to the database; the transaction stays open."""
        self._gather()
        self._writes.flush(self.connection)

    def finish(self) -> None:
        """Send what is left, as the last act of the transaction."""
        self._gather()
        self._writes.finish(self.connection)

    def _gather(self) -> None:
        """Put what has changed among the rows to be written."""
        for row in self._audited:
            self.write(Audit, **{**row, "why": row["why"] or self._relation(row["subject"])})
        self._audited.clear()
        if self._session is not None:
            self._session.flush()
        for state in self._subjects.values():
            if state.changed:
                facts = state.facts.model_dump_json(exclude_defaults=True)
                row = {"authority": self.authority, "id": state.id, "sequence": state.sequence}
                known = self.facts(state.id)  # what is not read back yet too, so that no list lags behind its own case
                self._writes.upsert(Subject, {**row, "applied": state.applied, "facts": facts, **beside(known)})
                state.changed = False
                self._tie(state, known)

    def _tie(self, state: SubjectState, known: Facts) -> None:
        """Where somebody's ties have changed, which is seldom, the subject's are written anew."""
        now = ties(known)
        if now == state.tied:
            return
        if state.tied:
            mine = (col(Tie.authority) == self.authority, col(Tie.subject) == state.id)
            self.connection.execute(delete(Tie).where(*mine))
        for row in tie_rows(state.id, known):
            self.write(Tie, **row)
        state.tied = now


@contextmanager
def work(
    database: Database, authority: str, *, actor: UUID, procedures: Procedures, viewer: Viewer | None = None
) -> Iterator[Work]:
    """One transaction: committed at the end, rolled back on any error. Raises DatabaseAway."""
    with database.transaction(authority) as connection:
        unit = Work(
            connection,
            service=database.service,
            authority=authority,
            actor=actor,
            procedures=procedures,
            viewer=viewer,
        )
        yield unit
        unit.finish()
