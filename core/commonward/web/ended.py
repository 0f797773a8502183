"""Sessions that providers have ended before their tokens do: remembered by each service, and refused from then on.

Each process looks at its service's table once a second, so that no request asks the database for this alone.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlmodel import col

from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.identity.logout import LoggedOut
from commonward.store import Audit, Database, new_id
from commonward.store.tables import EndedSession
from commonward.web.glancing import Glancing

KEPT = timedelta(hours=24)
"""For so long an ended session is remembered; no provider gives access tokens that live longer."""


class EndedSessions:
    """What providers have ended, as one service knows it. Threads may share it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = Glancing(self._look)

    def add(self, said: LoggedOut) -> bool:
        """Remember it, and forget what is old. False if the same token was taken before. Raises DatabaseAway."""
        old = delete(EndedSession).where(col(EndedSession.at) < utcnow() - KEPT)
        with self._database.session(said.authority, writing=True) as session:
            if session.get(EndedSession, (said.authority, said.id)) is not None:
                return False
            session.execute(old.where(col(EndedSession.authority) == said.authority))
            key, who = (said.authority, said.id), said.person or said.id
            session.add(EndedSession(authority=key[0], id=key[1], session=said.session, person=said.person, at=said.at))
            session.add(
                Audit(authority=key[0], id=new_id(), at=utcnow(), actor=who, action="session.end", why="provider")
            )
            session.commit()
        self._known.forget(said.authority)
        return True

    def holds(self, actor: Actor) -> bool:
        """Whether the actor's session has ended. Raises DatabaseAway."""
        return any(said.ends(actor) for said in self._known.at(actor.authority))

    def _look(self, authority: str) -> tuple[LoggedOut, ...]:
        with self._database.session(authority) as session:
            rows = session.scalars(select(EndedSession).where(col(EndedSession.at) >= utcnow() - KEPT)).all()
        return tuple(LoggedOut(row.id, row.authority, row.session, row.person, row.at) for row in rows)
