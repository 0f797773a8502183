"""A whole region whose boards have realms of the real Keycloak, and people who sign in there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from commonward.runtime.together import together
from commonward.settings import Settings
from tests.identity.keycloak import Keycloak
from tests.identity.person import Person
from tests.services.portal.place import make_settings

PEOPLE = {
    "bolton": ("bolton-social-worker", "bolton-team-manager", "bolton-exit-worker"),
    "leeds": ("leeds-social-worker", "leeds-team-manager", "leeds-duty-and-advice"),
}


@dataclass(frozen=True)
class Region:
    """The running platform, its provider, and the passwords of those who may sign in."""

    settings: Settings
    keycloak: Keycloak
    passwords: dict[str, str]


@pytest.fixture(scope="session")
def keycloak() -> Keycloak:
    """The real provider."""
    return Keycloak.running()


@pytest.fixture(scope="module")
def region(keycloak: Keycloak, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """Served in this process, with the real realms as the regions' files name them."""
    realms = {board: (board, "partners") if board == "bolton" else (board,) for board in PEOPLE}
    authorities = {
        board: {
            "duty_mailbox": f"duty@{board}.example",
            "issuers": [{"issuer": keycloak.realm(name).issuer, "roles_claim": "realm_access.roles"} for name in names],
            "directory": [_post(keycloak, board, username) for username in PEOPLE[board]],
        }
        for board, names in realms.items()
    }
    settings = make_settings(tmp_path_factory.mktemp("identity"), authorities=authorities)
    for board in PEOPLE:
        keycloak.realm(board).serve(settings.public_url)
    passwords = {name: keycloak.realm(board).give_password(name) for board, names in PEOPLE.items() for name in names}
    with together(settings):
        yield Region(settings, keycloak, passwords)


def _post(keycloak: Keycloak, board: str, username: str) -> dict[str, str]:
    """In the directory a person is known by their `sub`."""
    role = username.removeprefix(f"{board}-")
    sub = keycloak.realm(board).sub_of(username)
    return {"role": role, "person": sub, "mailbox": f"{role}@{board}.example"}


@pytest.fixture
def person(region: Region, chromium: Browser) -> Iterator[Callable[[str], Person]]:
    """Somebody who has not signed in yet, in a fresh window."""
    windows = []

    def make(username: str) -> Person:
        windows.append(chromium.new_context(base_url=region.settings.public_url))
        return Person(region.settings, username, region.passwords[username], windows[-1].new_page())

    yield make
    for window in windows:
        window.close()
