"""Nothing is proposed twice: of two equal proposals side by side, the later could only be refused.

Each is called under its case's lock, so that of two people at once the second finds what the first has proposed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.clock import day_in_words
from commonward.procedure import DecisionPoint, RecordKind
from commonward.store import AlreadyWaits, Waiting, Work
from commonward_referral.model import Decision
from commonward_referral.proposal_model import Proposal
from commonward_referral.record_model import Record
from commonward_referral.record_schemas import MakeRecord
from commonward_referral.schemas import Decide
from commonward_referral.states import WAITING

WAYS_OF_SAYING = frozenset({"reason", "version"})
"""What two proposals of one thing may differ in."""


def refuse_second_decision(work: Work, case: UUID, point: DecisionPoint, wanted: Decide) -> None:
    """Raise AlreadyWaits where the same option waits at that point, about the same concern."""
    query = select(col(Decision.id)).where(col(Decision.case_id) == case, col(Decision.state) == WAITING)
    same = col(Decision.decision) == point.id, col(Decision.option) == wanted.option
    found = work.session.scalar(query.where(*same, col(Decision.concern) == wanted.concern))
    if found is not None:
        raise _waits(work, "decision", found, case, point.second_role)


def refuse_second_record(work: Work, case: UUID, kind: RecordKind, wanted: MakeRecord) -> None:
    """Raise AlreadyWaits where a form of the same answers waits, about the same thing."""
    query = select(Record).where(col(Record.case_id) == case, col(Record.state) == WAITING)
    same = col(Record.kind) == kind.id, col(Record.about) == wanted.about
    answers = {code: list(values) for code, values in wanted.answers.items() if values}
    for row in work.session.scalars(query.where(*same)):
        if {code: values for code, values in json.loads(row.answers).items() if values} == answers:
            raise _waits(work, "record", row.id, case, kind.second_role)


def refuse_second_proposal(work: Work, cases: Iterable[UUID], kind: str, content: str, *, whole: bool) -> None:
    """Raise AlreadyWaits where one of the same content waits; of any content where it changes the `whole` case."""
    query = select(Proposal).where(col(Proposal.case_id).in_(set(cases)), col(Proposal.state) == WAITING)
    for row in work.session.scalars(query.where(col(Proposal.kind) == kind)):
        if whole or _says(row.content) == _says(content):
            raise _waits(work, "proposal", row.id, row.case_id, None)


def refuse_other_birth(work: Work, case: UUID, born: date | None) -> None:
    """Raise AlreadyWaits, saying which, where another date of birth waits: of the two only one can be right."""
    query = select(Proposal).where(col(Proposal.case_id) == case, col(Proposal.state) == WAITING)
    for row in work.session.scalars(query.where(col(Proposal.kind) == "correct")):
        other = json.loads(row.content).get("born")
        if born is not None and other not in (None, str(born)):
            what = f"Another date of birth, {day_in_words(date.fromisoformat(other))},"
            raise AlreadyWaits(Waiting(about="proposal", id=row.id, case=case), what=what)


def _says(content: str) -> Mapping[str, Any]:
    said = {name: value for name, value in json.loads(content).items() if name not in WAYS_OF_SAYING}
    if said.keys() == {"child", "into"}:  # which of two records goes on is the same question either way
        return {"pair": sorted(said.values())}
    return said


def _waits(work: Work, about: str, id: UUID, case: UUID, role: str | None) -> AlreadyWaits:
    return AlreadyWaits(Waiting(about=about, id=id, case=case), work.procedure(case).words.of(role) if role else "")
