"""Use cases about subjects other than a child: adults of concern, places. They need no child's record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from commonward.clock import london
from commonward.contracts.events import CaseOpened, ReferrerKnown
from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Actor
from commonward.store import FieldError, Unacceptable, UnknownSubject, Work, new_id
from commonward_referral.names import words
from commonward_referral.party_model import Party
from commonward_referral.record_schemas import FindParty, OpenParty, Parties, PartyLine
from commonward_referral.rules import CHILD, new_reference

MOST_FOUND = 50


def open_party(work: Work, actor: Actor, wanted: OpenParty) -> PartyLine:
    """Open the record of an adult or a place. Raises Unacceptable for a kind that the board does not know."""
    procedure = work.procedures.current(work.authority, london(work.now).date())
    kinds = tuple(kind for kind in procedure.scope.subjects if kind != CHILD)
    if wanted.kind not in kinds:
        message = "a child's case opens with a concern" if wanted.kind == CHILD else "is not a subject of this board"
        raise Unacceptable(FieldError(field="kind", message=message, allowed=kinds))
    id, reference = new_id(), new_reference(procedure.authority.register, work.now)
    work.begin_subject(id)
    opened = CaseOpened(reference=reference, edition=procedure.edition, opened_at=work.now, subject_kind=wanted.kind)
    work.publish(id, opened)
    work.publish(id, ReferrerKnown(person=actor.person))
    work.write(
        Party,
        id=id,
        reference=reference,
        opened_at=work.now,
        opened_by=actor.person,
        kind=wanted.kind,
        label=wanted.label,
        details=wanted.details,
    )
    work.audit("subject.open", id)
    return PartyLine(
        id=id,
        kind=wanted.kind,
        reference=reference,
        label=wanted.label,
        details=wanted.details,
        opened_at=work.now,
    )


def parties(work: Work, kind: str) -> Parties:
    """Every subject of a kind that the caller may see, the newest first."""
    work.audit("subjects.list")
    return Parties(subjects=tuple(_seen(work, kind)))


def party(work: Work, id: UUID) -> PartyLine:
    """One subject. Raises UnknownSubject."""
    row = work.session.get(Party, (work.authority, id))
    if row is None:
        raise UnknownSubject(str(id))
    work.audit("subject.read", id)
    return _line(row)


def found(work: Work, wanted: FindParty) -> Parties:
    """Subjects of a kind that the caller may see and whose name has each of the words, or one that begins so.

    Whose name is withheld is not found by it.
    """
    work.audit("subjects.search")
    return Parties(subjects=tuple(islice(_named(work, wanted.kind, words(wanted.words)), MOST_FOUND)))


def _named(work: Work, kind: str, sought: tuple[str, ...]) -> Iterator[PartyLine]:
    for line in _seen(work, kind):
        if line.shows(FieldGroup.ADULT_OF_CONCERN) and _has(sought, words(line.label)):
            yield line


def _seen(work: Work, kind: str) -> Iterator[PartyLine]:
    """Every subject of a kind that the caller may see, the newest first, with the groups that they see of each."""
    mine = select(Party, *work.sight.beside(col(Party.id))).where(
        col(Party.kind) == kind, work.sight.visible(col(Party.id))
    )
    for row, *seen in work.session.execute(mine.order_by(col(Party.opened_at).desc())):
        yield _line(row).seen_by(work.sight.seeing(seen))


def _has(sought: tuple[str, ...], held: tuple[str, ...]) -> bool:
    return bool(sought) and all(any(word.startswith(one) for word in held) for one in sought)


def _line(row: Party) -> PartyLine:
    return PartyLine.model_validate(row.model_dump())
