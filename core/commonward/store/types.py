"""Column types and keys that mean the same on PostgreSQL and SQLite."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel


def new_id() -> UUID:
    """A new UUIDv7 key: unique, and in order of time."""
    return uuid_utils.compat.uuid7()


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a datetime without a zone can't be stored")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Tenant(SQLModel):
    """Base of every table: the authority is on every row and in its key."""

    authority: str = Field(primary_key=True, max_length=40)
    id: UUID = Field(primary_key=True, default_factory=new_id)


def instant(**options: Any) -> Any:
    """A column for an instant."""
    return Field(sa_type=Instant, **options)
