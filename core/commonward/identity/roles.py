"""Read job roles from a token's claims."""

from __future__ import annotations

from typing import Any

from commonward.settings import IssuerSettings


def roles_of(claims: dict[str, Any], issuer: IssuerSettings) -> frozenset[str]:
    """The board's job roles of a token: as the claim names them, or as the settings translate its names.

    Where the settings translate, a name that they don't know gives no role.
    """
    named = roles_in(claims, issuer.roles_claim)
    if not issuer.roles:
        return named
    return frozenset(role for name in named for role in issuer.roles.get(name, ()))


def roles_in(claims: dict[str, Any], path: str) -> frozenset[str]:
    """The roles listed under a claim's name or dotted path (`realm_access.roles`); none if it isn't a list of names."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
    return frozenset(role for role in found if isinstance(role, str)) if isinstance(found, list) else frozenset()
