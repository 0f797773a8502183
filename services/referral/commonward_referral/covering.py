"""Use cases: who stands in for somebody who is away. Every service hears of it, as it does of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import col

from commonward.contracts.events import CoverArranged, CoverEnded
from commonward.store import FieldError, NotYours, UnknownSubject, Work, new_id, refuse, too_far
from commonward_referral.access_model import Cover
from commonward_referral.access_schemas import Arrange, CoverLine, Covers

LONGEST = timedelta(days=366)


def arrange(work: Work, wanted: Arrange, exists: Callable[[UUID], bool], *, for_others: bool) -> CoverLine:
    """Let another work on what is allocated to a person while they are away; restricted cases are not among it.

    Raises NotYours for somebody else's absence without the right to say so, or with oneself as the cover.
    """
    person = wanted.person or work.actor
    if person != work.actor and not for_others:
        raise NotYours("only a manager says who stands in for somebody else")
    if person != work.actor and wanted.cover == work.actor:
        raise NotYours("nobody makes themselves the cover of another")
    refuse([*_faults(person, wanted, exists), *too_far("since", wanted.since, work.now)])
    work.load([person])
    refuse(_twice(work, person, wanted))
    id = new_id()
    made = CoverArranged(arrangement=id, person=person, cover=wanted.cover, since=wanted.since, until=wanted.until)
    row = {"id": id, "arranged_by": work.actor, **made.model_dump(exclude={"arrangement"})}
    work.write(Cover, **row)
    work.begin_missing([person])
    work.publish(person, made)
    work.audit("cover.arrange", person)
    return CoverLine.model_validate({**row, "ended_at": None})


def end(work: Work, arrangement: UUID, *, for_others: bool) -> CoverLine:
    """End it before its time. Raises UnknownSubject for whoever it does not concern."""
    row = work.session.get(Cover, (work.authority, arrangement))
    if row is None or not (for_others or work.actor in (row.person, row.cover)):
        raise UnknownSubject(str(arrangement))
    work.subject(row.person)
    if row.ended_at is None:
        row.ended_at = work.now
        work.publish(row.person, CoverEnded(arrangement=arrangement, ended_at=work.now))
    work.audit("cover.end", row.person)
    return CoverLine.model_validate(row.model_dump())


def covers(work: Work, *, of_others: bool) -> Covers:
    """Arrangements that are not over, the first to end at the top."""
    query = select(Cover).where(col(Cover.ended_at).is_(None), col(Cover.until) > work.now)
    if not of_others:
        query = query.where(or_(col(Cover.person) == work.actor, col(Cover.cover) == work.actor))
    work.audit("covers.list")
    rows = work.session.scalars(query.order_by(col(Cover.until)).limit(200))
    return Covers(covers=tuple(CoverLine.model_validate(row.model_dump()) for row in rows))


def _twice(work: Work, person: UUID, wanted: Arrange) -> Iterator[FieldError]:
    """An arrangement that is there already and covers all of that time."""
    query = select(Cover).where(
        col(Cover.person) == person,
        col(Cover.cover) == wanted.cover,
        col(Cover.ended_at).is_(None),
        col(Cover.since) <= wanted.since,
        col(Cover.until) >= wanted.until,
    )
    there = work.session.scalars(query.limit(1)).first()
    if there is not None:
        yield FieldError(
            field="cover",
            message=f"stands in already from {there.since.isoformat()} until {there.until.isoformat()}",
        )


def _faults(person: UUID, wanted: Arrange, exists: Callable[[UUID], bool]) -> list[FieldError]:
    found = []
    if wanted.cover == person:
        found.append(FieldError(field="cover", message="is the person who is away"))
    for field, who in (("person", person), ("cover", wanted.cover)):
        if not exists(who):
            found.append(FieldError(field=field, message="is nobody here who works on cases"))
    if not wanted.since < wanted.until <= wanted.since + LONGEST:
        found.append(FieldError(field="until", message="must be after the beginning, and within a year of it"))
    return found
