"""Which issuer the development provider is for an authority, and the key that signs for it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from joserfc.jwk import ECKey, KeySet

from commonward.settings import AuthoritySettings, IssuerSettings, Settings

MOUNT = "/dev-idp"


def issuer_url(settings: Settings, authority: str) -> str:
    """The issuer of one authority's development tokens."""
    return f"{settings.public_url.rstrip('/')}{MOUNT}/{authority}"


def issuer_settings(settings: Settings, authority: str) -> IssuerSettings:
    """How the region's settings describe that issuer, or the defaults if they don't."""
    url = issuer_url(settings, authority)
    configured = (issuer for issuer in settings.authorities[authority].issuers if issuer.issuer == url)
    return next(configured, IssuerSettings(issuer=url))


def with_development_issuers(settings: Settings) -> Settings:
    """The same settings, where each authority that has no issuer accepts the development provider's tokens."""
    authorities = {name: _with_issuer(settings, name) for name in settings.authorities}
    return settings.model_copy(update={"authorities": authorities})


def signing_key(directory: Path, authority: str) -> KeySet:
    """The authority's key, made at first use and kept in a file that only its owner reads."""
    path = directory / "dev-idp" / f"{authority}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return KeySet([ECKey.import_key(json.loads(path.read_text(encoding="utf-8")))])
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True, auto_kid=True)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(key.as_dict(private=True), file)
    return KeySet([key])


def _with_issuer(settings: Settings, name: str) -> AuthoritySettings:
    authority = settings.authorities[name]
    if authority.issuers:
        return authority
    return authority.model_copy(update={"issuers": (issuer_settings(settings, name),)})
