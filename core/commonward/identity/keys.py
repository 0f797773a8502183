"""The public keys of one issuer: found by discovery, cached, and kept while its provider is away."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Protocol

from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from commonward.settings import IssuerSettings

REFRESH_SECONDS = 30.0
"""An unknown key id asks the provider again at most this often, so that forged ids can't make us flood it."""
RETRY_SECONDS = 2.0
"""The same while we have no key at all."""
LIFE_SECONDS = 300.0
"""After this long the keys are asked for again, so that a withdrawn key stops working."""
TIMEOUT_SECONDS = 5.0
KEY_TYPES = frozenset({"EC", "RSA", "OKP"})

log = logging.getLogger(__name__)


class Answer(Protocol):
    """What a fetch returns: the part of `requests.Response` that is used here."""

    def raise_for_status(self) -> object: ...

    def json(self) -> Any: ...


class Fetch(Protocol):
    """How documents are fetched, `requests.get` for instance. Raises OSError (as requests' exceptions are)."""

    def __call__(self, url: str, *, timeout: float) -> Answer: ...


class KeysUnavailable(Exception):
    """The issuer's provider has not given us any key yet."""


class IssuerKeys:
    """Thread safe: one thread at a time asks the provider, and those that have their key don't wait for it."""

    def __init__(self, settings: IssuerSettings, fetch: Fetch, now: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._fetch = fetch
        self._now = now
        self._lock = Lock()
        self._keys = KeySet([])
        self._fetched = self._tried = float("-inf")

    def find(self, kid: str | None, algorithm: str) -> Key | None:
        """The signing key of that id and algorithm, or None. Raises KeysUnavailable while there is no key at all."""
        key = self._pick(kid, algorithm)
        if key is None or self._now() - self._fetched > LIFE_SECONDS:
            self._refresh(wait=key is None)
            key = self._pick(kid, algorithm)
        if not self._keys:
            raise KeysUnavailable(self._settings.issuer)
        return key

    def _pick(self, kid: str | None, algorithm: str) -> Key | None:
        try:
            return self._keys.get_by_kid(kid, {"use": "sig", "alg": algorithm})
        except InvalidKeyIdError:
            return None

    def _refresh(self, wait: bool) -> None:
        if not self._lock.acquire(blocking=wait):
            return
        try:
            if self._now() - self._tried >= (REFRESH_SECONDS if self._keys else RETRY_SECONDS):
                self._download()
                self._tried = self._now()
        finally:
            self._lock.release()

    def _download(self) -> None:
        try:
            keys = _signing_keys(self._document(self._jwks_url())["keys"])
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:  # away, or not a JWKS
            why = type(error).__name__
            log.warning("keys of an issuer not fetched", extra={"issuer": self._settings.issuer, "why": why})
            return
        if keys:
            self._keys, self._fetched = keys, self._now()

    def _jwks_url(self) -> str:
        if self._settings.jwks_url:
            return self._settings.jwks_url
        document = self._document(self._settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if document["issuer"] != self._settings.issuer:
            raise ValueError("the discovery document names another issuer")
        return str(document["jwks_uri"])

    def _document(self, url: str) -> Any:
        answer = self._fetch(url, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        return answer.json()


def _signing_keys(documents: Iterable[Any]) -> KeySet:
    keys = []
    for document in documents:
        if document.get("kty") not in KEY_TYPES or document.get("use", "sig") != "sig":
            continue
        try:
            keys.append(JWKRegistry.import_key(document))
        except (JoseError, ValueError):  # one key that we can't read must not cost the others
            log.warning("a key of an issuer is not usable", extra={"kid": document.get("kid")})
    return KeySet(keys)
