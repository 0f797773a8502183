"""The pytest plugin that comes with the core: the `rule` marker, and the board that the kit's laws are about."""

from __future__ import annotations

import pytest

from commonward.procedure import Procedure, Procedures, UnusableProcedure

AUTHORITY, LAYERS = "commonward_authority", "commonward_layers"
LAWS = "commonward.testing.laws"
_LOADED = pytest.StashKey[tuple[str, Procedures]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which board's plugin is under test."""
    parser.addini(AUTHORITY, "the authority whose plugin is under test")
    parser.addini(LAYERS, "its layers, from the general to the local", type="linelist")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, so that a misspelt one is an error."""
    config.addinivalue_line("markers", "rule(*ids): the rules of a board's register that this test proves")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The kit's laws are about every edition of the board; its own tests about the newest."""
    if metafunc.function.__module__ == LAWS and "procedure" in metafunc.fixturenames:
        code, procedures = _under_test(metafunc.config)
        versions = [edition.version for edition in procedures.editions(code)]
        metafunc.parametrize("procedure", versions, indirect=True, scope="session")


@pytest.fixture(scope="session")
def procedure(request: pytest.FixtureRequest) -> Procedure:
    """The procedure of the board under test, at its newest edition."""
    code, procedures = _under_test(request.config)
    return procedures.of(code, getattr(request, "param", None))


def _under_test(config: pytest.Config) -> tuple[str, Procedures]:
    """The board and its procedures, loaded once. Raises UsageError with what is wrong, in words."""
    if _LOADED not in config.stash:
        config.stash[_LOADED] = _loaded(config)
    return config.stash[_LOADED]


def _loaded(config: pytest.Config) -> tuple[str, Procedures]:
    code = config.getini(AUTHORITY)
    if not code:
        raise pytest.UsageError(f'say in pyproject.toml which board is under test: {AUTHORITY} = "..."')
    try:
        procedures = Procedures({code: config.getini(LAYERS) or ["national", code]})
        procedures.load_all()
    except UnusableProcedure as error:
        raise pytest.UsageError(str(error)) from None
    return code, procedures
