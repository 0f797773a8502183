"""Holding the cases against what the events say."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from sqlmodel import Session, select

from commonward.procedure.rebuilding import Rebuilt
from commonward.runtime.verifying import Difference
from commonward_referral.model import CLOSED, OPEN, Case


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
