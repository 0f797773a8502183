"""Birthdays that matter to procedures, as events: at 13 and 16 the law and the age bands change, at 18 the scope."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import Session, col

from commonward.clock import london, utcnow
from commonward.clock.local_time import LONDON
from commonward.contracts.events import AgeReached
from commonward.identity import Actor
from commonward.store import Work, keys_of
from commonward.store.sealed import open_value
from commonward.web import Resources
from commonward_referral.model import OPEN, Case, Child
from commonward_referral.rules import age_on

AGES = (13, 16, 18)
BATCH = 500


def tell_birthdays(resources: Resources, authority: str) -> int:
    """Publish the birthdays that open cases have reached by today; return how many."""
    return tell_until(resources, authority, london(utcnow()).date())


def tell_until(resources: Resources, authority: str, today: date) -> int:
    """Publish those from the opening of each case until this day, each once."""
    with resources.database.session(authority) as session:
        due = [case for case, born, opened in _opened(session, _open_cases()) if _reached(born, opened, today)]
    told = 0
    for start in range(0, len(due), BATCH):
        with resources.work(Actor.system(authority, resources.service)) as unit:
            told += _tell(unit, due[start : start + BATCH], today)
    return told


def _tell(unit: Work, cases: list[UUID], today: date) -> int:
    """Under the cases' locks, what is not known yet."""
    unit.load(cases)
    told = 0
    for case, born, opened in _opened(unit.session, _open_cases().where(col(Case.id).in_(cases))):
        for age in _reached(born, opened, today):
            if age not in unit.facts(case).ages_reached and not unit.facts(case).closed:
                unit.publish(case, AgeReached(age=age, reached_at=_birthday(born, age)))
                told += 1
    return told


def _open_cases() -> Select[Any]:
    """The date of birth by itself, not the child: the rest of a record stays sealed."""
    same = (col(Child.authority) == col(Case.authority)) & (col(Child.id) == col(Case.child))
    query = select(col(Case.id), col(Child.id), col(Child.born), col(Case.opened_at)).join(Child, same)
    return query.where(col(Case.state) == OPEN, col(Child.born).is_not(None))


def _opened(session: Session, query: Select[Any]) -> list[tuple[UUID, date, datetime]]:
    keys = keys_of(session.connection())
    rows = session.execute(query).all()
    return [(case, open_value(keys, Child, "born", child, born), opened) for case, child, born, opened in rows]


def _reached(born: date, opened: datetime, today: date) -> list[int]:
    """The ages that were reached while the case was open."""
    before, now = age_on(born, london(opened).date()), age_on(born, today)
    return [age for age in AGES if before is not None and now is not None and before < age <= now]


def _birthday(born: date, age: int) -> datetime:
    """Midnight of the birthday; of a child born on 29 February, 1 March in other years."""
    try:
        day = born.replace(year=born.year + age)
    except ValueError:
        day = date(born.year + age, 3, 1)
    return datetime.combine(day, time(0), LONDON)
