"""The same sentences hold for SQLite and for PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonward.procedure import Procedures
from commonward.settings import Settings
from commonward.store import Database
from tests.core.kept import BOARDS, distributed, embedded, migrated


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.stack)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "sqlite":
        return embedded(tmp_path / "data")
    return distributed(request.getfixturevalue("fresh_database"))


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    with migrated(settings) as made:
        yield made


@pytest.fixture(scope="session")
def procedures() -> Procedures:
    return Procedures({code: ("national", code) for code in BOARDS})
