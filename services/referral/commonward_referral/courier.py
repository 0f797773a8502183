"""Carries answers and hand-overs between two authorities' sides of a transfer, one authority's transaction at a time.

No transaction sees both: what one side says is read in its own, kept in this process for a moment, and written in the
other's, sealed with the other's keys. Each step may come twice and counts once.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.clock import london
from commonward.contracts.events import TransferOffered, TransferReceived
from commonward.contracts.events.partner import ReportedChild
from commonward.identity import Actor
from commonward.store import Work
from commonward.web import Resources
from commonward_referral.concerns import Source, raise_concern
from commonward_referral.schemas import Report
from commonward_referral.transfer_model import (
    ACCEPTED,
    ACCEPTING,
    RECEIVED,
    REFUSING,
    REQUESTED,
    TransferIn,
    TransferOut,
)
from commonward_referral.transfer_schemas import Package
from commonward_referral.transfers import offer, settle

AGENCY = "another-authority"


@dataclass(frozen=True, slots=True)
class _News:
    """What a sender's side has to tell the receiver's."""

    id: UUID
    to: str
    state: str
    why: str | None
    parts: str
    note: str
    reference: str
    package: str | None
    """Only once the receiver has accepted."""


def carry(resources: Resources, authority: str) -> int:
    """Carry what this authority has answered, then what it has to tell those it asked; return how much."""
    return _carry_answers(resources, authority) + _carry_news(resources, authority)


def _carry_answers(resources: Resources, authority: str) -> int:
    with resources.database.session(authority) as session:
        query = select(TransferIn).where(col(TransferIn.state).in_((ACCEPTING, REFUSING)))
        answers = [(row.request, row.from_authority, row.state, row.why) for row in session.scalars(query)]
    moved = 0
    for id, sender, state, why in answers:
        with _acting(resources, sender) as unit:
            settle(unit, id, accepted=state == ACCEPTING, why=why)
        moved += _carry_news(resources, sender)
    return moved


def _carry_news(resources: Resources, authority: str) -> int:
    with resources.database.session(authority) as session:
        query = select(TransferOut).where(col(TransferOut.told) != col(TransferOut.state))
        news = [_news(row) for row in session.scalars(query.order_by(col(TransferOut.id)))]
    for each in news:
        with _acting(resources, each.to) as unit:
            _hear(unit, authority, each)
        with _acting(resources, authority) as unit:
            row = unit.session.get(TransferOut, (authority, each.id), with_for_update=True)
            if row is not None:  # its case may have been disposed of meanwhile
                row.told = each.state
    return len(news)


def _acting(resources: Resources, authority: str) -> AbstractContextManager[Work]:
    return resources.work(Actor.system(authority, resources.service))


def _news(row: TransferOut) -> _News:
    reference = Package.model_validate_json(row.package).reference
    package = row.package if row.state == ACCEPTED else None
    return _News(row.id, row.to_authority, row.state, row.why, row.parts, row.note, reference, package)


def _hear(work: Work, sender: str, news: _News) -> None:
    """On the receiver's side: an offer, its end, or the hand-over of what was granted."""
    known = select(col(TransferIn.id)).where(col(TransferIn.request) == news.id)
    id = work.session.scalar(known) or _offered(work, sender, news)
    row = offer(work, id)
    if news.state == ACCEPTED and row.state != RECEIVED:
        _receive(work, row, news)
    elif news.state not in (ACCEPTED, REQUESTED):
        row.state, row.why = news.state, news.why


def _offered(work: Work, sender: str, news: _News) -> UUID:
    row = TransferIn(
        authority=work.authority,
        request=news.id,
        from_authority=sender,
        reference=news.reference,
        parts=news.parts,
        note=news.note,
        offered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.begin_subject(row.id)  # so that who may answer hears of it
    parts = tuple(news.parts.splitlines())
    work.publish(row.id, TransferOffered(transfer=row.id, sender=sender, reference=news.reference, parts=parts))
    work.audit("transfer.offered")
    return row.id


def _receive(work: Work, row: TransferIn, news: _News) -> None:
    """Open this authority's own case, under its own procedure, and keep with it what was granted."""
    assert news.package is not None  # it is accepted
    package = Package.model_validate_json(news.package)
    routed = raise_concern(work, _report(work, row, package), Source("transfer", row.id))
    row.state, row.why, row.case_id, row.package = RECEIVED, None, routed.case, news.package
    assert row.answered_by is not None  # the sender's side let it go, as somebody here has accepted
    received = TransferReceived(
        transfer=row.id,
        sender=row.from_authority,
        reference=row.reference,
        parts=tuple(row.parts.splitlines()),
        accepted_by=row.answered_by,
    )
    work.publish(routed.case, received)
    work.audit("transfer.received", routed.case)


def _report(work: Work, row: TransferIn, package: Package) -> Report:
    """The concern that opens the case here: the newest that was granted, or the transfer itself."""
    newest = max(package.concerns, key=lambda concern: concern.received_at, default=None)
    account = newest.account if newest else f"Transferred from {row.from_authority} ({row.reference}).\n\n{row.note}"
    happened_on = newest.happened_on if newest else london(work.now).date()
    child = ReportedChild.model_validate(package.child.model_dump())
    return Report.model_construct(child=child, child_id=None, agency=AGENCY, happened_on=happened_on, account=account)
