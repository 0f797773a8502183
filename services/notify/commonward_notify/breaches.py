"""The breach ledger: each deadline that passed, with what was known then and what is known now."""

from __future__ import annotations

from uuid import UUID, uuid5

from sqlalchemy import update
from sqlmodel import col

from commonward.contracts import Event, Happened
from commonward.contracts.events import CaseVoided
from commonward.procedure import Change, State, Step
from commonward.store import Work
from commonward.telemetry import METRICS
from commonward_notify.ledger import Row
from commonward_notify.model import Breach

_NAMESPACE = UUID("0198c0de-0b11-5a7e-8000-c0ffee000004")


def keep_breaches(work: Work, change: Change, row: Row, happened: Happened[Event]) -> None:
    """Enter a breach, or put beside the one that stands what a later fact says of it."""
    if change.step is Step.BREACHED or _ended_unnoticed(change, happened):
        _enter(work, change, row, happened)
    elif change.breach_corrected:
        _correct(work, row, happened)


def _enter(work: Work, change: Change, row: Row, happened: Happened[Event]) -> None:
    led_to = change.clock.on_breach if change.clock and change.step is Step.BREACHED else None
    METRICS.breaches.add(1, {"clock": row["clock"]})
    work.write(
        Breach,
        id=uuid5(_NAMESPACE, f"{row['id']}|{happened.id}"),
        case_id=row["case_id"],
        obligation=row["id"],
        clock=row["clock"],
        role=row["role"],
        consequence=led_to.effect.value if led_to else None,
        escalated_to=led_to.role if led_to else None,
        due=row["due"],
        known_at=happened.at,
    )


def _ended_unnoticed(change: Change, happened: Happened[Event]) -> bool:
    """Whether it ended after its time and before anybody said that the time had passed, say while a worker stood still.

    It was missed all the same. Where the whole case was void, or what opened it was put right, nothing was.
    """
    now, before = change.obligation, change.before
    if before is None or before.state is State.BREACHED or change.void or isinstance(happened.event, CaseVoided):
        return False
    if now.state is State.SUPERSEDED and before.state is State.OPEN:
        return now.due is not None and now.due <= happened.at
    return now.state is State.MET_LATE


def _correct(work: Work, row: Row, happened: Happened[Event]) -> None:
    work.flush()  # it may have been entered in this very unit of work
    standing = col(Breach.obligation) == row["id"], col(Breach.corrected_at).is_(None)
    corrected = {"corrected_by": happened.id, "corrected_at": happened.at, "due_now": row["due"]}
    work.session.execute(
        update(Breach).where(*standing).values(**corrected), execution_options={"synchronize_session": False}
    )
