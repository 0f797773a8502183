"""HTTP of files. No rule lives here."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response

from commonward.contracts.events import Scan
from commonward.identity import Capability
from commonward.store import Unacceptable
from commonward.web import File, caller, download, operation, resources, transaction
from commonward_referral import attachments, proposals
from commonward_referral.attachment_schemas import AddFile, Attachments, VoidFile
from commonward_referral.scanning import scan
from commonward_referral.schemas import Done

blueprint = Blueprint("attachments", __name__, url_prefix="/v1")
_CASE = "/cases/<uuid:case>/attachments"
_FILE = "/attachments/<uuid:attachment>"
_TAGS = ("attachments",)


@operation(
    blueprint,
    _CASE,
    method="POST",
    guard=Capability.RECORD_MAKE,
    body=AddFile,
    answers={201: Done},
    tags=_TAGS,
    upload=True,
)
def add_attachment(case: UUID, body: AddFile) -> Done:
    """Add a file to a concern or a record; its content goes as Base64. The virus scanner is asked first."""
    settings = resources().settings
    found = attachments.Checked(attachments.kind_of(settings, body), scan(settings, body.content))
    with transaction() as unit:
        if found.scan is not Scan.INFECTED:
            return attachments.add(unit, caller(), case, body, found)
        attachments.refuse_infected(unit, case)
    raise Unacceptable(attachments.INFECTED)


@operation(blueprint, _CASE, guard=Capability.CASE_READ, answers={200: Attachments}, tags=_TAGS)
def list_attachments(case: UUID) -> Attachments:
    """The case's files that the caller may see, the newest first; and what is taken of new ones."""
    largest = resources().settings.attachments.largest_mib
    with transaction() as unit:
        unit.audit("attachments.read", case)
        return attachments.attachments(unit, caller(), case, largest)


@operation(blueprint, f"{_FILE}/content", guard=Capability.CASE_READ, answers={200: File}, tags=_TAGS)
def fetch_attachment(attachment: UUID) -> Response:
    """The file itself, to be saved."""
    with transaction() as unit:
        name, content = attachments.fetch(unit, caller(), attachment)
    return download(content, name)


@operation(
    blueprint,
    f"{_FILE}/voiding",
    method="POST",
    guard=Capability.RECORD_MAKE,
    body=VoidFile,
    answers={201: Done},
    tags=_TAGS,
)
def void_attachment(attachment: UUID, body: VoidFile) -> Done:
    """Propose to withdraw a file that should not be there."""
    with transaction() as unit:
        return proposals.propose_voiding_file(unit, caller(), attachment, body)
