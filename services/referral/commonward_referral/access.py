"""Which subjects a command may touch: known, under their lock, and open; and who agrees as the second person."""

from __future__ import annotations

from uuid import UUID

from commonward.identity import Actor
from commonward.procedure import Facts
from commonward.store import FieldError, Unacceptable, Work


def open_subject(work: Work, id: UUID) -> Facts:
    """Lock a subject and return what is known of it. Raises UnknownSubject, or Unacceptable when it is closed."""
    work.subject(id)
    facts = work.facts(id)
    if facts.closed:
        raise Unacceptable(FieldError(field="case", message="is closed"))
    return facts


def agrees(actor: Actor, made_by: UUID, role: str | None) -> bool:
    """Whether the person is the second one: another than who made it, and of the role that the procedure names."""
    return made_by != actor.person and role in actor.roles
