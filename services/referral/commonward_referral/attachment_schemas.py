"""Shapes of files that are added to a case."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from commonward.contracts import Code
from commonward.contracts.field_groups import FieldGroup, OfWhole, Plain
from commonward.contracts.text import ONE_LINE, VISIBLE
from commonward.web import Input
from commonward.web.withholding import Grouped
from commonward_referral.schemas import Reason


def _decoded(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise PydanticCustomError("base64", "is not Base64") from None


Content = Annotated[bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "contentEncoding": "base64"})]
FileName = Annotated[str, Field(min_length=1, max_length=200), ONE_LINE, VISIBLE]


class AddFile(Input):
    """A file, and the concern or the record that it belongs to; in the body, so that no address holds its name."""

    name: FileName
    content: Content
    concern: UUID | None = None
    record: UUID | None = None
    group: FieldGroup | None = Field(default=None, strict=False)
    """What it is shown or withheld with; by default as what it belongs to."""
    version: int | None = None

    @model_validator(mode="after")
    def _one_place(self) -> AddFile:
        if (self.concern is None) == (self.record is None):
            raise ValueError("give either concern or record")
        return self


class VoidFile(Input):
    """A proposal to withdraw a file that should not be there."""

    reason: Reason
    version: int | None = None


BY_FILE = OfWhole(lambda file: file.group)


class AttachmentLine(Grouped):
    """A file as its case's page shows it."""

    id: UUID
    name: Annotated[str, BY_FILE]
    kind: Code
    size: int
    """Bytes."""
    sha256: Plain
    about: Code
    """`concern` or `record`."""
    about_id: UUID
    added_by: UUID
    added_at: datetime
    group: FieldGroup
    """What it is shown or withheld with."""
    state: Plain
    """`made`; `waiting` for the virus scanner; `refused` as infected; or `voided`. Only what is made can be fetched."""


class Attachments(BaseModel):
    """A case's files that the caller may see, the newest first; and what is taken of new ones."""

    attachments: tuple[AttachmentLine, ...]
    kinds: tuple[Plain, ...]
    """The kinds that are kept, for people."""
    largest_mib: int
    """The size of one, in mebibytes."""
