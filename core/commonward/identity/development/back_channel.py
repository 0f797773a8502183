"""Tell the portal that a session has ended (OpenID Connect Back-Channel Logout 1.0)."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from threading import Thread

import requests
from joserfc import jwt
from joserfc.jwk import KeySet

from commonward.identity.logout import EVENT
from commonward.telemetry import logger

TOKEN_SECONDS = 120
TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True)
class BackChannel:
    """How one issuer reaches one portal."""

    issuer: str
    client_id: str
    url: str
    keys: KeySet

    def token(self, sub: str, session: str) -> str:
        """A logout token for a session."""
        now, key = int(time.time()), self.keys.keys[0]
        header = {"alg": "ES256", "typ": "logout+jwt", "kid": str(key.kid)}
        said = {"iss": self.issuer, "aud": self.client_id, "sub": sub, "sid": session, "events": {EVENT: {}}}
        return jwt.encode(header, {**said, "iat": now, "exp": now + TOKEN_SECONDS, "jti": secrets.token_hex(16)}, key)

    def tell(self, sub: str, session: str) -> None:
        """Send it, behind the request that ended the session: the portal is perhaps the same process."""
        Thread(target=self._send, args=(self.token(sub, session),), name="back-channel", daemon=True).start()

    def _send(self, token: str) -> None:
        try:
            requests.post(self.url, data={"logout_token": token}, timeout=TIMEOUT_SECONDS)
        except requests.RequestException as error:
            logger("dev-idp").warning("portal not told of a logout", reason=type(error).__name__)
