"""The development provider's clients and codes, shaped as Authlib asks for them."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from threading import Lock

from commonward.identity.development.users import ReadyUser

SECRET = "development"
"""The secret of every script client, on purpose no secret at all."""
CODE_SECONDS = 60
SCOPES = frozenset({"openid", "profile"})


@dataclass(frozen=True)
class Client:
    """The portal (code grant; public unless a secret is configured), or a ready user's or partner's script."""

    client_id: str
    grant: str
    secret: str | None = None
    user: ReadyUser | None = None
    redirect_uris: tuple[str, ...] = ()
    client_metadata: dict[str, list[str]] = field(default_factory=dict)

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: a client always says where to go."""

    def get_allowed_scope(self, scope: str | None) -> str:
        return " ".join(name for name in (scope or "").split() if name in SCOPES)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, secret: str) -> bool:
        return self.secret is not None and secrets.compare_digest(self.secret.encode(), secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return (method == "none") == (self.secret is None)

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and self.grant == "authorization_code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in (self.grant, "refresh_token" if self.grant == "authorization_code" else self.grant)


@dataclass(frozen=True)
class Code:
    """What an authorization code stands for."""

    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    user: ReadyUser
    made_at: float = field(default_factory=time.time)
    session: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    """What the session will be called that begins with it."""

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.made_at)

    def get_acr(self) -> None:
        """None: choosing a name is no authentication."""

    def get_amr(self) -> None:
        """None, likewise."""

    @property
    def expired(self) -> bool:
        return time.time() - self.made_at > CODE_SECONDS


@dataclass(frozen=True)
class Refreshing:
    """What a refresh token stands for."""

    client_id: str
    scope: str
    user: ReadyUser

    def check_client(self, client: Client) -> bool:
        return client.client_id == self.client_id

    def get_scope(self) -> str:
        return self.scope


class Sessions:
    """The sessions that can be refreshed, in memory: they end with a logout or with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._refreshing: dict[str, Refreshing] = {}

    def keep(self, client: Client, user: ReadyUser, scope: str) -> str:
        """A refresh token."""
        value = secrets.token_urlsafe(24)
        with self._lock:
            self._refreshing[value] = Refreshing(client.client_id, scope, user)
        return value

    def find(self, value: str) -> Refreshing | None:
        return self._refreshing.get(value)

    def end(self, session: str) -> None:
        with self._lock:
            kept = self._refreshing.items()
            self._refreshing = {value: it for value, it in kept if it.user.session != session}


class Codes:
    """Codes in memory; each can be taken once, even if the exchange then fails."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._codes: dict[str, Code] = {}

    def keep(self, value: str, code: Code) -> None:
        with self._lock:
            self._codes = {kept: it for kept, it in self._codes.items() if not it.expired}
            self._codes[value] = code

    def take(self, value: str) -> Code | None:
        with self._lock:
            code = self._codes.pop(value, None)
        return None if code is None or code.expired else code
