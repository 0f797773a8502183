"""A development provider and a tiny portal on a loopback port, and tokens signed by whoever a test likes."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask, jsonify, redirect
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from commonward.identity import TokenVerifier
from commonward.identity.client import client_credentials_token
from commonward.identity.development import (
    MOUNT,
    development_provider,
    issuer_url,
    ready_users,
    with_development_issuers,
)
from commonward.identity.development.issuer import signing_key
from commonward.identity.login import CALLBACK_PATH, Login, callback_url
from commonward.settings import Settings


@dataclass
class Place:
    """A running provider with portal."""

    settings: Settings
    stop: Callable[[], None]

    def key(self, authority: str = "bolton") -> KeySet:
        return signing_key(self.settings.data_dir, authority)

    def verifier(self) -> TokenVerifier:
        return TokenVerifier(self.settings)

    def issuer(self, authority: str = "bolton") -> str:
        return issuer_url(self.settings, authority)

    def script_token(self, authority: str = "bolton", user: str = "bolton-social-worker") -> str:
        return client_credentials_token(self.settings, authority, user, "development")

    def claims(self, authority: str = "bolton", **changes: Any) -> dict[str, Any]:
        """The claims of a good token; None removes one."""
        now = int(time.time())
        good = {"iss": self.issuer(authority), "sub": "x", "aud": "commonward", "iat": now, "exp": now + 600}
        return {name: value for name, value in {**good, **changes}.items() if value is not None}

    def signed(self, key: Any = None, header: dict[str, str] | None = None, **changes: Any) -> str:
        """A token with Bolton's key and claims, or with those of the caller's choice."""
        header = {"alg": "ES256", "kid": str(self.key().keys[0].kid), **(header or {})}
        return jwt.encode(header, self.claims(**changes), key or self.key().keys[0], [header["alg"]])


@dataclass
class Browser:
    """A code flow step by step, as a hostile or careless client would do it."""

    place: Place
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def parameters(self, **changes: str | None) -> dict[str, str]:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked: dict[str, str | None] = {
            "response_type": "code",
            "client_id": "commonward-portal",
            "redirect_uri": callback_url(self.place.settings, "bolton"),
            "scope": "openid profile",
            "state": "s",
            "nonce": "n",
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in {**asked, **changes}.items() if value is not None}

    def authorize(self, sub: str = "bolton-social-worker", **changes: str | None) -> requests.Response:
        url = f"{self.place.issuer()}/authorize"
        return requests.post(
            url, params=self.parameters(**changes), data={"sub": sub}, allow_redirects=False, timeout=5
        )

    def code(self, **changes: str | None) -> str:
        return parse_qs(urlsplit(self.authorize(**changes).headers["Location"]).query)["code"][0]

    def form(self, code: str | None, **changes: str | None) -> dict[str, str]:
        good: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": "commonward-portal",
            "redirect_uri": callback_url(self.place.settings, "bolton"),
            "code_verifier": self.verifier,
        }
        return {name: value for name, value in {**good, **changes}.items() if value is not None}

    def exchange(self, code: str | None, **changes: str | None) -> requests.Response:
        return requests.post(f"{self.place.issuer()}/token", data=self.form(code, **changes), timeout=5)


def portal(settings: Settings) -> Flask:
    app = Flask("portal")
    app.secret_key = "for tests only"
    login = Login(app, settings)
    app.add_url_rule("/", "home", lambda: "home")
    app.add_url_rule("/login/<authority>", "begin", login.begin)

    def finish(authority: str) -> Response:
        tokens = login.finish(authority)
        return jsonify(access=tokens.access_token, id=tokens.id_token, name=tokens.name, until=tokens.expires_at)

    app.add_url_rule(CALLBACK_PATH, "finish", finish)
    app.add_url_rule(
        "/logout/<authority>/<path:hint>", "out", lambda authority, hint: redirect(login.logout_url(authority, hint))
    )
    return app


def make_settings(data_dir: Path, public_url: str = "http://127.0.0.1:9", **changes: Any) -> Settings:
    authorities = {name: {"duty_mailbox": f"duty@{name}.example"} for name in ("bolton", "leeds", "third")}
    values = {"mode": "embedded", "environment": "development", "data_dir": data_dir, "public_url": public_url}
    return Settings.model_validate({**values, "authorities": authorities, **changes})


@pytest.fixture(name="make_settings")
def _make_settings() -> Callable[..., Settings]:
    return make_settings


def run_place(data_dir: Path) -> Place:
    server = make_server("127.0.0.1", 0, Flask("not yet"), threaded=True)
    settings = with_development_issuers(make_settings(data_dir, f"http://127.0.0.1:{server.port}"))
    provider = development_provider(settings, ready_users(settings))
    server.app = DispatcherMiddleware(portal(settings), {MOUNT: provider})
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        thread.join()
        server.server_close()

    return Place(settings, stop)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    place = run_place(tmp_path_factory.mktemp("idp"))
    yield place
    place.stop()


@pytest.fixture
def short_lived_place(tmp_path: Path) -> Iterator[Place]:
    """One that a test may stop itself."""
    place = run_place(tmp_path)
    yield place
    place.stop()


@pytest.fixture
def browser(place: Place) -> Browser:
    return Browser(place)


@pytest.fixture
def another_key() -> ECKey:
    return ECKey.generate_key("P-256")


@pytest.fixture(scope="session")
def links() -> Callable[[str], list[str]]:
    """The values of a page's buttons."""
    return lambda page: re.findall(r'<button type="submit" name="sub" value="([^"]+)"', page)
