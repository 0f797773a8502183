"""Use cases of who a child is recorded as: read it, and put it right.

It is no fact of the procedure: no rule asks for a name, so one person puts it right, at once, and no event tells of it.
What stood there before is kept, and finds the child still.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events.partner import ReportedChild
from commonward.contracts.field_groups import FieldGroup
from commonward.store import Conflict, FieldError, Unacceptable, Work
from commonward.store.seeing import only_who_sees
from commonward_referral import comparisons
from commonward_referral.children import Children
from commonward_referral.former_model import FormerIdentity
from commonward_referral.formerly import formerly, lines
from commonward_referral.identity_schemas import ChildIdentity, PutRight
from commonward_referral.indexing import put_right as write_right
from commonward_referral.merging import record, seen
from commonward_referral.model import Child
from commonward_referral.rules import is_nhs_number, no_nhs_number
from commonward_referral.same_child import group, survivors

PARTS = {"name": ("given_name", "family_name"), "nhs-number": ("nhs_number",), "address": ("address",)}
"""What is put right, as the audit trail names it, and the columns of each."""
READ = "read"
"""As the trail names that somebody has read it."""


def identity(work: Work, child: UUID) -> ChildIdentity:
    """Who the child is recorded as, and was before. Raises UnknownSubject."""
    _audit(work, seen(work, child), READ)
    return _as_it_stands(work, record(work, child))


def put_right(work: Work, child: UUID, wanted: PutRight) -> ChildIdentity:
    """Put it right, keep what stood there, and ask to compare records that are alike by it, as a concern does.

    Raises UnknownSubject, Conflict where somebody else has put it right meanwhile, or Unacceptable.
    """
    cases = seen(work, child)
    for case in cases:
        only_who_sees(work, case, {FieldGroup.IDENTITY}, "who the child is")
    row = _locked(work, child)
    _check_version(work, child, wanted.version)
    wrong = _wrong(row, wanted)
    right = ReportedChild(born=row.born, **wanted.model_dump(exclude={"reason", "version"}))
    _keep(work, row, wrong, wanted.reason)
    write_right(work, row, right)
    others = Children.of(work).to_compare(work, right) - group(work, child)
    comparisons.ask_anew(work, survivors(work, [child])[child], others)
    _audit(work, cases, *wrong)
    return _as_it_stands(work, row)


def _check_version(work: Work, child: UUID, expected: int | None) -> None:
    actual = len(formerly(work, [child])[child])
    if expected is not None and expected != actual:
        raise Conflict(expected, actual)


def _wrong(row: Child, wanted: PutRight) -> list[str]:
    """What is put right. Raises Unacceptable where that can't be right, or nothing is."""
    wrong = [part for part, names in PARTS.items() if any(_said(row, name) != _said(wanted, name) for name in names)]
    if not wrong:
        raise Unacceptable(FieldError(field="identity", message="is recorded so already: nothing would change"))
    if "nhs-number" in wrong and wanted.nhs_number is not None and not is_nhs_number(wanted.nhs_number):
        raise Unacceptable(no_nhs_number("nhs_number"))
    return wrong


def _said(holder: Child | PutRight, name: str) -> str | None:
    return getattr(holder, name) or None  # an empty address is none


def _keep(work: Work, row: Child, wrong: list[str], reason: str) -> None:
    """Keep what stands there until now."""
    stood: dict[str, Any] = {name: _said(row, name) for part in wrong for name in PARTS[part]}
    work.write(FormerIdentity, child=row.id, reason=reason, put_right_by=work.actor, put_right_at=work.now, **stood)
    work.flush()  # the record is found by it from now on


def _audit(work: Work, cases: list[UUID], *parts: str) -> None:
    """On each of the child's cases, so that the access log of each says so."""
    subjects: list[UUID | None] = [*cases] or [None]
    for subject in subjects:
        for part in parts:
            work.audit(f"identity.{part}", subject)


def _locked(work: Work, child: UUID) -> Child:
    query = select(Child).where(col(Child.id) == child).with_for_update()
    return work.session.scalars(query.execution_options(populate_existing=True)).one()


def _as_it_stands(work: Work, row: Child) -> ChildIdentity:
    before = formerly(work, [row.id])[row.id]
    stands = row.model_dump(include={"given_name", "family_name", "born", "nhs_number", "address"})
    return ChildIdentity(child=row.id, formerly=lines(before), version=len(before), **stands)
