"""The pytest plugin that comes with the core: the `rule` marker, and the board that the kit's laws are about."""

from __future__ import annotations

import pytest

from commonward.procedure import Procedure, Procedures

AUTHORITY, LAYERS = "commonward_authority", "commonward_layers"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which board's plugin is under test."""
    parser.addini(AUTHORITY, "the authority whose plugin is under test")
    parser.addini(LAYERS, "its layers, from the general to the local", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, so that a misspelt one is an error."""
    config.addinivalue_line("markers", "rule(*ids): the rules of a board's register that this test proves")


@pytest.fixture(scope="session")
def procedure(pytestconfig: pytest.Config) -> Procedure:
    """The procedure of the board under test, at its newest edition."""
    code = pytestconfig.getini(AUTHORITY)
    if not code:
        raise pytest.UsageError(f'say in pyproject.toml which board is under test: {AUTHORITY} = "..."')
    layers = pytestconfig.getini(LAYERS) or ["national", code]
    return Procedures({code: layers}).of(code)
