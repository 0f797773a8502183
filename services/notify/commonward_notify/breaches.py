"""The breach ledger: each deadline that passed, with what was known then and what is known now."""

from __future__ import annotations

from uuid import UUID, uuid5

from sqlalchemy import update
from sqlmodel import col

from commonward.contracts import Event, Happened
from commonward.procedure import Change, Step
from commonward.store import Work
from commonward.telemetry import METRICS
from commonward_notify.ledger import Row
from commonward_notify.model import Breach

_NAMESPACE = UUID("0198c0de-0b11-5a7e-8000-c0ffee000004")


def keep_breaches(work: Work, change: Change, row: Row, happened: Happened[Event]) -> None:
    """Enter a breach, or put beside the one that stands what a later fact says of it."""
    if change.step is Step.BREACHED:
        _enter(work, change, row, happened)
    elif change.breach_corrected:
        _correct(work, row, happened)


def _enter(work: Work, change: Change, row: Row, happened: Happened[Event]) -> None:
    assert change.clock is not None  # only a clock that the edition has is breached
    METRICS.breaches.add(1, {"clock": row["clock"]})
    work.write(
        Breach,
        id=uuid5(_NAMESPACE, f"{row['id']}|{happened.id}"),
        case_id=row["case_id"],
        obligation=row["id"],
        clock=row["clock"],
        role=row["role"],
        consequence=change.clock.on_breach.effect.value,
        escalated_to=change.clock.on_breach.role,
        due=row["due"],
        known_at=happened.at,
    )


def _correct(work: Work, row: Row, happened: Happened[Event]) -> None:
    work.flush()  # it may have been entered in this very unit of work
    standing = col(Breach.obligation) == row["id"], col(Breach.corrected_at).is_(None)
    corrected = {"corrected_by": happened.id, "corrected_at": happened.at, "due_now": row["due"]}
    work.session.execute(
        update(Breach).where(*standing).values(**corrected), execution_options={"synchronize_session": False}
    )
