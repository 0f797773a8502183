"""Read job roles from a token's claims."""

from __future__ import annotations

from typing import Any


def roles_in(claims: dict[str, Any], path: str) -> frozenset[str]:
    """The roles listed under a claim's name or dotted path (`realm_access.roles`); none if it isn't a list of names."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
    return frozenset(role for role in found if isinstance(role, str)) if isinstance(found, list) else frozenset()
