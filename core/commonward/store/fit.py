"""Whether a service may use the database that it is given: its tables are of this release or a later one, and row-level
security holds for its role. Asked at the start of a process, and each time that somebody asks whether it is ready.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from commonward.store.database import Database


class Unfit(Exception):
    """The database answers, and can't be used as it is. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Revisions:
    """The migrations that a release brings."""

    newest: str | None
    known: frozenset[str]


@cache
def revisions(scripts: Path) -> Revisions:
    """Those of a service's folder of migrations."""
    found = ScriptDirectory(str(scripts))
    return Revisions(found.get_current_head(), frozenset(each.revision for each in found.walk_revisions()))


def require_fit(database: Database, scripts: Path | None) -> None:
    """Raise Unfit, or DatabaseAway. Tables of a later release are fit: a migration comes before the processes."""
    with database.session("") as session:
        connection = session.connection()
        if database.postgresql:
            _refuse_passing_by(connection)
        if scripts is not None:
            _refuse_behind(connection, database.service, revisions(scripts))


def _refuse_passing_by(connection: Connection) -> None:
    """A role that row-level security does not hold would see every board's rows."""
    ask = "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
    if role := connection.scalar(text(ask)):
        raise Unfit(
            f"database_url: the role {role} passes by row-level security, so one board would see another's cases; "
            "use a role with NOSUPERUSER and NOBYPASSRLS (deploy/postgres/roles.sh makes commonward_app)"
        )


def _refuse_behind(connection: Connection, service: str, release: Revisions) -> None:
    there = _revision(connection)
    if there == release.newest or (there is not None and there not in release.known):
        return
    state = f"are of revision {there}" if there else "are not made, or made by an older release"
    raise Unfit(
        f"the tables of {service} {state}; this release needs {release.newest}: run `commonward migrate {service}`"
    )


def _revision(connection: Connection) -> str | None:
    """Where the tables stand; None where there are none, or the services' role may not know."""
    try:
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        return None
    return revision
