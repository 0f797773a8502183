"""The ready users of the development provider."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from commonward.settings import AuthoritySettings, Settings

EVERYWHERE = "everywhere"
ELSEWHERE = "elsewhere"
OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class ReadyUser:
    """A synthetic person or system that may log in without a password."""

    sub: str
    name: str
    roles: tuple[str, ...]
    session: str = ""
    """Which of their sessions it is, once they have signed in."""

    def get_user_id(self) -> str:
        """The `sub` of its tokens; Authlib asks by this name."""
        return self.sub


Users = Mapping[str, tuple[ReadyUser, ...]]
"""The users of each authority."""


def ready_users(settings: Settings) -> Users:
    """Who may log in to each authority of the region.

    Those that `users.toml` lists for it; else the people of its directory; else a social worker and a manager.
    """
    listed = tomllib.loads(files(__package__).joinpath("users.toml").read_text(encoding="utf-8"))
    everywhere = _users(listed[EVERYWHERE])
    return {
        code: (_users(listed.get(code, ())) or _of_the_directory(authority) or _users(listed[ELSEWHERE])) + everywhere
        for code, authority in settings.authorities.items()
    }


def _users(rows: Iterable[dict[str, Any]]) -> tuple[ReadyUser, ...]:
    return tuple(ReadyUser(row["sub"], row["name"], tuple(row["roles"])) for row in rows)


def _of_the_directory(authority: AuthoritySettings) -> tuple[ReadyUser, ...]:
    """Everybody who is named there, with all their roles; but for the operator, who is everywhere."""
    roles: dict[str, list[str]] = {}
    for entry in authority.directory:
        if entry.person is not None and entry.role != OPERATOR:
            roles.setdefault(entry.person, []).append(entry.role)
    return tuple(
        ReadyUser(sub, f"{sub.replace('-', ' ').capitalize()} (synthetic)", tuple(dict.fromkeys(held)))
        for sub, held in roles.items()
    )
