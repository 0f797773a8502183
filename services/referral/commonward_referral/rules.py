"""What the core itself asks of every concern, whatever the board. Pure."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from commonward.clock import london
from commonward.procedure import Authority, Scope
from commonward.store import FieldError, Unacceptable
from commonward_referral.schemas import Report

_NO_LETTER = re.compile(r"[^\w|]|_")
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I or O: a reference is read out on the telephone."""
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
_SIX_LETTERS = 2**30 - 1
"""Five bits each."""


CHILD = "child"


def age_on(born: date | None, day: date) -> int | None:
    """Whole years on a day; a child born on 29 February has the birthday on 1 March."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Named(Protocol):
    """Whoever has a name and, if it is known, a date of birth: as reported, or on record."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def born(self) -> date | None: ...


def likeness(child: Named) -> str:
    """Folded name and date of birth, by which records may be the same child's."""
    plain = unicodedata.normalize("NFKD", f"{child.family_name}|{child.given_name}").casefold()
    return f"{_NO_LETTER.sub('', plain)}|{child.born or ''}"[:260]


def new_reference(register: str, at: datetime) -> str:
    """A case reference that says nothing of the child."""
    return _reference(register, at, secrets.randbits(30))


def receipt_reference(register: str, concern: UUID, at: datetime) -> str:
    """A concern's own reference, out of its id's last bits, which are chance: it says nothing of the case."""
    return _reference(register, at, concern.int & _SIX_LETTERS)


def receipt_endings(letters: str) -> tuple[str, ...]:
    """How the id of a concern may end that has these letters in its receipt; none where no receipt has them."""
    if not set(letters) <= set(_LETTERS):
        return ()
    chance = sum(_LETTERS.index(letter) << 5 * place for place, letter in enumerate(reversed(letters)))
    return tuple(f"{chance + (others << 30):08x}" for others in range(4))  # eight digits hold two bits more


def _reference(register: str, at: datetime, chance: int) -> str:
    letters = _PAIRS[chance >> 20] + _PAIRS[chance >> 10 & 1023] + _PAIRS[chance & 1023]
    return f"{register}-{london(at).year}-{letters}"


def check_report(report: Report, authority: Authority, scope: Scope, today: date) -> None:
    """Raise Unacceptable with everything that is wrong with a report."""
    errors = tuple(_errors(report, authority, scope, today))
    if errors:
        raise Unacceptable(*errors)


def before_birth() -> FieldError:
    """The child was not born yet; the date of birth is not repeated, as it may be on record only."""
    return FieldError(field="happened_on", message="is before the child was born")


def is_nhs_number(digits: str) -> bool:
    """Whether the tenth digit checks the nine before it.

    Modulus 11: weights 10 to 2; the check digit is 11 less the remainder; 11 counts as 0, and 10 is never issued.
    Source: NHS Data Dictionary, attribute NHS NUMBER.
    """
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def no_nhs_number(field: str) -> FieldError:
    """What is said of a number that fails the check."""
    return FieldError(field=field, message="is not an NHS number: its last digit does not fit the others")


def _errors(report: Report, authority: Authority, scope: Scope, today: date) -> Iterator[FieldError]:
    if report.happened_on > today:
        yield FieldError(field="happened_on", message="is in the future", allowed=(f"up to {today.isoformat()}",))
    yield from _no_areas(report, authority)
    child = report.child
    if child is None:
        return
    if child.born is not None and child.born > today:
        yield FieldError(field="child.born", message="is in the future", allowed=(f"up to {today.isoformat()}",))
    elif child.born is not None and report.happened_on < child.born:
        yield before_birth()
    elif (age := age_on(child.born, report.happened_on)) is not None and age >= scope.under_age:
        yield FieldError(
            field="child.born", message="is too early for a child", allowed=(f"under {scope.under_age} years",)
        )
    if child.nhs_number is not None and not is_nhs_number(child.nhs_number):
        yield no_nhs_number("child.nhs_number")


def _no_areas(report: Report, authority: Authority) -> Iterator[FieldError]:
    areas = tuple(area.code for area in authority.areas)
    for name, told in (("circumstances", report.circumstances), ("child", report.child)):
        if told is not None and told.family_area not in (None, *areas):
            yield FieldError(field=f"{name}.family_area", message="is not an area of this authority", allowed=areas)
