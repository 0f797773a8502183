"""Log a person in at their own authority's provider: authorization code with PKCE, state and nonce, then logout."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from commonward.settings import IssuerSettings, Settings

CALLBACK_PATH = "/login/<authority>/callback"
"""Where providers send people back: a path for each authority, so that no provider can answer for another."""
BACK_CHANNEL_PATH = "/login/<authority>/back-channel-logout"
"""Where providers say that a session has ended."""
TIMEOUT_SECONDS = 10.0


class LoginFailed(Exception):
    """The provider refused, is away, or what came back is not an answer to what was asked. Nothing of it is quoted."""


class ProviderAway(LoginFailed):
    """The provider does not answer, so it has refused nothing."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a portal keeps of a login."""

    authority: str
    access_token: str
    """Sent on to the services, which verify it."""
    id_token: str
    """Needed to log out."""
    name: str
    expires_at: float
    """Seconds since 1970."""
    refresh_token: str = ""
    """Gets a fresh access token without the person, where the provider gives one."""


def callback_url(settings: Settings, authority: str) -> str:
    """The redirect URI that is registered with the authority's provider."""
    return settings.public_url.rstrip("/") + CALLBACK_PATH.replace("<authority>", authority)


def back_channel_url(settings: Settings, authority: str) -> str:
    """The back-channel logout URI that is registered with the authority's provider."""
    return settings.public_url.rstrip("/") + BACK_CHANNEL_PATH.replace("<authority>", authority)


class Login:
    """Logins for a Flask app with a session, at the first issuer of each authority that has one."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._settings = settings
        self._oauth = OAuth(app)
        self._issuers = {name: its.issuers[0] for name, its in settings.authorities.items() if its.issuers}
        for name, issuer in self._issuers.items():
            self._oauth.register(name, **_client(issuer))

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities to choose from."""
        return tuple(self._issuers)

    def begin(self, authority: str, hint: str | None = None) -> Response:
        """Redirect to the authority's provider. Raises KeyError for an unknown authority, LoginFailed.

        The hint names who will sign in; a provider is free to make nothing of it.
        """
        client = self._client(authority)
        try:
            answer: Response = client.authorize_redirect(callback_url(self._settings, authority), login_hint=hint)
        except (requests.RequestException, RuntimeError) as error:
            raise LoginFailed("the provider can't be reached") from error
        return answer

    def finish(self, authority: str) -> Tokens:
        """Exchange the code of the current request. Raises KeyError for an unknown authority, LoginFailed."""
        client, its = self._client(authority), self._issuers[authority]
        wanted = {"iss": its.issuer, "aud": its.client_id}
        options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
        try:
            token = client.authorize_access_token(claims_options=options)
            person = token["userinfo"]
        except (AuthlibBaseError, JoseError, requests.RequestException, LookupError, ValueError) as error:
            raise LoginFailed("the provider's answer can't be used") from error
        expires_at = float(token.get("expires_at") or time.time())
        name = str(person.get("name") or person["sub"])
        refresh = str(token.get("refresh_token") or "")
        return Tokens(authority, token["access_token"], token["id_token"], name, expires_at, refresh)

    def refresh(self, tokens: Tokens) -> Tokens:
        """The same login with a fresh access token.

        Raises LoginFailed when the person has to sign in again, ProviderAway when that is not known.
        """
        client = self._client(tokens.authority)
        try:
            given = client.fetch_access_token(grant_type="refresh_token", refresh_token=tokens.refresh_token)
            access, expires_at = str(given["access_token"]), float(given.get("expires_at") or time.time())
        except requests.RequestException as error:
            raise ProviderAway("the provider can't be reached") from error
        except (AuthlibBaseError, LookupError, ValueError) as error:
            raise LoginFailed("the provider has ended the session") from error
        refresh = str(given.get("refresh_token") or tokens.refresh_token)
        return replace(tokens, access_token=access, expires_at=expires_at, refresh_token=refresh)

    def logout_url(self, authority: str, id_token: str) -> str:
        """Where to send a browser whose session here has ended, to end it at the provider too.

        It is the portal's own first page if the provider knows no logout or is away.
        """
        home, client = f"{self._settings.public_url.rstrip('/')}/", self._client(authority)
        try:
            answer = client.create_logout_url(home, id_token_hint=id_token, client_id=client.client_id)
        except (requests.RequestException, RuntimeError):
            return home
        return str(answer["url"])

    def _client(self, authority: str) -> Any:  # Authlib ships no types
        if authority not in self._issuers:
            raise KeyError(authority)
        return self._oauth.create_client(authority)


def _client(issuer: IssuerSettings) -> dict[str, object]:
    secret = issuer.client_secret.get_secret_value() if issuer.client_secret else None
    return {
        "client_id": issuer.client_id,
        "client_secret": secret,
        "server_metadata_url": issuer.issuer.rstrip("/") + "/.well-known/openid-configuration",
        "client_kwargs": {
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": TIMEOUT_SECONDS,
            "token_endpoint_auth_method": "client_secret_basic" if secret else "none",
        },
    }
