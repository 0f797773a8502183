"""Alembic's entry: the core runs the migrations of this service's tables."""

from __future__ import annotations

from commonward.store.migrate import run_migrations
from commonward_notify.model import TABLES

run_migrations(TABLES)
