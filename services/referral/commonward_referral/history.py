"""Loading a board's past cases: by the same use cases as ever, each step as of its own time (ADR 19).

All of it is one transaction. What is wrong is told with its line, and then nothing was loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlmodel import col

from commonward.clock import london
from commonward.identity import Actor, person_id
from commonward.runtime.past import BadHistory, Line, Loaded, Wrong
from commonward.store import FieldError, NotReady, NotYours, Unacceptable, Work
from commonward.web import Resources
from commonward_referral import records
from commonward_referral.commands import allocate, authorise, decide
from commonward_referral.concerns import Source, raise_concern
from commonward_referral.episodes import report_missing
from commonward_referral.history_lines import (
    Numbered,
    Past,
    PastAllocation,
    PastConcern,
    PastDecision,
    PastMissing,
    PastRecord,
    Person,
    read,
)
from commonward_referral.model import Case, Concern
from commonward_referral.record_schemas import MakeRecord, ReportMissing
from commonward_referral.schemas import Allocation, Decide, Done, Report
from commonward_referral.states import WAITING

HISTORY = "history"
"""The kind of a concern's source that is another system, which kept the case until now."""
_CASES = UUID("0198c0de-0b11-5a7e-8000-c0ffee000006")
_SHARED = (
    "agency",
    "happened_on",
    "account",
    "immediate_danger",
    "significant_harm",
    "sexually_active",
    "forms",
    "indicators",
)


class _OnlyLooked(Exception):
    """Nothing is kept of what was done to see what would be."""


def load_history(resources: Resources, authority: str, lines: Sequence[Line], dry_run: bool) -> list[Loaded]:
    """Load past cases, all or none, each once; with `dry_run` only say what would be. Raises BadHistory."""
    cases, loaded = read(lines), list[Loaded]()
    with suppress(_OnlyLooked), resources.work(Actor.system(authority, resources.service)) as unit:
        loaded = _Loader(resources, unit).load(cases)
        if dry_run:
            raise _OnlyLooked
    return loaded


class _Loader:
    """One file's cases in one unit of work."""

    def __init__(self, resources: Resources, work: Work) -> None:
        self._resources, self._work = resources, work
        self._wrong: list[Wrong] = []

    def load(self, cases: dict[str, list[Numbered]]) -> list[Loaded]:
        """Every case that is not there yet. Raises BadHistory."""
        sources = {case: uuid5(_CASES, f"{self._work.authority}|{case}") for case in cases}
        known = self._known(list(sources.values()))
        loaded = []
        for case, entries in cases.items():
            if sources[case] in known:
                loaded.append(Loaded(case, "", len(entries), known=True))
                self._same_as_before(entries, known[sources[case]])
            elif reference := self._case(sources[case], entries):
                loaded.append(Loaded(case, reference, len(entries)))
        if self._wrong:
            raise BadHistory(self._wrong)
        return loaded

    def _known(self, sources: Sequence[UUID]) -> dict[UUID, int]:
        """Of those that were loaded before, how many concerns they had."""
        query = select(col(Concern.reported_by), func.count()).where(col(Concern.reported_by).in_(sources))
        found = self._work.session.execute(query.group_by(col(Concern.reported_by)))
        return dict(found.tuples().all())

    def _same_as_before(self, entries: Sequence[Numbered], concerns: int) -> None:
        found = [number for number, entry in entries if isinstance(entry, PastConcern)]
        if len(found) != concerns:
            count = "1 concern" if concerns == 1 else f"{concerns} concerns"
            message = f"case: was loaded before and had {count} then; what is new is told to the platform itself"
            self._wrong.append(Wrong(found[-1], message))

    def _case(self, source: UUID, entries: Sequence[Numbered]) -> str | None:
        """Load one case up to its first line that can't be; its reference, if it could be opened."""
        opened: tuple[UUID, UUID, str] | None = None
        for number, entry in entries:
            with self._told(number) as told, self._work.as_of(entry.at):
                if opened is None:
                    opened = self._open(source, entry)
                else:
                    self._step(source, *opened[:2], entry)
            if told:
                return None
        assert opened is not None  # a case has a first line
        self._work.audit("history.load", opened[0])
        return opened[2]

    @contextmanager
    def _told(self, number: int) -> Iterator[list[Wrong]]:
        """What is refused within is told with the number of its line."""
        told: list[Wrong] = []
        try:
            yield told
        except (Unacceptable, NotReady) as refused:
            told += [Wrong(number, f"{each.field}: {each.message}{_allowed(each.allowed)}") for each in refused.errors]
        except NotYours as refused:
            told.append(Wrong(number, f"by: {refused}"))
        self._wrong += told

    def _open(self, source: UUID, entry: Past) -> tuple[UUID, UUID, str]:
        """The case, its child and its reference."""
        assert isinstance(entry, PastConcern)  # `read` has seen to it
        if entry.at >= self._work.began:
            raise Unacceptable(FieldError(field="at", message="is in the future"))
        told_by = Source(HISTORY, source, loaded_at=self._work.began)
        routed = raise_concern(self._work, _report(entry, child=entry.child), told_by)
        if not routed.opened:
            raise Unacceptable(FieldError(field="child", message="has an open case here already; end that first"))
        self._work.flush()  # what follows looks the case up
        held = self._work.session.get_one(Case, (self._work.authority, routed.case))
        return routed.case, held.child, routed.reference

    def _step(self, source: UUID, case: UUID, child: UUID, entry: Past) -> None:
        """What was done on the case later."""
        if entry.at >= self._work.began:
            raise Unacceptable(FieldError(field="at", message="is in the future"))
        match entry:
            case PastConcern():
                report = _report(entry, child_id=child, circumstances=entry.circumstances)
                raise_concern(self._work, report, Source(HISTORY, source))
            case PastAllocation():
                worker = person_id(self._work.authority, entry.worker) if entry.worker else None
                given = Allocation(role=entry.role, team=entry.team, worker=worker)
                # In which posts people were then, no directory of today says.
                allocate(self._work, case, given, lambda who: (entry.role,) if self._exists(who) else ())
            case PastRecord():
                self._record(case, entry)
            case PastDecision():
                self._decision(case, entry)
            case PastMissing():
                missing = ReportMissing(
                    missing_from=entry.missing_from,
                    returned_at=entry.returned_at,
                    agency=entry.agency,
                    account=entry.account,
                )
                report_missing(self._work, self._actor(entry.by), case, missing)

    def _record(self, case: UUID, entry: PastRecord) -> None:
        wanted = MakeRecord(kind=entry.form, answers=entry.answers, override_reason=entry.override_reason)
        made = records.make(self._work, self._actor(entry.by), case, wanted, self._exists)
        self._agreed(made, entry, records.authorise)

    def _decision(self, case: UUID, entry: PastDecision) -> None:
        wanted = Decide(
            decision=entry.decision, option=entry.option, reason=entry.reason, override_reason=entry.override_reason
        )
        self._agreed(decide(self._work, self._actor(entry.by), case, wanted), entry, authorise)

    def _agreed(self, made: Done, entry: PastRecord | PastDecision, agree: Agree) -> None:
        """Where the board wants a second person, it does so of what is past, too."""
        if made.state == WAITING and entry.agreed_by is None:
            raise Unacceptable(FieldError(field="agreed_by", message="say who agreed: the board wants a second person"))
        if made.state == WAITING and entry.agreed_by is not None:
            self._work.flush()  # it is looked up
            agree(self._work, self._actor(entry.agreed_by), made.id, agree=True)

    def _actor(self, person: Person) -> Actor:
        authority = self._work.authority
        return Actor(authority, person_id(authority, person.id), frozenset({person.role}))

    def _exists(self, person: UUID) -> bool:
        today = london(self._work.began).date()
        return self._resources.directory.person_exists(self._work.authority, person, today)


class Agree(Protocol):
    """How a second person agrees."""

    def __call__(self, work: Work, actor: Actor, id: UUID, /, *, agree: bool) -> Done: ...


def _report(entry: PastConcern, **child: Any) -> Report:
    """It was checked as a line; the concern's own checks follow."""
    shared = {name: getattr(entry, name) for name in _SHARED}
    return Report.model_construct(**{"child": None, "child_id": None, **shared, **child})


def _allowed(allowed: Sequence[str]) -> str:
    return f" (allowed: {', '.join(allowed)})" if allowed else ""
