"""The tables of files: what each belongs to, and apart from that what is in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from commonward.contracts.field_groups import FieldGroup
from commonward.store import SealedBytes, Tenant, instant, sealed
from commonward_referral.states import MADE


class Attachment(Tenant, table=True):
    """A file that belongs to a concern or to a record."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("attachment_case", "authority", "case_id"),
        Index("attachment_waiting", "authority", "id", postgresql_where=text("state = 'waiting'")),
    )
    case_id: UUID
    about: str = Field(max_length=10)
    about_id: UUID
    name: str = sealed()
    kind: str = Field(max_length=64)
    size: int
    sha256: str = sealed()
    """Sealed, as it says which file it is to whoever has the same one."""
    added_by: UUID
    added_at: datetime = instant()
    state: str = Field(default=MADE, max_length=10)
    group: str = Field(default=FieldGroup.NARRATIVE, max_length=20)
    """The group of fields that it is shown or withheld with."""


class AttachmentContent(Tenant, table=True):
    """What is in the file of this id."""

    __tablename__ = "attachment_content"
    content: bytes = sealed(SealedBytes)
