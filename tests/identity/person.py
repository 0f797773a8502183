"""Somebody at a real browser, at the portal's and Keycloak's own pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Page

from commonward.settings import Settings
from commonward_portal.sessions import SealedSessions

COOKIE = "commonward"


@dataclass
class Person:
    """A user of one board's realm, in a browser window of their own; the username begins with the board."""

    settings: Settings
    username: str
    password: str
    page: Page

    @property
    def board(self) -> str:
        """Whose they are."""
        return self.username.partition("-")[0]

    def begin(self) -> None:
        """Choose the board: the provider's page comes."""
        self.page.goto(f"{self.settings.public_url}/login/{self.board}")

    def give_password(self, password: str | None = None) -> None:
        """Fill in the provider's form."""
        self.page.locator("#username").fill(self.username)
        self.page.locator("#password").fill(password or self.password)
        self.page.locator("#kc-login").click()

    def sign_in(self) -> None:
        """All of it, until a page of the portal is there."""
        self.begin()
        self.give_password()
        self.page.get_by_role("button", name="Sign out").wait_for()

    def sign_out(self) -> None:
        """By the button of every page, until the portal says so."""
        self.page.get_by_role("button", name="Sign out").click()
        self.page.get_by_role("heading", name="You are signed out").wait_for()

    @property
    def token(self) -> str:
        """The access token of the session, as the portal sends it to the services."""
        (sealed,) = [one["value"] for one in self.page.context.cookies() if one["name"] == COOKIE]
        reader = Flask("reader")
        reader.config["SESSION_COOKIE_NAME"] = COOKIE
        with reader.test_request_context(headers={"Cookie": f"{COOKIE}={sealed}"}) as context:
            held = SealedSessions.of(self.settings).open_session(reader, context.request)
        return str(held["user"]["access_token"])
