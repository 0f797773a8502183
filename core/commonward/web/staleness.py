"""A service whose copy is too old can't know of the newest restriction: it shows people only what is allocated to
them, and says so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Protocol

from pydantic import BaseModel, Field

from commonward.clock import utcnow
from commonward.store import Database, followed_until
from commonward.web.glancing import Glancing

UNKNOWN = 0
"""Minutes of a copy that was never whole yet."""


class Listed(BaseModel):
    """A list out of several cases."""

    minutes_behind: int | None = Field(default=None, exclude_if=lambda minutes: minutes is None)
    """The service's copy is so many minutes behind (0: it has none yet), so only the caller's own cases are here."""


class Copy(Protocol):
    """What a service knows of how old its copy is."""

    follows: bool
    """Whether it is one at all, so that an event that is set aside may hold a restriction up."""

    def minutes_behind(self, authority: str) -> int | None:
        """By how much it is too old; None when it is not. Raises DatabaseAway."""
        ...


class Origin:
    """Access is decided here, so nothing here is a copy; or what there is, is moved by hand."""

    follows = False

    def minutes_behind(self, authority: str) -> int | None:
        return None


class Follower:
    """A copy that the service's worker keeps. Threads may share it."""

    follows = True

    def __init__(self, database: Database, limit: timedelta) -> None:
        self._database, self._limit = database, limit
        self._until = Glancing(self._look)

    def minutes_behind(self, authority: str) -> int | None:
        until = self._until.at(authority)
        if until is None:
            return UNKNOWN
        age = utcnow() - until
        return ceil(age / timedelta(minutes=1)) if age > self._limit else None

    def _look(self, authority: str) -> datetime | None:
        with self._database.session(authority) as session:
            return followed_until(session)
