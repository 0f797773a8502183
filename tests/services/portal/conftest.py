from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from commonward.identity.development import with_development_issuers
from commonward.runtime import Platform
from commonward_portal import create_app
from tests.services.portal.place import Visitor, make_settings, running


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A platform for all tests of the portal."""
    with running(tmp_path_factory.mktemp("portal")) as address:
        yield address


@pytest.fixture(scope="module")
def own_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A platform in which no other file leaves anything, for what counts or reads all that waits."""
    with running(tmp_path_factory.mktemp("own")) as address:
        yield address


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The portal's app, not served."""
    platform = Platform(with_development_issuers(make_settings(tmp_path_factory.mktemp("app"))))
    yield create_app(platform)
    platform.close()


@pytest.fixture
def visitor(address: str) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(address)


@pytest.fixture
def worker(visitor: Visitor) -> Visitor:
    """A Bolton social worker who has signed in."""
    assert visitor.sign_in().status_code == 200
    return visitor
