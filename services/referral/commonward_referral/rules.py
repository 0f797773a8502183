"""What the core itself asks of every concern, whatever the board. Pure."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from commonward.clock import london
from commonward.contracts.events.partner import ReportedChild
from commonward.procedure import Authority, Scope
from commonward.store import FieldError, Unacceptable
from commonward_referral.schemas import Report

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I or O: a reference is read out on the telephone."""


def age_on(born: date | None, day: date) -> int | None:
    """Whole years on a day; a child born on 29 February has the birthday on 1 March."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def likeness(child: ReportedChild) -> str:
    """Folded name and date of birth, by which records may be the same child's."""
    name = f"{child.family_name}|{child.given_name}"
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(letter for letter in plain if letter.isalnum() or letter == "|")
    return f"{letters}|{child.born or ''}"[:260]


def new_reference(register: str, at: datetime) -> str:
    """A case reference that says nothing of the child."""
    return f"{register}-{london(at).year}-{''.join(secrets.choice(_LETTERS) for _ in range(6))}"


def check_report(report: Report, authority: Authority, scope: Scope, today: date) -> None:
    """Raise Unacceptable with everything that is wrong with a report."""
    errors = tuple(_errors(report, authority, scope, today))
    if errors:
        raise Unacceptable(*errors)


def _errors(report: Report, authority: Authority, scope: Scope, today: date) -> Iterator[FieldError]:
    if report.happened_on > today:
        yield FieldError(field="happened_on", message="is in the future", allowed=(f"up to {today.isoformat()}",))
    child = report.child
    if child is None:
        return
    if child.born is not None and child.born > today:
        yield FieldError(field="child.born", message="is in the future", allowed=(f"up to {today.isoformat()}",))
    elif (age := age_on(child.born, report.happened_on)) is not None and age >= scope.under_age:
        yield FieldError(field="child.born", message="is not a child's", allowed=(f"under {scope.under_age} years",))
    areas = tuple(area.code for area in authority.areas)
    if child.family_area is not None and child.family_area not in areas:
        yield FieldError(field="child.family_area", message="is not an area of this authority", allowed=areas)
