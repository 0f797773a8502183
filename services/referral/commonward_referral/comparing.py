"""Whether a record that was found may be the child being searched for, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commonward_referral.former_model import FormerIdentity
from commonward_referral.model import Child
from commonward_referral.names import BEGINNING, one_slip_apart, parts, sound, wholes, words
from commonward_referral.search_schemas import Search, Why

ALIKE = 0.5
"""What two words must share of their parts, of all that they have together, to be spelt alike."""


def compare(wanted: Search, child: Child, before: Sequence[FormerIdentity]) -> tuple[Why, ...]:
    """Why the record may be the child's, the surest reason first; nothing when it is not alike.

    `before` is what stood in it until it was put right.
    """
    found = set(_reasons(wanted, child, before))
    if Why.SAME_BIRTH in found and not found - {Why.SAME_BIRTH}:
        return ()
    return tuple(why for why in Why if why in found)


def _reasons(wanted: Search, child: Child, before: Sequence[FormerIdentity]) -> Iterator[Why]:
    if wanted.nhs_number and wanted.nhs_number == child.nhs_number:
        yield Why.NHS_NUMBER
        if wanted.born and child.born and wanted.born != child.born:
            yield Why.OTHER_BIRTH
    elif wanted.nhs_number and wanted.nhs_number in [row.nhs_number for row in before]:
        yield Why.FORMER_NHS_NUMBER
    same_birth = wanted.born is not None and wanted.born == child.born
    if same_birth:
        yield Why.SAME_BIRTH
    sought = words(wanted.given_name or "", wanted.family_name or "")
    if not sought:
        return
    now = _of_names(sought, child.given_name, child.family_name)
    if now is not None:
        yield Why.SAME_NAME_AND_BIRTH if now is Why.SAME_NAME and same_birth else now
    names = ((row.given_name or "", row.family_name or "") for row in before)
    if now is not Why.SAME_NAME and any(_of_names(sought, *each) for each in names):
        yield Why.FORMER_NAME


def _of_names(sought: tuple[str, ...], *names: str) -> Why | None:
    """The surest of what the names have in common."""
    held = words(*names)
    if set(sought) <= set(held):
        return Why.SAME_NAME
    if {sound(word) for word in sought} <= {sound(word) for word in held}:
        return Why.SOUNDS_ALIKE
    if all(any(_spelt_alike(one, other) for other in held) for one in sought):
        return Why.SPELT_ALIKE
    if all(any(_begins(one, other) for other in wholes(*names)) for one in sought):
        return Why.BEGINS_ALIKE
    return None


def _begins(one: str, other: str) -> bool:
    """Whether somebody knew the beginning of it; or all of it, where the other names alone are known in part."""
    return other.startswith(one) if len(one) >= BEGINNING else one == other


def _spelt_alike(one: str, other: str) -> bool:
    if one_slip_apart(one, other):
        return True
    mine, theirs = set(parts(one)), set(parts(other))
    return len(mine & theirs) >= ALIKE * len(mine | theirs)
