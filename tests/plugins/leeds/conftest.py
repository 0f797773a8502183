"""The leeds procedure as a region runs it: the national layer below the board's own."""

from __future__ import annotations

import pytest

from commonward.procedure import Procedure, Procedures


@pytest.fixture(scope="session")
def leeds() -> Procedure:
    return Procedures({"leeds": ["national", "leeds"]}).of("leeds")
