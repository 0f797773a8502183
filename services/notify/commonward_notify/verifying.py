"""Compares what is owed, and the breach ledger, with what the events say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from uuid import UUID

from sqlmodel import Session, select

from commonward.procedure import Obligation, State
from commonward.procedure.rebuilding import Rebuilt
from commonward.runtime.verifying import Difference
from commonward_notify.ledger import obligation_of
from commonward_notify.model import Breach, Owed


def compare_obligations(session: Session, authority: str, rebuilt: dict[UUID, Rebuilt]) -> Iterator[Difference]:
    """Obligations that are missing, too many, or otherwise than the events make them; breaches that are missing."""
    stored = {row.id: (row.case_id, obligation_of(row.model_dump())) for row in session.exec(select(Owed))}
    right = {id: (case, one) for case, found in rebuilt.items() for id, one in found.obligations.items()}
    for id in stored.keys() | right.keys():
        (case, _) = found = right.get(id) or stored[id]
        if id not in stored or id not in right:
            present = "there", "missing"
            mine, theirs = present if id in stored else present[::-1]
            yield Difference("notify", case, f"obligation {found[1].clock}", mine, theirs)
        else:
            yield from _differs(case, stored[id][1], right[id][1])
    yield from _breaches(session, right)


def _differs(case: UUID, mine: Obligation, right: Obligation) -> Iterator[Difference]:
    for field in fields(Obligation):
        held, wanted = getattr(mine, field.name), getattr(right, field.name)
        if held != wanted:
            yield Difference("notify", case, f"{right.clock}: {field.name}", str(held), str(wanted))


def _breaches(session: Session, right: dict[UUID, tuple[UUID, Obligation]]) -> Iterator[Difference]:
    """What is overdue and does not stand in the ledger."""
    standing = {row.obligation for row in session.exec(select(Breach)) if row.corrected_at is None}
    for id, (case, obligation) in right.items():
        if obligation.state is State.BREACHED and id not in standing:
            yield Difference("notify", case, f"{obligation.clock}: breach", "missing", "there")
