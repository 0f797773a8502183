"""The pytest plugin that comes with the core: the `rule` marker, which ties a test to the rules that it proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, so that a misspelt one is an error."""
    config.addinivalue_line("markers", "rule(*ids): the rules of a board's register that this test proves")
