"""Who works for an authority, by the directory of the settings: a job title and a mailbox, never more."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from commonward.clock import london, utcnow
from commonward.identity import Capability, allowed, person_id
from commonward_portal.guards import user
from commonward_portal.parts import parts

UNKNOWN = "Somebody who holds no post here now"


def people() -> tuple[tuple[str, str], ...]:
    """Everybody who holds a post today by which a case may be seen: their id, and how they are known."""
    procedure = parts().procedures.of(user().authority)
    return _known(lambda role: allowed(Capability.CASE_READ, procedure.core_roles(frozenset({role}))))


def others_who(capability: Capability) -> tuple[str, ...]:
    """How everybody else is known who holds a post today that lets them do this."""
    procedure, own = parts().procedures.of(user().authority), me()
    holders = _known(lambda role: allowed(capability, procedure.core_roles(frozenset({role}))))
    return tuple(title for person, title in holders if person != own)


def me() -> str:
    """The id of who is signed in."""
    return str(parts().verifier.verify(user().access_token).person)


def _known(counts: Callable[[str], bool] = lambda role: True) -> tuple[tuple[str, str], ...]:
    given, authority, today = parts(), user().authority, london(utcnow()).date()
    word = given.procedures.of(authority).words.of
    posts = [
        (str(person_id(authority, entry.person)), f"{word(entry.role)} ({entry.mailbox})")
        for entry in given.settings.authorities[authority].directory
        if entry.person is not None and counts(entry.role)
        if entry.since <= today and (entry.until is None or today <= entry.until)
    ]
    return tuple(dict(posts).items())


def known_as(person: str | UUID | None) -> str:
    """How somebody is known who did something."""
    return dict(_known()).get(str(person), UNKNOWN)
