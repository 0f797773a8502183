"""A case that was loaded as history: nobody is notified until a manager makes it live; then each is told once."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import col

from commonward.contracts import Happened
from commonward.contracts.events import CaseMadeLive
from commonward.identity import Actor
from commonward.procedure import State
from commonward.store import Work
from commonward_notify.ledger import Ledger, Row
from commonward_notify.model import HELD, WAITING, Notice
from commonward_notify.notices import raise_telling
from commonward_notify.telling import Telling

ABOUT = "made-live"


class AlreadyLive(Exception):
    """The case was never history, or somebody has made it live."""


def make_live(work: Work, actor: Actor, case: UUID) -> None:
    """Let a case's notices go out from now on. Raises AlreadyLive, UnknownSubject."""
    work.subject(case)
    if work.facts(case).live:
        raise AlreadyLive("its notices go out already")
    work.publish(case, CaseMadeLive(made_by=actor.person, made_at=work.now))
    work.audit("case.make-live", case)


def tell_what_is_owed(work: Work, happened: Happened[Any]) -> None:
    """Tell each role once of all that it owes, and let go what has been held since the case was loaded."""
    by_role: dict[str, list[Row]] = defaultdict(list)
    ledger, case = Ledger.of(work), happened.subject
    for obligation in ledger.obligations(case):
        row = ledger.put(work, case, obligation, live=True)
        if obligation.state.owed:
            by_role[row["role"]].append(row)
    for role, rows in sorted(by_role.items()):
        raise_telling(work, _telling(role, rows), happened)
    work.flush()  # what this very unit of work has held is let go too
    held = update(Notice).where(col(Notice.case_id) == case, col(Notice.state) == HELD)
    let_go = held.values(state=WAITING, next_attempt_at=work.now)
    work.session.execute(let_go, execution_options={"synchronize_session": False})


def _telling(role: str, rows: list[Row]) -> Telling:
    overdue = sorted(row["title"] for row in rows if row["state"] == State.BREACHED)
    others = sorted(row["title"] for row in rows if row["state"] != State.BREACHED)
    parts = [f"{words}: {'; '.join(titles)}." for words, titles in (("Overdue", overdue), ("Owed", others)) if titles]
    because = tuple(dict.fromkeys(rule for row in rows for rule in row["because"]))
    return Telling(ABOUT, role, " ".join(("The case was made live.", *parts)), urgent=bool(overdue), because=because)
