"""Compares cases and merged records with what the events say."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlmodel import Session, col, select

from commonward.contracts.events import RecordsMerged, RecordsParted
from commonward.procedure.rebuilding import Rebuilt
from commonward.runtime.verifying import Difference
from commonward.store import Inbox
from commonward_referral.model import CLOSED, OPEN, Case, Child


def compare(session: Session, authority: str, rebuilt: dict[UUID, Rebuilt]) -> Iterator[Difference]:
    """Cases and merged records."""
    yield from compare_cases(session, authority, rebuilt)
    yield from compare_merged(session)


def compare_merged(session: Session) -> Iterator[Difference]:
    """Records that are merged into another one than the events say, or into none."""
    told = (RecordsMerged.type, RecordsParted.type)
    rows = session.exec(select(Inbox).where(col(Inbox.type).in_(told)).order_by(col(Inbox.at))).all()
    right: dict[UUID, UUID | None] = {}
    for row in rows:
        if row.type == RecordsMerged.type:
            merged = RecordsMerged.model_validate_json(row.body)
            right[merged.merged] = merged.into
        else:
            right[RecordsParted.model_validate_json(row.body).parted] = None
    held = {id: into for id, into in session.exec(select(Child.id, Child.merged_into)) if into or id in right}
    for child in held.keys() | right.keys():
        if held.get(child) != right.get(child):
            yield Difference("referral", child, "merged_into", str(held.get(child)), str(right.get(child)))


def compare_cases(session: Session, authority: str, rebuilt: dict[UUID, Rebuilt]) -> Iterator[Difference]:
    """Cases whose state, edition or worker is otherwise than their events make it."""
    for case in session.exec(select(Case)):
        found = rebuilt.get(case.id)
        if found is None:
            yield Difference("referral", case.id, "case", "there", "missing")
            continue
        facts = found.facts
        right = {"state": CLOSED if facts.closed else OPEN, "edition": facts.edition, "worker": facts.worker}
        for name, wanted in right.items():
            if getattr(case, name) != wanted:
                yield Difference("referral", case.id, name, str(getattr(case, name)), str(wanted))
