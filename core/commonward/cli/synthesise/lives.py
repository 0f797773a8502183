"""Synthetic lives: of a child's case from its first concern, and of an adult's or a place's record. All by chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from commonward.cli import bodies
from commonward.cli.synthesise import meetings, risk
from commonward.cli.synthesise.case import Case, Row
from commonward.cli.synthesise.moments import Moments
from commonward.cli.synthesise.partner import Partner
from commonward.cli.synthesise.people import Staff
from commonward.clock import london, utcnow
from commonward.procedure import Procedure

MARK = "Synthetic"
"""Every synthetic child's given name begins with it, and every label of another subject."""
TRI = ("yes", "no", "unknown")
STEPS = (3, 15)
REPORTED = 0.2
"""The share of concerns that a partner's system reports."""


class Lives:
    """Makes the lives of one board's year, each with dice of its own."""

    def __init__(self, procedure: Procedure, staff: Staff, partner: Partner, moments: Moments, seed: int) -> None:
        self._procedure, self._staff, self._partner = procedure, staff, partner
        self._moments, self._seed = moments, seed
        self._subjects: list[str] = []

    def child(self, number: int) -> Iterator[datetime]:
        """A child's case: the steps of a life by chance, in an order that people could work in."""
        dice = random.Random(f"{self._seed}|{self._procedure.authority.code}|{number}")
        at = self._moments.first(dice)
        yield at
        case = self._case(number, dice)
        case.subjects = self._subjects
        known, account = _known(dice, self._signs), f"A synthetic concern, number {number}."
        if dice.random() < REPORTED:
            case.report_concern(account, dice.randrange(3), **known)
            yield self._moments.later(at, dice, 0)
            case.look_up()
        else:
            case.raise_concern(account, dice.randrange(3), **known)
            if dice.random() < 0.85:
                yield self._moments.later(at, dice, 2)
                case.allocate()
        for _ in range(dice.randint(*STEPS)):
            at = self._next(case, dice)
            if at >= self._moments.ends:
                return
            yield at
            yield from self._step(case, dice)

    def other(self, number: int, kind: str) -> Iterator[datetime]:
        """The record of an adult of concern or of a place, with some of the board's forms about it."""
        dice = random.Random(f"{self._seed}|{self._procedure.authority.code}|{kind}|{number}")
        yield self._moments.first(dice)
        case = Case(self._procedure, self._staff, dice, {}, self._partner, kind=kind)
        label = f"{MARK} {kind} {number:04} (plate SY{number % 100:02} NTH)"
        opened = case.post(case.worker, "referral", "/subjects", {"kind": kind, "label": label})
        case.id = opened["id"]
        self._subjects.append(case.id)
        for form in dice.sample(forms := _forms(case), min(len(forms), 3)):
            yield self._moments.later(london(utcnow()), dice, 60)
            case.fill(form)

    @property
    def _signs(self) -> tuple[str, ...]:
        return ("unexplained-money", "older-associates", "missing-overnight")

    def _case(self, number: int, dice: random.Random) -> Case:
        today = london(utcnow()).date()
        area = dice.choice((*(area.code for area in self._procedure.authority.areas), None))
        open_already = dice.choice(TRI)
        known = {
            "looked_after": dice.choice(TRI),
            "open_to_social_care": open_already,
            "nhs_number": nhs_number(number),
            "address": f"{number} Synthetic Street",
        }
        if open_already == "yes":
            known["plan_in_place"] = dice.choice(("child-in-need-plan", "child-protection-plan", "looked-after-plan"))
        child = bodies.child((f"{MARK}-{number:04}", "Example"), _born(today, dice), area, **known)
        return Case(self._procedure, self._staff, dice, child, self._partner)

    def _next(self, case: Case, dice: random.Random) -> datetime:
        """Mostly days later; sometimes just before or after something is due."""
        now = london(utcnow())
        due = [each["due"] for each in case.owed() if each["due"]] if dice.random() < 0.12 else []
        if due:
            wanted = datetime.fromisoformat(dice.choice(due)) + dice.choice((-1, 1)) * timedelta(minutes=61)
            if wanted > now + timedelta(hours=1):
                return london(wanted)
        return self._moments.later(now, dice, dice.choice((0, 1, 2, 5, 12, 40)))

    def _step(self, case: Case, dice: random.Random) -> Iterator[datetime]:
        if case.closed:
            if dice.random() < 0.5:
                case.raise_concern("A synthetic concern about a case that was closed.")
            return
        act = dice.choices([act for act, _ in _ACTS], [weight for _, weight in _ACTS])[0]
        yield from act(case, dice, self._moments)


# --- what may happen at a step

Act = Callable[[Case, random.Random, Moments], Iterator[datetime]]


def _press_on(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    """Do what waits to be done: an assessment, a second person's word, a meeting, what follows a meeting."""
    for assessment in risk.waiting(case)[:1]:
        if assessment["state"] == "completed":
            other = dice.choice(case.procedure.scale.levels).code if dice.random() < 0.1 else None
            risk.second(case, assessment, other)
        else:
            yield from _assess(case, assessment, dice, moments)
        return
    for meeting in meetings.of(case)[:2]:
        if meeting["state"] == "required":
            meetings.convene(case, meeting)
        elif meeting["state"] == "convened":
            meetings.hold(case, meeting, quorate=dice.random() < 0.8)
        else:
            meetings.follow_up(case, meeting)


def _assess(case: Case, assessment: Row, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    """First the forms, then the tool, then the second person, each when the services have heard of the one before."""
    level = dice.choice(case.procedure.scale.levels).code
    if risk.prepare(case, assessment, level):
        yield moments.later(london(utcnow()), dice, 0)
    risk.complete(case, assessment, level)
    if dice.random() < 0.7:
        yield moments.later(london(utcnow()), dice, 1)
        for done in risk.waiting(case):
            if done["state"] == "completed" and done["id"] == assessment["id"]:
                risk.second(case, done)


def _allocate(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    case.allocate()
    yield from ()


def _work_off(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    """Do some of what is owed, by the forms and decisions that name the same rules."""
    for owed in case.owed()[:3]:
        clock = case.procedure.clock(owed["clock"])
        forms = [form for form in _forms(case) if clock and set(clock.because) & set(form.because)]
        if forms:
            case.fill(dice.choice(forms))
        if owed["breaches"] and not owed["acknowledged"]:
            case.acknowledge(owed)
    yield from ()


def _record(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    case.fill(dice.choice(_forms(case)))
    yield from ()


def _decision(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    points = [point for point in case.procedure.decisions if point.id != "closing"]
    if points:
        point = dice.choice(points)
        case.decide(point, dice.choice(point.options))
    yield from ()


def _review(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    risk.ask(case, None if dice.random() < 0.7 else dice.choice(case.procedure.tools).code)
    yield moments.later(london(utcnow()), dice, 3)
    yield from _press_on(case, dice, moments)


def _concern(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    tell = case.report_concern if dice.random() < REPORTED else case.raise_concern
    tell("A further synthetic concern.", **_known(dice, ()))
    yield from ()


def _missing(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    episode = case.missing(dice.randrange(2, 30), returned=dice.random() < 0.5)
    if episode and dice.random() < 0.8:
        yield moments.later(london(utcnow()), dice, 2)
        case.returned(episode)


def _correct(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    wrong = dice.choice(("looked_after", "open_to_social_care", "significant_harm", "sexually_active"))
    case.correct(**{wrong: dice.choice(TRI)})
    yield from ()


def _pause(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    for owed in case.owed()[:4]:
        case.pause(owed, go_on=owed["state"] == "paused")
    yield from ()


def _meeting(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    kind = dice.choice([kind for kind in case.procedure.meeting_kinds if kind.by_people])
    person = case.staff.role(*kind.conveners)
    case.post(person, "meetings", f"/cases/{case.id}/meetings", {"kind": kind.id})
    yield from ()


def _close(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    request = case.close(override=dice.random() < 0.7)
    if request:
        yield london(utcnow()) + timedelta(hours=2)
        case.look_whether_closed(request)


def _void(case: Case, dice: random.Random, moments: Moments) -> Iterator[datetime]:
    case.void()
    yield london(utcnow()) + timedelta(hours=2)


_ACTS: tuple[tuple[Act, int], ...] = (
    (_press_on, 40),
    (_work_off, 14),
    (_record, 10),
    (_allocate, 6),
    (_decision, 6),
    (_review, 7),
    (_missing, 4),
    (_concern, 3),
    (_correct, 2),
    (_pause, 3),
    (_meeting, 2),
    (_close, 4),
    (_void, 1),
)
"""What may happen, and how often beside the rest."""


def _forms(case: Case) -> list[Any]:
    return [form for form in case.procedure.records if case.kind in form.about]


def _known(dice: random.Random, signs: tuple[str, ...]) -> dict[str, Any]:
    answers = {name: dice.choice(TRI) for name in ("immediate_danger", "significant_harm", "sexually_active")}
    return {**answers, "indicators": sorted(dice.sample(signs, dice.randint(0, len(signs))))}


def _born(today: date, dice: random.Random) -> date | None:
    """Of any age under 18, many just before a birthday that matters; a few on 29 February; of a few nobody knows."""
    chance = dice.random()
    if chance < 0.05:
        return None
    if chance < 0.1:
        return date(2012, 2, 29)
    if chance < 0.35:
        birthday = today + timedelta(days=dice.randrange(1, 120))
        return birthday.replace(year=birthday.year - dice.choice((13, 16, 18)), day=min(birthday.day, 28))
    return today - timedelta(days=round(365.25 * dice.uniform(9, 17.9)))


def nhs_number(number: int) -> str:
    """A number of the range that is never issued (999), with the check digit that makes it whole."""
    for step in range(2):
        digits = f"999{number * 2 + step:06}"
        check = (
            11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=True)) % 11
        ) % 11
        if check != 10:
            return f"{digits}{check}"
    raise ValueError(f"no synthetic number for {number}")
