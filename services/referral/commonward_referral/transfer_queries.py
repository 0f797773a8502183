"""Reads of transfers, each from its own authority's side."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from commonward.store import Work
from commonward_referral.transfer_model import REQUESTED, TransferIn, TransferOut
from commonward_referral.transfer_schemas import Package, TransferLine, Transfers

MOST = 200


def of_case(work: Work, case: UUID) -> Transfers:
    """A case's requests, and where it came from."""
    gone = work.session.scalars(select(TransferOut).where(col(TransferOut.case_id) == case))
    came = work.session.scalars(select(TransferIn).where(col(TransferIn.case_id) == case))
    lines = [*map(_out, gone), *map(_in, came)]
    return Transfers(transfers=tuple(sorted(lines, key=lambda line: line.at, reverse=True)))


def offers(work: Work) -> Transfers:
    """What other authorities have offered, and what is asked of them and still open.

    What goes, or went, stands with its case. Whatever has a case that is not the caller's to see is left out.
    """
    case = col(TransferIn.case_id)
    query = select(TransferIn).where(or_(case.is_(None), work.sight.visible(case)))
    came = work.session.scalars(query.order_by(col(TransferIn.offered_at).desc()).limit(MOST))
    lines = [*map(_in, came), *map(_out, _open_requests(work))]
    newest = sorted(lines, key=lambda line: line.at, reverse=True)
    return Transfers(transfers=tuple(line.model_copy(update={"package": None}) for line in newest))


def _open_requests(work: Work) -> Iterable[TransferOut]:
    mine = col(TransferOut.state) == REQUESTED, work.sight.visible(col(TransferOut.case_id))
    return work.session.scalars(
        select(TransferOut).where(*mine).order_by(col(TransferOut.requested_at).desc()).limit(MOST)
    )


def _out(row: TransferOut) -> TransferLine:
    package = Package.model_validate_json(row.package)
    return TransferLine(
        direction="out",
        authority=row.to_authority,
        parts=tuple(row.parts.splitlines()),
        at=row.requested_at,
        case=row.case_id,
        reference=package.reference,
        package=package,
        **row.model_dump(include={"id", "state", "why", "note"}),
    )


def _in(row: TransferIn) -> TransferLine:
    return TransferLine(
        direction="in",
        authority=row.from_authority,
        parts=tuple(row.parts.splitlines()),
        at=row.offered_at,
        case=row.case_id,
        package=Package.model_validate_json(row.package) if row.package else None,
        **row.model_dump(include={"id", "state", "why", "note", "reference"}),
    )
