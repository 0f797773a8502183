"""The national layer below a board that has no answer of its own, and below the two real boards."""

from __future__ import annotations

import pytest

from commonward.procedure import Procedure, Procedures
from commonward.procedure.layers import InstalledLayers
from tests.core.procedure.builders import ANSWERS, layer

SILENT = {name: ANSWERS[name] for name in ("commonward_authority", "commonward_levels")}


@pytest.fixture(scope="session")
def silent() -> Procedure:
    """A board that only says who it is."""
    layers = {**InstalledLayers(), "example": layer("example", **SILENT)}
    return Procedures({"example": ["national", "example"]}, layers).of("example")


@pytest.fixture(scope="session")
def leeds() -> Procedure:
    return Procedures({"leeds": ["national", "leeds"]}).of("leeds")


@pytest.fixture(scope="session", params=["leeds", "bolton"])
def board(request: pytest.FixtureRequest) -> Procedure:
    """Each real board above the national layer."""
    return Procedures({request.param: ["national", request.param]}).of(request.param)
