"""What records tie to an adult of concern, a place or a case, as far as the caller may see it. Nothing is inferred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import col

from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Actor
from commonward.store import Work
from commonward.store.seeing import unseen
from commonward_referral.model import Case, Child
from commonward_referral.party_model import Party
from commonward_referral.record_model import Naming, Record
from commonward_referral.record_queries import may_read
from commonward_referral.record_schemas import ConnectionLine, Connections
from commonward_referral.rules import CHILD
from commonward_referral.states import MADE


def connections(work: Work, actor: Actor, subject: UUID) -> Connections:
    """Whatever a record names together with the subject. Raises UnknownSubject."""
    work.subject(subject)
    work.audit("subject.connections", subject)
    found = [*_naming(work, subject), *_named(work, subject)]
    work.load(dict.fromkeys(record.case_id for _, record in found))
    titles: dict[UUID, dict[str, None]] = {}
    for other, record in found:
        kind = work.procedure(record.case_id).record_kind(record.kind)
        seen = not unseen(work, record.case_id, [FieldGroup.ADULT_OF_CONCERN])
        if other != subject and seen and may_read(actor, record, kind):
            titles.setdefault(other, {})[kind.title if kind else record.kind] = None
    known = _known(work, titles)
    lines = tuple(_line(known[id], tuple(of)) for id, of in titles.items() if id in known)
    return Connections(connections=lines).seen_by(work.sees(subject))


def _naming(work: Work, subject: UUID) -> Iterable[tuple[UUID, Record]]:
    """The records of others that name it."""
    query = select(col(Naming.case_id), Record).where(col(Naming.subject) == subject)
    return _counting(work, query.where(work.sight.visible(col(Naming.case_id))))


def _named(work: Work, subject: UUID) -> Iterable[tuple[UUID, Record]]:
    """Its own records that name others."""
    query = select(col(Naming.subject), Record).where(col(Naming.case_id) == subject)
    return _counting(work, query.where(work.sight.visible(col(Naming.subject))))


def _counting(work: Work, query: Select[tuple[UUID, Record]]) -> Iterable[tuple[UUID, Record]]:
    same = (col(Record.authority) == col(Naming.authority)) & (col(Record.id) == col(Naming.record))
    counts = query.join(Record, same).where(col(Record.state) == MADE)
    return [(id, record) for id, record in work.session.execute(counts.order_by(col(Naming.id).desc()))]


def _known(work: Work, ids: Iterable[UUID]) -> Mapping[UUID, tuple[UUID, str, str, str]]:
    """Id, kind, reference and label of each."""
    wanted = list(ids)
    same = (col(Child.authority) == col(Case.authority)) & (col(Child.id) == col(Case.child))
    children = work.session.execute(select(Case, Child).join(Child, same).where(col(Case.id).in_(wanted)))
    parties = work.session.scalars(select(Party).where(col(Party.id).in_(wanted)))
    cases = {
        case.id: (case.id, CHILD, case.reference, f"{child.given_name} {child.family_name}") for case, child in children
    }
    return {**cases, **{row.id: (row.id, row.kind, row.reference, row.label) for row in parties}}


def _line(known: tuple[UUID, str, str, str], records: tuple[str, ...]) -> ConnectionLine:
    id, kind, reference, label = known
    return ConnectionLine(id=id, kind=kind, reference=reference, label=label, records=records)
