"""Authlib's grants with what development needs: PKCE S256 for every client, a nonce, short RFC 9068 tokens."""

from __future__ import annotations

from typing import Any, ClassVar

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Request, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9068 import JWTBearerTokenGenerator
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.rpinitiated import EndSessionEndpoint
from joserfc.jwk import KeySet

from commonward.identity.development.clients import Client, Code, Codes
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
        return authorization_code.user

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
        return {"sub": user.sub, "name": user.name}


class AccessTokens(JWTBearerTokenGenerator):  # type: ignore[misc]  # Authlib ships no types
    """JWT access tokens of ten minutes that carry the user's roles."""

    def __init__(self, issuer: str, audience: str, keys: KeySet) -> None:
        super().__init__(issuer, alg="ES256", expires_generator=lambda client, grant_type: TOKEN_SECONDS)
        self._audience = audience
        self._keys = keys

    def get_jwks(self) -> KeySet:
        return self._keys

    def get_audiences(self, client: Client, user: ReadyUser | None, scope: str) -> str:
        return self._audience

    def get_extra_claims(
        self, client: Client, grant_type: str, user: ReadyUser | None, scope: str
    ) -> dict[str, list[str]]:
        who = user or client.user
        return {"roles": list(who.roles) if who else []}


class ScriptGrant(grants.ClientCredentialsGrant):  # type: ignore[misc]  # Authlib ships no types
    """Client credentials, for scripts and partner systems."""

    TOKEN_ENDPOINT_AUTH_METHODS: ClassVar = ["client_secret_basic", "client_secret_post"]


class Logout(EndSessionEndpoint):  # type: ignore[misc]  # Authlib ships no types
    """RP-initiated logout. The provider keeps no session, so it only sends the browser back."""

    def __init__(self, keys: KeySet) -> None:
        super().__init__()
        self._keys = keys

    def get_server_jwks(self) -> KeySet:
        return self._keys

    def end_session(self, end_session_request: Any) -> None:
        """Nothing to end."""
