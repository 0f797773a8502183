from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.services.portal.place import Visitor, running


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A platform for all tests of the portal."""
    with running(tmp_path_factory.mktemp("portal")) as address:
        yield address


@pytest.fixture
def visitor(address: str) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(address)


@pytest.fixture
def worker(visitor: Visitor) -> Visitor:
    """A Bolton social worker who has signed in."""
    assert visitor.sign_in().status_code == 200
    return visitor
