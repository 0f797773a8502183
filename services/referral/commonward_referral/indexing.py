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


def index_anew(work: Work, index: BlindIndex, children: Sequence[Child]) -> int:
    """Write the hashes of these records that are not as the key that writes would make them; return of how many."""
    stale = [child for child in children if child.likeness != index.exact(LIKENESS, likeness(child))]
    if stale:
        gone = col(ChildToken.authority) == work.authority, col(ChildToken.id).in_([child.id for child in stale])
        work.session.execute(delete(ChildToken).where(*gone))
    for child in stale:
        child.likeness = index.exact(LIKENESS, likeness(child))
        child.nhs_token = _number_anew(index, child)
        _write_tokens(work, child.id, _tokens(index, child, child.nhs_token))
    return len(stale)


def tokens(index: BlindIndex, child: Named) -> frozenset[int]:
    """The short hashes of everything by which a name is found."""
    found = traits(child.given_name, child.family_name, child.born)
    return frozenset(index.token(kind, value) for kind, value in found)


def _tokens(index: BlindIndex, child: ReportedChild | Child, number: bytes | None) -> frozenset[int]:
    """The same, with that of an NHS number which is another record's too: a search for it finds both."""
    found = tokens(index, child)
    if child.nhs_number is None or number == index.exact(NHS_NUMBER, child.nhs_number):
        return found
    return found | {index.token(NHS_NUMBER, child.nhs_number)}


def _number_anew(index: BlindIndex, child: Child) -> bytes | None:
    """By what it was found until now; by nothing, where the date of birth that came with the number has changed."""
    values = (child.nhs_number, contested(child)) if child.nhs_number else ()
    kept = (value for value in values if child.nhs_token in index.exacts(NHS_NUMBER, value))
    return next((index.exact(NHS_NUMBER, value) for value in kept), None)


def _write_tokens(work: Work, child: UUID, wanted: frozenset[int]) -> None:
    for token in sorted(wanted):
        work.write(ChildToken, id=child, token=token)
