"""The ready users of the development provider."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from commonward.settings import Settings

EVERYWHERE = "everywhere"
ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class ReadyUser:
    """A synthetic person or system that may log in without a password."""

    sub: str
    name: str
    roles: tuple[str, ...]

    def get_user_id(self) -> str:
        """The `sub` of its tokens; Authlib asks by this name."""
        return self.sub


Users = Mapping[str, tuple[ReadyUser, ...]]
"""The users of each authority."""


def ready_users(settings: Settings) -> Users:
    """The users of `users.toml` for the authorities that this region serves."""
    listed = tomllib.loads(files(__package__).joinpath("users.toml").read_text(encoding="utf-8"))
    return {
        authority: _users(listed.get(authority, listed[ELSEWHERE])) + _users(listed[EVERYWHERE])
        for authority in settings.authorities
    }


def _users(rows: Iterable[dict[str, Any]]) -> tuple[ReadyUser, ...]:
    return tuple(ReadyUser(row["sub"], row["name"], tuple(row["roles"])) for row in rows)
