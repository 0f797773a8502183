"""Use cases about files: add one to a concern or a record, fetch it, withdraw it. Each in its caller's transaction."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from commonward.contracts.events import AttachmentAdded, AttachmentScanned, AttachmentVoided, Scan
from commonward.contracts.field_groups import FieldGroup, told_by
from commonward.identity import Actor
from commonward.settings import Settings
from commonward.store import FieldError, NotReady, Unacceptable, UnknownSubject, Work, keys_of, refuse
from commonward.store.sealed import open_value
from commonward.store.seeing import only_who_sees
from commonward_referral.access import open_subject
from commonward_referral.attachment_model import Attachment, AttachmentContent
from commonward_referral.attachment_schemas import AddFile, AttachmentLine, Attachments
from commonward_referral.file_names import name_errors
from commonward_referral.file_types import FileType, Unfit, titles, type_of
from commonward_referral.model import Concern
from commonward_referral.proposal_model import Proposal
from commonward_referral.record_model import Record
from commonward_referral.record_queries import may_read
from commonward_referral.schemas import Done
from commonward_referral.states import MADE, REFUSED, VOIDED, WAITING

CONCERN, RECORD = "concern", "record"
INFECTED = FieldError(field="content", message="is infected, says the virus scanner: it was not taken")
_STATES = {Scan.CLEAN: MADE, Scan.NONE: MADE, Scan.WAITING: WAITING, Scan.INFECTED: REFUSED}
_WHY_NOT = {
    WAITING: "waits for the virus scanner: try again in a while",
    REFUSED: "was infected, and was not kept",
    VOIDED: "was withdrawn by two people",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file of a kind that is kept, with what the scanner says of it."""

    kind: FileType
    scan: Scan


def kind_of(settings: Settings, wanted: AddFile) -> FileType:
    """The kind of a file. Raises Unacceptable: it is too large, of no kind that is kept, or its name deceives."""
    limits = settings.attachments
    if len(wanted.content) > limits.largest:
        allowed = (f"up to {limits.largest_mib} MiB",)
        raise Unacceptable(FieldError(field="content", message="is too large", allowed=allowed))
    try:
        kind = type_of(wanted.content)
    except Unfit as unfit:
        raise Unacceptable(FieldError(field="content", message=str(unfit), allowed=titles())) from None
    refuse(name_errors(wanted.name, kind))
    return kind


def add(work: Work, actor: Actor, case: UUID, wanted: AddFile, found: Checked) -> Done:
    """Keep the file. Raises Unacceptable when the concern or record is none of the case's, or does not count."""
    state = work.subject(case, expected=wanted.version)
    open_subject(work, case)
    about, about_id, group = _place(work, actor, case, wanted)
    only_who_sees(work, case, [wanted.group or group], "the file")
    id = work.write(
        Attachment,
        case_id=case,
        about=about,
        about_id=about_id,
        name=wanted.name,
        kind=found.kind.code,
        size=len(wanted.content),
        sha256=hashlib.sha256(wanted.content).hexdigest(),
        added_by=actor.person,
        added_at=work.now,
        state=_STATES[found.scan],
        group=wanted.group or group,
    )
    work.write(AttachmentContent, id=id, content=wanted.content)
    added = AttachmentAdded(
        attachment=id,
        about=about,
        about_id=about_id,
        kind=found.kind.code,
        scan=found.scan,
        added_by=actor.person,
        added_at=work.now,
    )
    work.publish(case, added)
    work.audit("attachment.add", case)
    return Done(id=id, version=state.sequence, state=_STATES[found.scan])


def refuse_infected(work: Work, case: UUID) -> None:
    """Keep that somebody tried: nothing else of the file is kept."""
    work.subject(case)
    work.audit("attachment.refuse", case)


def attachments(work: Work, actor: Actor, case: UUID, largest_mib: int) -> Attachments:
    """The case's files, without those of records that the caller's roles may not read."""
    work.subject(case)
    query = select(Attachment).where(col(Attachment.case_id) == case).order_by(col(Attachment.id).desc())
    seen = (row for row in work.session.scalars(query) if _may_see(work, actor, row))
    lines = tuple(AttachmentLine.model_validate(row.model_dump()) for row in seen)
    return Attachments(attachments=lines, kinds=titles(), largest_mib=largest_mib)


def fetch(work: Work, actor: Actor, attachment: UUID) -> tuple[str, bytes]:
    """Name and content. Raises UnknownSubject, or NotReady for one that nobody gets."""
    row = _visible(work, actor, attachment)
    only_who_sees(work, row.case_id, [row.group], "the file")
    work.audit("attachment.read", row.case_id)
    if row.state != MADE:
        raise NotReady(FieldError(field="attachment", message=_WHY_NOT[row.state]))
    return row.name, content_of(work, attachment)


def content_of(work: Work, attachment: UUID) -> bytes:
    """What is in it."""
    mine = col(AttachmentContent.authority) == work.authority, col(AttachmentContent.id) == attachment
    kept = work.connection.execute(select(col(AttachmentContent.content)).where(*mine)).scalar_one()
    opened: bytes = open_value(keys_of(work.connection), AttachmentContent, "content", attachment, kept)
    return opened


def to_be_voided(work: Work, actor: Actor, attachment: UUID) -> Attachment:
    """A file that may be withdrawn. Raises UnknownSubject, or Unacceptable when it is gone already."""
    row = _visible(work, actor, attachment)
    only_who_sees(work, row.case_id, [row.group], "the file")
    open_subject(work, row.case_id)
    if row.state in (REFUSED, VOIDED):
        raise Unacceptable(FieldError(field="attachment", message=_WHY_NOT[row.state]))
    return row


def void(work: Work, proposal: Proposal, agreed_by: UUID) -> None:
    """Withdraw the file; what it was stays on record."""
    row = work.session.get(Attachment, (work.authority, UUID(json.loads(proposal.content)["file"])))
    assert row is not None  # they are never deleted
    row.state = VOIDED
    voided = AttachmentVoided(
        attachment=row.id, voided_by=proposal.proposed_by, authorised_by=agreed_by, voided_at=work.now
    )
    work.publish(proposal.case_id, voided)


def settle_scan(work: Work, attachment: UUID, found: Scan) -> None:
    """What the scanner says of one that waited. The content of an infected one is not kept."""
    row = work.session.get(Attachment, (work.authority, attachment))
    if row is None:
        return
    work.subject(row.case_id)
    work.session.refresh(row)
    if row.state != WAITING:
        return
    row.state = _STATES[found]
    if found is Scan.INFECTED:
        gone = col(AttachmentContent.authority) == work.authority, col(AttachmentContent.id) == attachment
        work.connection.execute(delete(AttachmentContent).where(*gone))
    work.publish(row.case_id, AttachmentScanned(attachment=attachment, scan=found, scanned_at=work.now))
    work.audit("attachment.scan", row.case_id)


def _place(work: Work, actor: Actor, case: UUID, wanted: AddFile) -> tuple[str, UUID, FieldGroup]:
    """What the file belongs to, if it is there, counts, and may be seen; and the group of what stands there."""
    if wanted.concern is not None:
        concern = work.session.get(Concern, (work.authority, wanted.concern))
        if concern is None or concern.case_id != case:
            raise Unacceptable(FieldError(field="concern", message="is none of this case"))
        return CONCERN, wanted.concern, told_by(concern.agency)
    assert wanted.record is not None  # the schema has checked it
    record = work.session.get(Record, (work.authority, wanted.record))
    if record is None or record.case_id != case or not _may_read(work, actor, record):
        raise Unacceptable(FieldError(field="record", message="is none of this case"))
    if record.state in (REFUSED, VOIDED):
        raise Unacceptable(FieldError(field="record", message=f"is {record.state}"))
    kind = work.procedure(case).record_kind(record.kind)
    return RECORD, wanted.record, kind.group if kind else FieldGroup.NARRATIVE


def _visible(work: Work, actor: Actor, attachment: UUID) -> Attachment:
    case = work.session.scalar(select(col(Attachment.case_id)).where(col(Attachment.id) == attachment))
    if case is None:
        raise UnknownSubject(str(attachment))
    work.subject(case)
    row = work.session.get(Attachment, (work.authority, attachment))
    assert row is not None  # they are never deleted
    if not _may_see(work, actor, row):
        raise UnknownSubject(str(attachment))
    return row


def _may_see(work: Work, actor: Actor, row: Attachment) -> bool:
    """A file of a record is as restricted as the record."""
    record = work.session.get(Record, (work.authority, row.about_id)) if row.about == RECORD else None
    return record is None or _may_read(work, actor, record)


def _may_read(work: Work, actor: Actor, record: Record) -> bool:
    return may_read(actor, record, work.procedure(record.case_id).record_kind(record.kind))
