"""Candidates whose records were merged become one: the surviving record, with those that were merged into it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import load_only
from sqlmodel import col

from commonward.store import Work
from commonward_referral.model import OPEN, Case, Child
from commonward_referral.same_child import merged_into, survivors
from commonward_referral.search_schemas import Candidate, MergedFrom, Why
from commonward_referral.showing import shown

_NAMED = load_only(Child.given_name, Child.family_name, Child.born)  # type: ignore[arg-type]  # columns


def gathered(work: Work, found: list[Candidate]) -> Iterator[Candidate]:
    """Each child once, for all the reasons for which one of their records was found."""
    goes_on = survivors(work, [each.child for each in found])
    merged = merged_into(work, goes_on.values())
    if not merged:
        yield from found
        return
    everyone = {*goes_on.values(), *merged}
    children, cases = _named(work, everyone), _open_cases(work, everyone)
    groups: dict[UUID, list[Candidate]] = defaultdict(list)
    for each in found:
        groups[goes_on[each.child]].append(each)
    for child, records in groups.items():
        others = sorted(other for other, into in merged.items() if into == child and other in children)
        if not others or child not in children:
            yield records[0]
            continue
        whys = {why for each in records for why in each.why}
        case, reference = next((cases[one] for one in (child, *others) if one in cases), (None, None))
        yield Candidate(
            child=child,
            given_name=children[child].given_name,
            family_name=children[child].family_name,
            born=children[child].born,
            why=tuple(why for why in Why if why in whys),
            case=case,
            reference=reference,
            merged_from=tuple(_merged_from(children[other]) for other in others),
        )


def _merged_from(row: Child) -> MergedFrom:
    return MergedFrom(child=row.id, given_name=row.given_name, family_name=row.family_name, born=row.born)


def _named(work: Work, ids: set[UUID]) -> dict[UUID, Child]:
    """Those that the caller may find."""
    query = select(Child).where(col(Child.id).in_(ids), shown(work, col(Child.id))).options(_NAMED)
    return {row.id: row for row in work.session.scalars(query)}


def _open_cases(work: Work, children: set[UUID]) -> dict[UUID, tuple[UUID, str]]:
    is_open = col(Case.child).in_(children), col(Case.state) == OPEN, work.sight.visible(col(Case.id))
    query = select(col(Case.child), col(Case.id), col(Case.reference)).where(*is_open)
    return {child: (case, reference) for child, case, reference in work.session.execute(query)}
