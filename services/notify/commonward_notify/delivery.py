"""Delivery: at least once, a repeat under the same Message-ID.

A batch is claimed by pushing its next attempt ahead (a lease), sent without a transaction, and recorded in a second
one. A worker that dies in between leaves the notices to whoever looks after the lease.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, literal_column, select
from sqlmodel import col

from commonward.clock import london, utcnow
from commonward.contracts.events import NoticeDelivered
from commonward.identity import Actor, Contact
from commonward.procedure import ALLOCATED_WORKER, Facts
from commonward.settings import NoticeSettings
from commonward.store import Subject, Work
from commonward.telemetry import METRICS, logger, span
from commonward.web import Resources
from commonward_notify.holding import goes_at
from commonward_notify.mail import Letter, Mailer, Outcome, Result, gathered
from commonward_notify.model import FAILED, SENT, WAITING, Attempt, Notice
from commonward_notify.rules import discreet, pause
from commonward_notify.telling import place

BATCH = 50
LEASE = timedelta(seconds=45)
LONGEST_ROUND = 10.0
"""Seconds after which no further mail of a batch is begun; with the last one's timeouts it ends within the lease."""
CHANNEL = "email"
_WAITING: ColumnElement[str] = literal_column(f"'{WAITING}'")
"""In the statement itself: the index of what waits is of no use to one that is only told the state."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A notice that this worker may send until its lease ends."""

    notice: Notice
    facts: Facts


@dataclass(frozen=True, slots=True)
class Tried:
    """A notice that was tried."""

    notice: Notice
    outcome: Outcome
    duty: bool


def deliver(resources: Resources, authority: str) -> int:
    """Send what waits, at most a batch, the urgent first; return how many were taken up."""
    with resources.database.session(authority) as session:
        if session.scalar(select(col(Notice.id)).where(*_waits(utcnow())).limit(1)) is None:
            return 0
    actor = Actor.system(authority, resources.service)
    with resources.work(actor) as unit:
        claimed = _claim(unit, resources.settings.authorities[authority].notices)
    tried = _send(resources, claimed)
    given_up = {one.notice.id for one in claimed} - {one.notice.id for one in tried}
    with resources.work(actor) as unit:
        unit.load(one.notice.case_id for one in tried)
        for one in tried:
            _record(unit, one)
        _give_back(unit, [one.notice for one in claimed if one.notice.id in given_up])
    return len(claimed)


# --- claiming


def _waits(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Notice.state) == _WAITING, col(Notice.next_attempt_at) <= now


def _claim(unit: Work, rules: NoticeSettings) -> list[Claimed]:
    order = col(Notice.urgent).desc(), col(Notice.next_attempt_at)
    query = select(Notice).where(*_waits(unit.now)).order_by(*order).limit(BATCH)
    waiting = unit.session.scalars(query.with_for_update(skip_locked=True)).all()
    notices = [notice for notice in waiting if not _held(notice, unit.now, rules)]
    for notice in notices:
        notice.next_attempt_at = unit.now + LEASE
    facts = _facts(unit, {notice.case_id for notice in notices})
    return [Claimed(notice, facts[notice.case_id]) for notice in notices]


def _held(notice: Notice, now: datetime, rules: NoticeSettings) -> bool:
    """Leave a notice that is not urgent until the board's rules let it go. Says whether it did."""
    released = now if notice.urgent else goes_at(notice.raised_at, now, rules)
    if released <= now:
        return False
    notice.next_attempt_at = released
    return True


def _facts(unit: Work, cases: set[UUID]) -> dict[UUID, Facts]:
    """What is known of the cases now; unlocked, since it only says whom to write to."""
    query = select(col(Subject.id), col(Subject.facts)).where(col(Subject.id).in_(cases))
    return {id: Facts.model_validate_json(facts) for id, facts in unit.session.execute(query)}


# --- sending


def _send(resources: Resources, claimed: Sequence[Claimed]) -> list[Tried]:
    """Try them in order; fewer than all when the server hangs up or time is short."""
    tried: list[Tried] = []
    ends = time.monotonic() + LONGEST_ROUND
    with Mailer(resources.settings.mail) as mailer:
        unreachable = mailer.connect()
        for mail in _mails(resources, claimed):
            if unreachable is None and (not mailer.connected or time.monotonic() > ends):
                break
            first = mail.inside[0].notice
            with span("deliver notice", parent=first.trace, notice=str(first.id)):
                letters = [_letter(resources, one, mail.contact) for one in mail.inside]
                outcome = unreachable or mailer.send(gathered(letters))
                tried += [Tried(one.notice, outcome, duty=not mail.contact.found) for one in mail.inside]
    return tried


@dataclass(frozen=True, slots=True)
class Mail:
    """Notices that go together, to one mailbox."""

    contact: Contact
    inside: list[Claimed]


def _mails(resources: Resources, claimed: Sequence[Claimed]) -> Iterator[Mail]:
    """One for each notice; where the board gathers them, one for each mailbox of those that are not urgent."""
    together: dict[tuple[str, bool], Mail] = {}
    for one in claimed:
        contact = _contact(resources, one)
        gathers = resources.settings.authorities[one.notice.authority].notices.digest_at
        if one.notice.urgent or not gathers:
            yield Mail(contact, [one])
        else:
            together.setdefault((contact.mailbox, contact.found), Mail(contact, [])).inside.append(one)
    yield from together.values()


def _contact(resources: Resources, one: Claimed) -> Contact:
    """Who gets it: the role's holder today, or the duty mailbox, which is never quiet."""
    notice, facts = one.notice, one.facts
    if notice.duty:
        return Contact(resources.settings.authorities[notice.authority].duty_mailbox, None, found=False)
    person = facts.worker if notice.role == ALLOCATED_WORKER else None
    today = london(utcnow()).date()
    contact = resources.directory.resolve(notice.authority, notice.role, team=facts.team, person=person, on=today)
    if not contact.found and notice.attempts == 0:
        _tell_unresolved(notice, unallocated=notice.role == ALLOCATED_WORKER and person is None)
    return contact


def _tell_unresolved(notice: Notice, *, unallocated: bool) -> None:
    """A role that nobody holds is for operators to mend; that a case waits to be allocated is its board's matter."""
    if unallocated:
        told = {"authority": notice.authority, "notice": str(notice.id)}
        logger("notify").warning("the case is allocated to nobody yet; the duty mailbox gets its post", **told)
        return
    METRICS.unresolved.add(1, {"authority": notice.authority, "role": notice.role})
    _alert("nobody holds this role; the duty mailbox gets its post", notice)


def _letter(resources: Resources, one: Claimed, contact: Contact) -> Letter:
    notice, facts = one.notice, one.facts
    levels = resources.procedures.of(notice.authority, facts.edition).scale.levels
    return Letter(
        notice=notice.id,
        mailbox=contact.mailbox,
        reference=facts.reference or str(notice.case_id),
        link=f"{resources.settings.public_url.rstrip('/')}{place(notice.about, notice.case_id)}",
        words=discreet(notice.words, levels),
        urgent=notice.urgent,
        raised_at=notice.raised_at,
    )


# --- recording


def _record(unit: Work, one: Tried) -> None:
    notice, outcome = one.notice, one.outcome
    attempt = {"at": outcome.at, "outcome": outcome.result.value, "smtp_code": outcome.code}
    unit.write(Attempt, notice=notice.id, **attempt)
    METRICS.attempts.add(1, {"outcome": outcome.result.value})
    notice.attempts += 1
    if outcome.result is Result.ACCEPTED:
        _record_sent(unit, one)
    elif outcome.result is Result.REFUSED:
        _record_refused(unit, one)
    else:
        notice.next_attempt_at = outcome.at + pause(notice.attempts, random.random())
        _warn(one)
    unit.replace(Notice, **notice.model_dump())


def _record_sent(unit: Work, one: Tried) -> None:
    notice = one.notice
    notice.state, notice.duty = SENT, one.duty
    METRICS.delivered.add(1, {"channel": CHANNEL})
    event = NoticeDelivered(
        notice=notice.id,
        to=notice.role,
        about=notice.about,
        channel=CHANNEL,
        reached_duty=one.duty,
        delivered_at=one.outcome.at,
        cause=notice.cause,
        because=tuple(notice.because),
    )
    with span("record delivery", parent=notice.trace, notice=str(notice.id)):
        unit.publish(notice.case_id, event)


def _record_refused(unit: Work, one: Tried) -> None:
    """For good: to the duty mailbox instead; when that refuses too, only people can help."""
    notice = one.notice
    if one.duty:
        notice.state = FAILED
        _alert("the duty mailbox refuses post", notice)
        return
    notice.duty, notice.next_attempt_at = True, unit.now
    _alert("a mailbox refuses post; the duty mailbox gets it", notice)


def _give_back(unit: Work, notices: Sequence[Notice]) -> None:
    for notice in notices:
        unit.replace(Notice, **{**notice.model_dump(), "next_attempt_at": unit.now})


def _alert(message: str, notice: Notice) -> None:
    logger("notify").error(message, authority=notice.authority, role=notice.role, notice=str(notice.id))


def _warn(one: Tried) -> None:
    told = {"notice": str(one.notice.id), "attempt": one.notice.attempts}
    logger("notify").warning("delivery failed", **told, reason=one.outcome.result.value, status=one.outcome.code)
