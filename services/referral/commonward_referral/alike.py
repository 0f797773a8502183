"""Which other records may be the same child's, and two records side by side for a person to decide."""

from __future__ import annotations

from uuid import UUID

from commonward.store import Work
from commonward_referral.comparing import compare
from commonward_referral.comparisons import said_two
from commonward_referral.family import related
from commonward_referral.family_schemas import Beside, RecordSide
from commonward_referral.formerly import formerly, lines
from commonward_referral.merging import Pair, record, seen
from commonward_referral.model import Child
from commonward_referral.same_child import cases_of, group
from commonward_referral.search_schemas import Candidates, Search
from commonward_referral.searching import search

SHORTEST = 2
"""Letters that a name must have to be looked for."""


def alike(work: Work, child: UUID) -> Candidates:
    """Other records that may be this child's, the likeliest first; not those merged with it. Raises UnknownSubject."""
    seen(work, child)
    wanted = _sought(record(work, child))
    if not (wanted.given_name or wanted.family_name or wanted.nhs_number):
        return Candidates(candidates=())
    own = group(work, child)
    return Candidates(candidates=tuple(one for one in search(work, wanted).candidates if one.child not in own))


def beside(work: Work, child: UUID, other: UUID) -> Beside:
    """Both records. Raises UnknownSubject unless the caller may see every case of both."""
    work.load(cases_of(work, (child, other)))  # together, so that two readers can't block each other
    sides = [_side(work, id) for id in (child, other)]
    work.audit("children.compare")
    return Beside(
        child=sides[0],
        other=sides[1],
        why=compare(_sought(record(work, child)), record(work, other), formerly(work, [other])[other]),
        said_two=said_two(work, Pair(child=child, into=other)),
    )


def _side(work: Work, child: UUID) -> RecordSide:
    cases, row = seen(work, child), record(work, child)
    own = RecordSide.model_fields.keys() - {"child", "cases", "formerly", "withheld"}
    before = lines(formerly(work, [child])[child])
    return RecordSide(
        child=child, cases=tuple(related(work, cases)), formerly=before, **row.model_dump(include=set(own))
    )


def _sought(child: Child) -> Search:
    """Whoever the record is about, as one would look for them; a record may hold less than a search demands."""
    names = {name: value for name in ("given_name", "family_name") if len(value := getattr(child, name)) >= SHORTEST}
    nothing = {"given_name": None, "family_name": None}
    return Search.model_construct(**{**nothing, **names}, born=child.born, nhs_number=child.nhs_number)
