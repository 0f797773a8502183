"""The development identity provider and its ready users. Not for production: it refuses to start there."""

from __future__ import annotations

from commonward.identity.development.in_process import in_process_fetch
from commonward.identity.development.issuer import MOUNT, issuer_url, with_development_issuers
from commonward.identity.development.provider import development_provider
from commonward.identity.development.users import ReadyUser, Users, ready_users

__all__ = [
    "MOUNT",
    "ReadyUser",
    "Users",
    "development_provider",
    "in_process_fetch",
    "issuer_url",
    "ready_users",
    "with_development_issuers",
]
