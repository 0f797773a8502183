"""Finding a case by a reference that somebody reads out: the case's own, or the one of a concern on a receipt."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, or_, select
from sqlmodel import col

from commonward.clock import LONDON, london
from commonward.store import Work
from commonward_referral.model import Case, Concern
from commonward_referral.rules import receipt_endings


def is_called(work: Work, reference: str) -> ColumnElement[bool]:
    """Whether a case has this reference, or a concern of it was received under it.

    The concerns are looked through whoever asks, so that the time tells nothing of a case that is not theirs to see.
    """
    register, year, letters = reference.split("-")
    authority = work.procedures.current(work.authority, london(work.now).date()).authority
    own, endings = col(Case.reference) == reference, receipt_endings(letters)
    if register != authority.register or not MINYEAR < int(year) < MAXYEAR or not endings:
        return own
    return or_(own, col(Case.id).in_(_received(work, int(year), endings)))


def _received(work: Work, year: int, endings: tuple[str, ...]) -> Select[tuple[UUID]]:
    """The cases of that year's concerns whose ids end so."""
    begins, until = (datetime(each, 1, 1, tzinfo=LONDON) for each in (year, year + 1))
    ends = or_(*(cast(col(Concern.id), String).like(f"%{ending}") for ending in endings))
    of_year = col(Concern.received_at) >= begins, col(Concern.received_at) < until
    return select(col(Concern.case_id)).where(col(Concern.authority) == work.authority, *of_year, ends)
