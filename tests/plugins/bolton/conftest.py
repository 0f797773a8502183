"""The bolton procedure as a region runs it: the national layer below the board's own."""

from __future__ import annotations

import pytest

from commonward.procedure import Procedure, Procedures


@pytest.fixture(scope="session")
def bolton() -> Procedure:
    return Procedures({"bolton": ["national", "bolton"]}).of("bolton")
