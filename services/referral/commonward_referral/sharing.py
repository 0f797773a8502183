"""The ledger of decisions to share information, or not to: a line for each recipient, only ever added.

A person writes a decision down; a form of the board's that says what was shared, and a plan that was shared, add
theirs by themselves. The ledger holds codes; the words of a decision stand apart, sealed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts import Happened
from commonward.contracts.events import PlanReceived, PlanShared, RecordMade, SharingDecided
from commonward.identity import Actor
from commonward.procedure import Facts, Given, RecordKind
from commonward.store import FieldError, Work, new_id, refuse
from commonward_referral.record_model import Record
from commonward_referral.schemas import Done
from commonward_referral.sharing_model import SharingDecision, SharingWords
from commonward_referral.sharing_schemas import DecideSharing, SharingLedger, SharingLine
from commonward_referral.states import VOIDED
from commonward_referral.transfer_model import TransferOut

Source = Literal["person", "record", "plan", "transfer"]
SHARED, DECLINED, RECEIVED = "shared", "declined", "received"


def decide(work: Work, actor: Actor, case: UUID, wanted: DecideSharing) -> Done:
    """Write down that information was shared, or that it was not, and why. A closed case takes it too."""
    state = work.subject(case, expected=wanted.version)
    refuse(_faults(wanted, work.now))
    codes = wanted.model_dump(include={"outcome", "with_whom", "purpose", "informed", "decided_at"})
    about: dict[str, Any] = {**codes, "basis": wanted.basis, "what": wanted.what, "decided_by": actor.person}
    id = _add(work, case, "person", None, **about)
    words = {"reason": wanted.reason, "not_informed_because": wanted.not_informed_because}
    if any(words.values()):
        work.write(SharingWords, id=id, case_id=case, **words)
    work.publish(case, SharingDecided(sharing=id, **about))
    work.audit("sharing.decide", case)
    return Done(id=id, version=state.sequence)


def from_record(work: Work, case: UUID, kind: RecordKind, given: Given, made: RecordMade) -> None:
    """A form that says what was shared is a line of the ledger too, once it counts."""
    if kind.shares is None:
        return
    basis = kind.shares.value(kind, given, kind.shares.basis)
    _add(
        work,
        case,
        "record",
        made.record,
        outcome=SHARED,
        with_whom=kind.shares.value(kind, given, kind.shares.with_whom),
        purpose=kind.shares.value(kind, given, kind.shares.purpose),
        basis=(basis,) if basis else (),
        what=(kind.id,),
        decided_by=made.made_by,
        decided_at=made.happened_at,
        because=kind.because,
    )


def from_transfer(work: Work, row: TransferOut) -> None:
    """A case that was handed over is shared too: the child's identity, and what was granted beside it."""
    what = ("identity", *row.parts.splitlines())
    about = {"purpose": "transfer", "what": what, "decided_by": row.requested_by, "decided_at": work.now}
    _add(work, row.case_id, "transfer", row.id, outcome=SHARED, with_whom=row.to_authority, **about)


def plan_shared(work: Work, happened: Happened[PlanShared], _facts: Facts) -> None:
    """A plan was shared: a line for each recipient, under the rule that wants it shared."""
    shared = happened.event
    for recipient in shared.recipients:
        _from_plan(work, happened, SHARED, recipient, shared.shared_at)


def plan_received(work: Work, happened: Happened[PlanReceived], _facts: Facts) -> None:
    """A recipient has acknowledged it; the line that says so leaves the one before as it is."""
    _from_plan(work, happened, RECEIVED, happened.event.recipient, happened.event.received_at)


def ledger(work: Work, case: UUID) -> SharingLedger:
    """Every decision about the case, the newest first. Raises UnknownSubject."""
    work.subject(case)
    rows = work.session.scalars(select(SharingDecision).where(col(SharingDecision.case_id) == case)).all()
    wanted = select(SharingWords).where(col(SharingWords.case_id) == case)
    words = {said.id: said for said in work.session.scalars(wanted)}
    received = {(row.source_id, row.with_whom): row.decided_at for row in rows if row.outcome == RECEIVED}
    voided = set(_voided(work, case))
    lines = [
        _line(row, words.get(row.id), received.get((row.source_id, row.with_whom)), voided=row.source_id in voided)
        for row in rows
        if row.outcome != RECEIVED
    ]
    return SharingLedger(decisions=tuple(sorted(lines, key=lambda line: (line.decided_at, line.id), reverse=True)))


def _faults(wanted: DecideSharing, now: datetime) -> Iterator[FieldError]:
    """What a whole decision still lacks."""
    shared = wanted.outcome == SHARED
    if wanted.decided_at > now:
        yield FieldError(field="decided_at", message="is in the future", allowed=(f"up to {now.isoformat()}",))
    if not wanted.what:
        yield FieldError(field="what", message="say what it is about")
    if not shared and wanted.reason is None:
        yield FieldError(field="reason", message="say why it was declined")
    if shared and not wanted.basis:
        yield FieldError(field="basis", message="name the lawful basis of sharing")
    if shared and wanted.informed is None:
        yield FieldError(field="informed", message="say whether the family consented or was told")
    if wanted.informed == "not-informed" and wanted.not_informed_because is None:
        yield FieldError(field="not_informed_because", message="say why the family was not told")
    if wanted.informed != "not-informed" and wanted.not_informed_because is not None:
        yield FieldError(field="not_informed_because", message="is only said where the family was not told")


def _from_plan(work: Work, happened: Happened[Any], outcome: str, recipient: str, at: datetime, **more: Any) -> None:
    plan = happened.event.plan
    about = {"what": ("plan",), "because": happened.event.because, **more}
    _add(work, happened.subject, "plan", plan, outcome=outcome, with_whom=recipient, decided_at=at, **about)


def _add(work: Work, case: UUID, source: Source, source_id: UUID | None, **about: Any) -> UUID:
    """Add a line; what is several is kept a line each."""
    lines = {name: "\n".join(about.pop(name, ())) for name in ("basis", "what", "because")}
    id = new_id()
    work.write(SharingDecision, id=id, case_id=case, source=source, source_id=source_id, **lines, **about)
    return id


def _voided(work: Work, case: UUID) -> Iterator[UUID]:
    query = select(col(Record.id)).where(col(Record.case_id) == case, col(Record.state) == VOIDED)
    yield from work.session.scalars(query)


def _line(
    row: SharingDecision, words: SharingWords | None, received_at: datetime | None, *, voided: bool
) -> SharingLine:
    said = words.model_dump(include={"reason", "not_informed_because"}) if words else {}
    several = {name: tuple(getattr(row, name).splitlines()) for name in ("basis", "what", "because")}
    return SharingLine(**{**row.model_dump(), **several, **said}, received_at=received_at, voided=voided)
