"""Whether a record that was found may be the child being searched for, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from commonward_referral.model import Child
from commonward_referral.names import BEGINNING, one_slip_apart, parts, sound, wholes, words
from commonward_referral.search_schemas import Search, Why

ALIKE = 0.5
"""What two words must share of their parts, of all that they have together, to be spelt alike."""


def compare(wanted: Search, child: Child) -> tuple[Why, ...]:
    """Why the record may be the child's, the surest reason first; nothing when it is not alike."""
    found = set(_reasons(wanted, child))
    if Why.SAME_BIRTH in found and not found - {Why.SAME_BIRTH}:
        return ()
    return tuple(why for why in Why if why in found)


def _reasons(wanted: Search, child: Child) -> Iterator[Why]:
    if wanted.nhs_number and wanted.nhs_number == child.nhs_number:
        yield Why.NHS_NUMBER
        if wanted.born and child.born and wanted.born != child.born:
            yield Why.OTHER_BIRTH
    same_birth = wanted.born is not None and wanted.born == child.born
    if same_birth:
        yield Why.SAME_BIRTH
    sought = words(wanted.given_name or "", wanted.family_name or "")
    if sought:
        yield from _of_names(sought, child, same_birth=same_birth)


def _of_names(sought: tuple[str, ...], child: Child, *, same_birth: bool) -> Iterator[Why]:
    """The surest of what the names have in common."""
    held = words(child.given_name, child.family_name)
    if set(sought) <= set(held):
        yield Why.SAME_NAME_AND_BIRTH if same_birth else Why.SAME_NAME
    elif {sound(word) for word in sought} <= {sound(word) for word in held}:
        yield Why.SOUNDS_ALIKE
    elif all(any(_spelt_alike(one, other) for other in held) for one in sought):
        yield Why.SPELT_ALIKE
    elif all(any(_begins(one, other) for other in wholes(child.given_name, child.family_name)) for one in sought):
        yield Why.BEGINS_ALIKE


def _begins(one: str, other: str) -> bool:
    """Whether somebody knew the beginning of it; or all of it, where the other names alone are known in part."""
    return other.startswith(one) if len(one) >= BEGINNING else one == other


def _spelt_alike(one: str, other: str) -> bool:
    if one_slip_apart(one, other):
        return True
    mine, theirs = set(parts(one)), set(parts(other))
    return len(mine & theirs) >= ALIKE * len(mine | theirs)
