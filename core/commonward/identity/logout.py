"""What a provider's logout token says, and how it must be made (OpenID Connect Back-Channel Logout 1.0, 2.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from joserfc.errors import ClaimError
from joserfc.jwt import JWTClaimsRegistry

from commonward.identity.actor import Actor, person_id
from commonward.settings import IssuerSettings

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TOKEN_TYPES = frozenset({"logout+jwt", "application/logout+jwt", "jwt"})
"""The standard's, and plain JWT, which many providers write; what tells it apart is the event."""
_TOKENS = UUID("3f0f3b7b-6c0f-5b52-8b5f-0f5b7c1f2d30")


@dataclass(frozen=True, slots=True)
class LoggedOut:
    """A provider says that a session has ended, or every session of a person."""

    id: UUID
    """The same for the same token, so that it is taken once."""
    authority: str
    session: str | None
    person: UUID | None
    at: datetime
    """Tokens that were given out later are of a later session."""

    def ends(self, actor: Actor) -> bool:
        """Whether the actor's token is of what has ended. A token that names no session goes by its person."""
        if self.session is not None and actor.session is not None:
            return self.session == actor.session
        return self.person == actor.person and actor.issued_at <= self.at.timestamp()


def logged_out(claims: dict[str, Any], authority: str, issuer: IssuerSettings, leeway: int) -> LoggedOut:
    """Read a logout token's claims, whose signature is proved. Raises ClaimError."""
    registry = JWTClaimsRegistry(
        leeway=leeway,
        iss={"essential": True, "value": issuer.issuer},
        aud={"essential": True, "value": issuer.client_id},
        iat={"essential": True},
        jti={"essential": True},
        events={"essential": True},
    )
    registry.validate(claims)
    session, sub = claims.get("sid"), claims.get("sub")
    if not isinstance(claims["events"], dict) or not isinstance(claims["events"].get(EVENT), dict):
        raise ClaimError("events")
    if "nonce" in claims:  # an ID token that is passed off as a logout token
        raise ClaimError("nonce")
    if not (isinstance(session, str) or isinstance(sub, str)):
        raise ClaimError("sid")
    return LoggedOut(
        uuid5(_TOKENS, f"{issuer.issuer}|{claims['jti']}"),
        authority,
        session if isinstance(session, str) else None,
        person_id(authority, sub) if isinstance(sub, str) else None,
        datetime.fromtimestamp(claims["iat"], UTC),
    )
