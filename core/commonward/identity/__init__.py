"""Who is asking, what they may do, and who is to be told."""

from __future__ import annotations

from commonward.identity.actor import Actor, person_id
from commonward.identity.directory import Contact, Directory
from commonward.identity.policy import CORE_ROLES, Capability, allowed, carrying, heard, sees, viewer
from commonward.identity.tokens import InvalidToken, Reason, TokenVerifier

__all__ = [
    "CORE_ROLES",
    "Actor",
    "Capability",
    "Contact",
    "Directory",
    "InvalidToken",
    "Reason",
    "TokenVerifier",
    "allowed",
    "carrying",
    "heard",
    "person_id",
    "sees",
    "viewer",
]
