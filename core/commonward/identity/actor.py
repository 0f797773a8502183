"""Who acts: a person or a system of one authority, as its own provider names them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID, uuid5

PEOPLE = UUID("5b1c9f3e-7c0f-5d0a-9a53-3f1d5f1f7a10")
SYSTEMS = UUID("0e0d7a52-3a5c-5a5f-8f57-6b8c1d0f2b41")
PARTNER_ROLE = "partner-system"
"""The role by which a provider marks a client that is a partner's system and not a person."""


def person_id(authority: str, sub: str) -> UUID:
    """The id by which the platform knows a person; the same `sub` at another authority is another person."""
    return uuid5(PEOPLE, f"{authority}|{sub}")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, for which authority, in which of the board's job roles."""

    authority: str
    person: UUID
    roles: frozenset[str] = frozenset()
    """Job-role codes of the board (`team-manager`); its plugin maps them to core roles."""
    kind: Literal["person", "system"] = "person"
    session: str | None = field(default=None, compare=False, repr=False)
    """The session at the provider that the token is of, where it says one."""
    issued_at: float = field(default=0.0, compare=False)
    """When the token was given out, in seconds since 1970."""

    @classmethod
    def from_token(
        cls, authority: str, sub: str, roles: frozenset[str], *, session: str | None = None, issued_at: float = 0.0
    ) -> Actor:
        """The actor that a verified token speaks for."""
        kind: Literal["person", "system"] = "system" if PARTNER_ROLE in roles else "person"
        return cls(authority, person_id(authority, sub), roles, kind, session, issued_at)

    @classmethod
    def system(cls, authority: str, name: str) -> Actor:
        """A worker of the platform. Its ids never coincide with a person's, whatever `sub` a provider gives."""
        return cls(authority, uuid5(SYSTEMS, f"{authority}|{name}"), kind="system")
