"""Authlib's grants with what development needs: PKCE S256 for every client, a nonce, short RFC 9068 tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Request, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc.jwk import KeySet

from commonward.identity.development.clients import Client, Code, Codes, Refreshing, Sessions
from commonward.identity.development.users import ReadyUser

TOKEN_SECONDS = 600


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib ships no types
    """The authorization code grant over the server's codes in memory."""

    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = ["none", "client_secret_basic", "client_secret_post"]

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        asked = request.payload.data
        self._codes.keep(
            code,
            Code(
                client_id=request.client.client_id,
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                nonce=asked.get("nonce", ""),
                code_challenge=asked["code_challenge"],
                code_challenge_method=asked["code_challenge_method"],
                user=request.user,
            ),
        )

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        kept = self._codes.take(code)
        return kept if kept and kept.client_id == client.client_id else None

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """Nothing left to do: the query has taken it."""

    def authenticate_user(self, authorization_code: Code) -> ReadyUser:
        return replace(authorization_code.user, session=authorization_code.session)

    @property
    def _codes(self) -> Codes:
        codes: Codes = self.server.codes
        return codes


class S256Challenge(CodeChallenge):  # type: ignore[misc]  # Authlib ships no types
    """Authlib lets a confidential client go without PKCE, and takes `plain`; here neither will do."""

    SUPPORTED_CODE_CHALLENGE_METHOD: ClassVar = ["S256"]

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A 'code_challenge' with 'code_challenge_method' S256 is required")
        super().validate_code_challenge(grant, redirect_uri)


class IdTokens(OpenIDCode):  # type: ignore[misc]  # Authlib ships no types
    """ID tokens signed with the issuer's key."""

    def __init__(self, issuer: str, keys: KeySet) -> None:
        super().__init__(require_nonce=True)
        self._issuer = issuer
        self._keys = keys

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        return False  # the client checks that the nonce is its own; a code works once in any case

    def resolve_client_private_key(self, client: Client) -> KeySet:
        return self._keys

    def get_client_algorithm(self, client: Client) -> str:
        return "ES256"

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        return {"iss": self._issuer, "aud": client.client_id}

    def generate_user_info(self, user: ReadyUser, scope: str) -> dict[str, Any]:
        return {"sub": user.sub, "name": user.name, "sid": user.session}


class AccessTokens(JWTBearerTokenGenerator):  # type: ignore[misc]  # Authlib ships no types
    """JWT access tokens of ten minutes that carry the user's roles."""

    def __init__(self, issuer: str, audience: str, keys: KeySet, sessions: Sessions) -> None:
        super().__init__(issuer, "ES256", self._refresh_token, lambda client, grant_type: TOKEN_SECONDS)
        self._audience = audience
        self._keys = keys
        self._sessions = sessions

    def get_jwks(self) -> KeySet:
        return self._keys

    def get_audiences(self, client: Client, user: ReadyUser | None, scope: str) -> str:
        return self._audience

    def get_extra_claims(self, client: Client, grant_type: str, user: ReadyUser | None, scope: str) -> dict[str, Any]:
        who = user or client.user
        session = {"sid": who.session} if who and who.session else {}
        return {"roles": list(who.roles) if who else [], **session}

    def _refresh_token(self, client: Client, grant_type: str, user: ReadyUser, scope: str) -> str:
        return self._sessions.keep(client, user, scope)


class RefreshGrant(grants.RefreshTokenGrant):  # type: ignore[misc]  # Authlib ships no types
    """A fresh access token for a session that has not ended."""

    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = CodeGrant.TOKEN_ENDPOINT_AUTH_METHODS

    def authenticate_refresh_token(self, refresh_token: str) -> Refreshing | None:
        found: Refreshing | None = self.server.sessions.find(refresh_token)
        return found

    def authenticate_user(self, refresh_token: Refreshing) -> ReadyUser:
        return refresh_token.user

    def revoke_old_credential(self, refresh_token: Refreshing) -> None:
        """It stays good until its session ends."""


class ScriptGrant(grants.ClientCredentialsGrant):  # type: ignore[misc]  # Authlib ships no types
    """Client credentials, for scripts and partner systems."""

    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = ["client_secret_basic", "client_secret_post"]


class Logout(EndSessionEndpoint):  # type: ignore[misc]  # Authlib ships no types
    """RP-initiated logout, which ends the session here and tells the portal so by its back channel."""

    def __init__(self, keys: KeySet, ended: Callable[[str, str], None]) -> None:
        super().__init__()
        self._keys = keys
        self._ended = ended

    def get_server_jwks(self) -> KeySet:
        return self._keys

    def end_session(self, end_session_request: Any) -> None:
        """Whose ID token it is: that session."""
        claims = end_session_request.id_token_claims or {}
        if claims.get("sid"):
            self._ended(claims["sub"], claims["sid"])
