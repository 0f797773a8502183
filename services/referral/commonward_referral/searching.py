"""Looking for a child: blind indexes find records, and each is opened and compared before it is shown.

The tokens are short, so some records are found by chance, and a name has parts in common with many. Only records
that are alike once they are opened become candidates, and a person decides whether one is the child's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, desc, func, select, union_all
from sqlalchemy.orm import load_only
from sqlmodel import col

from commonward.store import Work, keys_of
from commonward.store.blind import BlindIndex
from commonward_referral.children import LIKENESS, NHS_NUMBER
from commonward_referral.comparing import compare
from commonward_referral.formerly import formerly
from commonward_referral.gathering import gathered
from commonward_referral.indexing import tokens
from commonward_referral.model import OPEN, Case, Child, ChildToken
from commonward_referral.rules import likeness
from commonward_referral.search_schemas import Candidate, Candidates, Search, Why
from commonward_referral.showing import shown

COMPARED, SHOWN = 100, 20
"""How many records are opened and compared, and how many candidates are shown at most."""
NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class _Sought:
    """Whoever is looked for; a name that is not known is empty."""

    given_name: str
    family_name: str
    born: date | None


def search(work: Work, wanted: Search) -> Candidates:
    """The records that may be the child's. Nobody's name goes into the audit."""
    work.audit("children.search")
    index = BlindIndex.of(keys_of(work.connection))
    sought = _Sought(wanted.given_name or "", wanted.family_name or "", wanted.born)
    ids = [*_exact(work, index, sought, wanted.nhs_number), *_alike(work, index, sought)]
    found = sorted(gathered(work, [*_candidates(work, wanted, list(dict.fromkeys(ids)))]), key=_likeliest)
    return Candidates(candidates=tuple(found[:SHOWN]))


def _exact(work: Work, index: BlindIndex, sought: _Sought, nhs_number: str | None) -> list[UUID]:
    """Records with the same number, whatever their date of birth, or the same name and date of birth."""
    mine = col(Child.authority) == work.authority
    numbers = index.exacts(NHS_NUMBER, nhs_number) if nhs_number else ()
    names = index.exacts(LIKENESS, likeness(sought)) if sought.given_name and sought.family_name else ()
    ways = [(col(Child.nhs_token), numbers), (col(Child.likeness), names)]
    queries = [select(col(Child.id)).where(mine, column.in_(hashes)) for column, hashes in ways if hashes]
    if nhs_number:
        shared = [each.token(NHS_NUMBER, nhs_number) for each in index.each()]
        same = col(ChildToken.authority) == work.authority, col(ChildToken.token).in_(shared)
        queries.append(select(col(ChildToken.id)).where(*same))
    found = work.connection.execute(union_all(*queries).limit(COMPARED)).scalars() if queries else ()
    return list(found)


def _alike(work: Work, index: BlindIndex, sought: _Sought) -> list[UUID]:
    """Records that share the most with the name that is looked for."""
    wanted = frozenset[int]().union(*(tokens(each, sought) for each in index.each()))
    if not wanted:
        return []
    shared = func.count().label("shared")
    of_these = col(ChildToken.token).in_(sorted(wanted))
    query = select(col(ChildToken.id), shared).where(col(ChildToken.authority) == work.authority, of_these)
    best = query.group_by(col(ChildToken.id)).order_by(desc(shared), desc(col(ChildToken.id))).limit(COMPARED)
    return [id for id, _ in work.connection.execute(best)]


def _candidates(work: Work, wanted: Search, ids: list[UUID]) -> Iterator[Candidate]:
    """Of a case that is not theirs the caller learns the reference, to ask for it by; of a secret one nothing.

    It is asked for nobody too: an answer that comes sooner would tell a hidden record from none.
    """
    is_open = and_(
        col(Case.authority) == col(Child.authority), col(Case.child) == col(Child.id), col(Case.state) == OPEN
    )
    only = load_only(Child.given_name, Child.family_name, Child.born, Child.nhs_number)  # type: ignore[arg-type]  # columns
    access = work.sight.secret(col(Case.id)), work.sight.visible(col(Case.id))
    query = select(Child, col(Case.id), col(Case.reference), *access).outerjoin(Case, is_open)
    query = query.where(col(Child.id).in_(ids or [NOBODY]), shown(work, col(Child.id)))
    rows, before = work.session.execute(query.options(only)).all(), formerly(work, ids)
    for child, case, reference, secret, visible in rows:
        why = compare(wanted, child, before[child.id])
        if why:
            case, reference = case if visible else None, None if secret else reference
            named = {"given_name": child.given_name, "family_name": child.family_name, "born": child.born}
            yield Candidate(child=child.id, why=why, case=case, reference=reference, **named)


def _likeliest(candidate: Candidate) -> tuple[list[int], str]:
    order = list(Why)
    return [order.index(why) for why in candidate.why] + [len(order)], candidate.family_name
