"""Gets a token for a program: the command line, a script or a partner's system."""

from __future__ import annotations

import requests

from commonward.settings import Settings

TIMEOUT_SECONDS = 10.0


class TokenRefused(Exception):
    """The provider gave no token; the message says which provider and its one-word reason, never the secret."""


def client_credentials_token(settings: Settings, authority: str, client_id: str, secret: str) -> str:
    """An access token from the authority's first issuer.

    Raises KeyError for an unknown authority, TokenRefused if it has no issuer, or the issuer is away or refuses.
    """
    issuers = settings.authorities[authority].issuers
    if not issuers:
        raise TokenRefused(f"authority {authority} has no issuer configured")
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    issuer = issuers[0].issuer.rstrip("/")
    try:
        found = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=TIMEOUT_SECONDS)
        found.raise_for_status()
        answer = requests.post(found.json()["token_endpoint"], data=form, timeout=TIMEOUT_SECONDS)
        document = answer.json()
    except (requests.RequestException, ValueError, LookupError) as error:
        raise TokenRefused(f"{issuer} can't be reached or is no OIDC provider ({type(error).__name__})") from error
    if answer.status_code != requests.codes.ok or "access_token" not in document:
        raise TokenRefused(f"{issuer} refused: {document.get('error', answer.status_code)}")
    return str(document["access_token"])
