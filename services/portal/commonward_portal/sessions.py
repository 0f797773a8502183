"""The session is a sealed cookie (Fernet: AES and HMAC): any portal process can open it and nothing is kept here.

It holds the user's tokens, so it is never merely signed; its age is checked as well as its seal.
"""

from __future__ import annotations

import base64
import json
import os
import zlib
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SessionInterface

from commonward.settings import Settings, SettingsError
from commonward.telemetry import logger

LARGEST = 4000
"""Browsers drop a larger cookie without a word."""


class SealedSessions(SessionInterface):
    """Opens and seals the session cookie."""

    def __init__(self, key: bytes, hours: int = 12) -> None:
        self._seconds = hours * 60 * 60
        derived = HKDF(SHA256(), length=32, salt=None, info=b"commonward portal session").derive(key)
        self._fernet = Fernet(base64.urlsafe_b64encode(derived))

    @classmethod
    def of(cls, settings: Settings) -> SealedSessions:
        """With the configured key; in development with one that is made and kept. Raises SettingsError."""
        if settings.session_key is not None:
            return cls(settings.session_key.get_secret_value().encode(), settings.sessions.hours)
        if settings.environment != "development":
            raise SettingsError("session_key: the portal needs one outside development")
        return cls(_development_key(settings.data_dir / "session.key"), settings.sessions.hours)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """The session that the cookie holds; a new one if it is missing, old, or not ours."""
        sealed = request.cookies.get(self.get_cookie_name(app))
        return SecureCookieSession(self._open(sealed) if sealed else None)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Write the cookie when the session has changed."""
        name, where = self.get_cookie_name(app), _attributes(self.get_cookie_secure(app))
        if not session.modified:
            return
        if not session:
            response.delete_cookie(name, **where)
            return
        value = self._seal(dict(session))
        if len(value) > LARGEST:
            logger("portal").error("session cookie too large for browsers", count=len(value))
        response.set_cookie(name, value, **where)

    def _seal(self, values: dict[str, Any]) -> str:
        return self._fernet.encrypt(zlib.compress(json.dumps(values).encode())).decode()

    def _open(self, sealed: str) -> dict[str, Any] | None:
        try:
            values: dict[str, Any] = json.loads(zlib.decompress(self._fernet.decrypt(sealed, ttl=self._seconds)))
        except InvalidToken:
            return None
        return values


def secure_cookies(settings: Settings) -> dict[str, Any]:
    """The cookie's name and whether it needs https; `__Host-` makes browsers refuse one from a neighbour."""
    secure = settings.public_url.startswith("https://")
    name = "__Host-commonward" if secure else "commonward"
    return {"SESSION_COOKIE_NAME": name, "SESSION_COOKIE_SECURE": secure}


def _attributes(secure: bool) -> dict[str, Any]:
    return {"path": "/", "httponly": True, "samesite": "Lax", "secure": secure}


def _development_key(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(key := os.urandom(32))
    return key
