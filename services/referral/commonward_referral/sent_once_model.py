"""The table of what was sent under a key of its sender's, so that it is taken once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index

from commonward.store import Tenant, instant, sealed


class SentOnce(Tenant, table=True):
    """What somebody sent under a key of their own: its id is made of both."""

    __tablename__ = "sent_once"
    __table_args__ = (Index("sent_once_at", "authority", "sent_at"),)
    sent: str | None = sealed(default=None)
    """A digest of it."""
    answer: str | None = sealed(default=None)
    """JSON. Missing only while the first is under way."""
    sent_at: datetime = instant()
