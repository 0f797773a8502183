"""Turn a bearer token into an Actor, or say in one word why not.

Each issuer belongs to one authority by configuration; what a token says of its authority is never read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import requests
from joserfc import jwt
from joserfc.errors import BadSignatureError, ClaimError, ExpiredTokenError, JoseError, MissingClaimError
from joserfc.jws import CompactSignature, JWSRegistry, extract_compact
from joserfc.jwt import JWTClaimsRegistry

from commonward.identity.actor import Actor
from commonward.identity.keys import Fetch, IssuerKeys, KeysUnavailable
from commonward.identity.logout import TOKEN_TYPES as LOGOUT_TYPES
from commonward.identity.logout import LoggedOut, logged_out
from commonward.identity.recent import RecentActors
from commonward.identity.roles import roles_of
from commonward.settings import IssuerSettings, Settings

ALGORITHMS = ("ES256", "RS256", "PS256", "EdDSA", "Ed25519")
TOKEN_TYPES = frozenset({"at+jwt", "application/at+jwt", "jwt"})
"""RFC 9068's, and plain JWT, which many providers write; a logout token, say, is neither."""
MOST_BYTES = 8 * 1024
LEEWAY_SECONDS = 30


class Reason(StrEnum):
    """Every reason for which a token is refused."""

    TOO_LARGE = "too-large"
    MALFORMED = "malformed"
    UNKNOWN_ISSUER = "unknown-issuer"
    ALGORITHM = "algorithm"
    TOKEN_TYPE = "token-type"
    UNKNOWN_KEY = "unknown-key"
    KEYS_UNAVAILABLE = "keys-unavailable"
    """The issuer's provider can't be reached and its keys are not known yet: the caller may try again."""
    SIGNATURE = "signature"
    AUDIENCE = "audience"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    CLAIMS = "claims"
    ENDED = "session-ended"
    """The token is good, but its provider has ended the session that it is of."""


_BY_CLAIM = {"aud": Reason.AUDIENCE, "nbf": Reason.NOT_YET_VALID, "iat": Reason.NOT_YET_VALID}


class InvalidToken(Exception):
    """The token is refused. The message is the reason alone: nothing of the token is in it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason_code = reason


@dataclass(frozen=True)
class _Issuer:
    authority: str
    settings: IssuerSettings
    keys: IssuerKeys


class TokenVerifier:
    """Verifies tokens of every authority's issuers. Thread safe; make one for the process.

    Raises ValueError at once if two authorities share an issuer: its tokens could not say which of them they mean.
    """

    def __init__(self, settings: Settings, fetch: Fetch = requests.get) -> None:
        self._recent = RecentActors()
        self._registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        self._issuers: dict[str, _Issuer] = {}
        for authority, its in settings.authorities.items():
            for issuer in its.issuers:
                if issuer.issuer in self._issuers:
                    raise ValueError(f"issuer {issuer.issuer} is configured twice; an issuer belongs to one authority")
                self._issuers[issuer.issuer] = _Issuer(authority, issuer, IssuerKeys(issuer, fetch))

    def verify(self, bearer: str) -> Actor:
        """Return the actor that the token (without the word `Bearer`) speaks for. Raises InvalidToken."""
        if len(bearer) > MOST_BYTES:
            raise InvalidToken(Reason.TOO_LARGE)
        if not bearer.isascii():
            raise InvalidToken(Reason.MALFORMED)
        actor = self._recent.get(bearer)
        if actor is None:
            actor, expires = self._verify(bearer)
            self._recent.put(bearer, actor, expires)
        return actor

    def verify_logout(self, token: str) -> LoggedOut:
        """Return what a provider's logout token ends. Raises InvalidToken."""
        if len(token) > MOST_BYTES or not token.isascii():
            raise InvalidToken(Reason.MALFORMED)
        claims, issuer = self._proved(token, LOGOUT_TYPES)
        try:
            return logged_out(claims, issuer.authority, issuer.settings, LEEWAY_SECONDS)
        except (ExpiredTokenError, ClaimError) as error:
            raise _refusal(error) from None

    def _verify(self, bearer: str) -> tuple[Actor, float]:
        claims, issuer = self._proved(bearer, TOKEN_TYPES)
        _check(claims, issuer.settings)
        roles, session = roles_of(claims, issuer.settings), claims.get("sid")
        session = session if isinstance(session, str) else None
        actor = Actor.from_token(issuer.authority, claims["sub"], roles, session=session, issued_at=claims["iat"])
        return actor, claims["exp"]

    def _proved(self, token: str, types: frozenset[str]) -> tuple[dict[str, Any], _Issuer]:
        """The claims under a good signature, and whose it is. Raises InvalidToken."""
        try:
            unproved = extract_compact(token.encode(), registry=self._registry)
            issuer = self._issuer_of(unproved)
            return self._proved_claims(token, unproved.headers(), issuer, types), issuer
        except BadSignatureError:
            raise InvalidToken(Reason.SIGNATURE) from None
        except KeysUnavailable:
            raise InvalidToken(Reason.KEYS_UNAVAILABLE) from None
        except (JoseError, ValueError, TypeError, RecursionError):
            raise InvalidToken(Reason.MALFORMED) from None

    def _issuer_of(self, unproved: CompactSignature) -> _Issuer:
        claims = json.loads(unproved.payload)
        name = claims.get("iss") if isinstance(claims, dict) else None
        issuer = self._issuers.get(name) if isinstance(name, str) else None
        if issuer is None:
            raise InvalidToken(Reason.UNKNOWN_ISSUER)
        return issuer

    def _proved_claims(
        self, token: str, header: dict[str, Any], issuer: _Issuer, types: frozenset[str]
    ) -> dict[str, Any]:
        if header.get("alg") not in ALGORITHMS:
            raise InvalidToken(Reason.ALGORITHM)
        if str(header.get("typ", "jwt")).lower() not in types:
            raise InvalidToken(Reason.TOKEN_TYPE)
        key = issuer.keys.find(header.get("kid"), header["alg"])
        if key is None:
            raise InvalidToken(Reason.UNKNOWN_KEY)
        return jwt.decode(token, key, registry=self._registry).claims


def _check(claims: dict[str, Any], settings: IssuerSettings) -> None:
    registry = JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": settings.issuer},
        aud={"essential": True, "value": settings.audience},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        registry.validate(claims)
    except (ExpiredTokenError, ClaimError) as error:
        raise _refusal(error) from None


def _refusal(error: ExpiredTokenError | ClaimError) -> InvalidToken:
    if isinstance(error, ExpiredTokenError):
        return InvalidToken(Reason.EXPIRED)
    known = Reason.CLAIMS if isinstance(error, MissingClaimError) else _BY_CLAIM.get(error.claim, Reason.CLAIMS)
    return InvalidToken(known)
