"""One authority's authorization server: its clients, codes, keys and grants."""

from __future__ import annotations

from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from flask import Flask
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry

from commonward.identity.development.back_channel import BackChannel
from commonward.identity.development.clients import SECRET, Client, Codes, Sessions
from commonward.identity.development.grants import (
    AccessTokens,
    CodeGrant,
    IdTokens,
    Logout,
    RefreshGrant,
    S256Challenge,
    ScriptGrant,
)
from commonward.identity.development.issuer import issuer_settings, signing_key
from commonward.identity.development.users import ReadyUser
from commonward.identity.login import back_channel_url, callback_url
from commonward.settings import Settings


class AuthorityServer(AuthorizationServer):  # type: ignore[misc]  # Authlib ships no types
    """Authlib's server for one issuer. `users` are by their `sub`."""

    def __init__(self, app: Flask, settings: Settings, authority: str, users: tuple[ReadyUser, ...]) -> None:
        its = issuer_settings(settings, authority)
        self.issuer = its.issuer
        self.keys = signing_key(settings.data_dir, authority)
        self.codes, self.sessions = Codes(), Sessions()
        self.users = {user.sub: user for user in users}
        portal = _portal(settings, authority)
        self._clients = {user.sub: Client(user.sub, "client_credentials", SECRET, user) for user in users}
        self._clients[portal.client_id] = portal
        super().__init__(app, query_client=self._clients.get, save_token=lambda token, request: None)
        self.register_grant(CodeGrant, [S256Challenge(), IdTokens(its.issuer, self.keys)])
        self.register_grant(RefreshGrant)
        self.register_grant(ScriptGrant)
        self._telling = BackChannel(self.issuer, its.client_id, back_channel_url(settings, authority), self.keys)
        self.register_endpoint(Logout(self.keys, self.end))
        self.register_token_generator("default", AccessTokens(its.issuer, its.audience, self.keys, self.sessions))

    def metadata(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/end-session",
            "jwks_uri": f"{self.issuer}/jwks.json",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            "code_challenge_methods_supported": ["S256"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "scopes_supported": ["openid", "profile"],
            "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
        }

    def end(self, sub: str, session: str) -> None:
        """End a session: nothing refreshes it any more, and the portal is told."""
        self.sessions.end(session)
        self._telling.tell(sub, session)

    def bearer(self, token: str) -> ReadyUser | None:
        """Whose access token it is, if we issued it and it is still valid."""
        try:
            claims = jwt.decode(token, self.keys, algorithms=["ES256"]).claims
            JWTClaimsRegistry(exp={"essential": True}, client_id={"essential": True}).validate(claims)
        except (JoseError, ValueError):
            return None
        return self.users.get(claims["sub"])


def _portal(settings: Settings, authority: str) -> Client:
    its = issuer_settings(settings, authority)
    return Client(
        its.client_id,
        "authorization_code",
        its.client_secret.get_secret_value() if its.client_secret else None,
        redirect_uris=(callback_url(settings, authority),),
        client_metadata={"post_logout_redirect_uris": [f"{settings.public_url.rstrip('/')}/"]},
    )
