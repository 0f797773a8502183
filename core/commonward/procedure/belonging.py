"""Which of several things owed a record counts for: one record is about one thing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from commonward.procedure.obligation import Obligation


def of_one_thing(owed: Sequence[Obligation], named: UUID | None) -> frozenset[UUID]:
    """Those of one clock's that a record meets: of what it names, or, where it names none, of what is owed longest.

    The others stay owed: nothing is met in silence by a record of something else.
    """
    of_it = [each for each in owed if named is not None and each.about == named]
    of_no_other = of_it or [each for each in owed if named is None or each.about is None]
    if not of_no_other:
        return frozenset()
    longest = min(of_no_other, key=lambda each: (each.started_at, each.id))
    return frozenset(each.id for each in of_no_other if each is longest or _about_the_same(each, longest))


def _about_the_same(each: Obligation, other: Obligation) -> bool:
    return each.about is not None and each.about == other.about
