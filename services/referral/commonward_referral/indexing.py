"""A child's record and the blind indexes by which it is found; they are written together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from commonward.contracts.events.partner import ReportedChild
from commonward.store import Work
from commonward.store.blind import BlindIndex
from commonward_referral.children import LIKENESS, NHS_NUMBER, Children, Known, contested
from commonward_referral.former_model import FormerIdentity
from commonward_referral.formerly import formerly
from commonward_referral.model import Child, ChildToken
from commonward_referral.names import traits
from commonward_referral.rules import Named, likeness


def write_child(work: Work, children: Children, child: ReportedChild) -> Known:
    """Add a record of the child, and remember it for the rest of the unit of work."""
    name, number = children.name_token(child), children.number_token(child)
    id = work.write(
        Child,
        given_name=child.given_name,
        family_name=child.family_name,
        likeness=name,
        born=child.born,
        nhs_number=child.nhs_number,
        nhs_token=number,
        address=child.address,
    )
    known = Known(id, child.born, None, None, fresh=True, contested=children.is_taken(child))
    _write_tokens(work, id, _tokens(children.index, child, number))
    children.remember(known, number, name)
    return known


def correct_born(work: Work, child: Child, born: date | None) -> None:
    """Put a date of birth right, so that the child is found by it from now on."""
    child.born = born
    index_anew(work, Children.of(work).index, [child])


def put_right(work: Work, child: Child, right: ReportedChild) -> None:
    """Put who the child is right, so that they are found by it from now on, and by what stood there before."""
    children, other_number = Children.of(work), child.nhs_number != right.nhs_number
    children.look_up(work, [right])
    child.given_name, child.family_name = right.given_name, right.family_name
    child.nhs_number, child.address = right.nhs_number, right.address
    if other_number:
        child.nhs_token = children.number_token(right)
    _hash_anew(work, children.index, [child])


def index_anew(work: Work, index: BlindIndex, children: Sequence[Child]) -> int:
    """Write the hashes of these records that are not as the key that writes would make them; return of how many."""
    stale = [child for child in children if child.likeness != index.exact(LIKENESS, likeness(child))]
    if stale:
        _hash_anew(work, index, stale)
    return len(stale)


def _hash_anew(work: Work, index: BlindIndex, children: Sequence[Child]) -> None:
    ids = [child.id for child in children]
    gone = col(ChildToken.authority) == work.authority, col(ChildToken.id).in_(ids)
    work.session.execute(delete(ChildToken).where(*gone))
    before = formerly(work, ids)
    for child in children:
        child.likeness = index.exact(LIKENESS, likeness(child))
        child.nhs_token = _number_anew(index, child)
        for row in before[child.id]:
            row.likeness = _former_likeness(index, row, child.born)
        former = (token for row in before[child.id] for token in _former_tokens(index, row, child.born))
        _write_tokens(work, child.id, _tokens(index, child, child.nhs_token).union(former))


def tokens(index: BlindIndex, child: Named) -> frozenset[int]:
    """The short hashes of everything by which a name is found."""
    return _of_name(index, child.given_name, child.family_name, child.born)


def _of_name(index: BlindIndex, given_name: str, family_name: str, born: date | None) -> frozenset[int]:
    return frozenset(index.token(kind, value) for kind, value in traits(given_name, family_name, born))


def _tokens(index: BlindIndex, child: ReportedChild | Child, number: bytes | None) -> frozenset[int]:
    """The same, with that of an NHS number which is another record's too: a search for it finds both."""
    found = tokens(index, child)
    if child.nhs_number is None or number == index.exact(NHS_NUMBER, child.nhs_number):
        return found
    return found | {index.token(NHS_NUMBER, child.nhs_number)}


def _former_tokens(index: BlindIndex, row: FormerIdentity, born: date | None) -> frozenset[int]:
    """Those of a name and a number that stood in the record before; the number finds it, and never makes it sure."""
    numbers = frozenset({index.token(NHS_NUMBER, row.nhs_number)} if row.nhs_number else ())
    return numbers | _of_name(index, row.given_name or "", row.family_name or "", born)


def _former_likeness(index: BlindIndex, row: FormerIdentity, born: date | None) -> bytes | None:
    if row.given_name is None or row.family_name is None:
        return None  # another part was put right
    name = ReportedChild(given_name=row.given_name, family_name=row.family_name, born=born)
    return index.exact(LIKENESS, likeness(name))


def _number_anew(index: BlindIndex, child: Child) -> bytes | None:
    """By what it was found until now; by nothing, where the date of birth that came with the number has changed."""
    values = (child.nhs_number, contested(child)) if child.nhs_number else ()
    kept = (value for value in values if child.nhs_token in index.exacts(NHS_NUMBER, value))
    return next((index.exact(NHS_NUMBER, value) for value in kept), None)


def _write_tokens(work: Work, child: UUID, wanted: frozenset[int]) -> None:
    for token in sorted(wanted):
        work.write(ChildToken, id=child, token=token)
