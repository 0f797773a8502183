"""Files that arrived while the virus scanner was away: scanned later, one by one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.contracts.events import Scan
from commonward.identity import Actor
from commonward.web import Resources
from commonward_referral.attachment_model import Attachment
from commonward_referral.attachments import content_of, settle_scan
from commonward_referral.scanning import scan
from commonward_referral.states import WAITING

BATCH = 20


def scan_waiting(resources: Resources, authority: str) -> int:
    """Ask about those that wait, the oldest first; return how many are settled."""
    if resources.settings.attachments.scanner is None:
        return 0
    with resources.database.session(authority) as session:
        query = select(col(Attachment.id)).where(col(Attachment.state) == WAITING)
        waiting = session.scalars(query.order_by(col(Attachment.id)).limit(BATCH)).all()
    return sum(_settled(resources, authority, attachment) for attachment in waiting)


def _settled(resources: Resources, authority: str, attachment: UUID) -> bool:
    """The scanner is asked between two transactions, so that no lock waits for it."""
    worker = Actor.system(authority, resources.service)
    with resources.work(worker) as unit:
        content = content_of(unit, attachment)
    found = scan(resources.settings, content)
    if found is Scan.WAITING:
        return False
    with resources.work(worker) as unit:
        settle_scan(unit, attachment, found)
    return True
