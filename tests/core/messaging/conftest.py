"""A transport in a file, and a service whose reactions a test can make fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonward.messaging.embedded import EmbeddedTransport
from commonward.procedure import Procedures
from commonward.store import Database
from tests.core.messaging.desk import Desk


@pytest.fixture
def transport(tmp_path: Path) -> Iterator[EmbeddedTransport]:
    made = EmbeddedTransport(tmp_path / "log.sqlite")
    yield made
    made.close()


@pytest.fixture
def desk(database: Database, procedures: Procedures, transport: EmbeddedTransport) -> Iterator[Desk]:
    made = Desk(database, procedures, transport)
    yield made
    made.close()
