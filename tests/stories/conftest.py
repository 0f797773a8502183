"""The two shapes in which a story is played: everything embedded, and on the real Kafka and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonward.settings import Settings
from tests.conftest import Database
from tests.end_to_end import running


@pytest.fixture
def embedded(tmp_path: Path) -> Settings:
    """Files of SQLite, and the log within the process."""
    return running.settings_of(running.embedded(tmp_path / "embedded"))


@pytest.fixture
def distributed(tmp_path: Path, fresh_database: Database, kafka_servers: str) -> Settings:
    """The real servers."""
    return running.settings_of(running.distributed(tmp_path / "distributed", fresh_database, kafka_servers))
