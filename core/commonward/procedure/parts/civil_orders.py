"""Sexual harm prevention orders (SHPO) and sexual risk orders (SRO), for every board whose text has them.

An order is recorded with the adult whom it binds, each of its prohibitions with its own term. A prohibition holds for
at least five (SHPO) or two (SRO) years, or until further order; one on foreign travel has no such minimum, because
statute gives it a maximum. By the last day of a term somebody says what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from commonward.contracts import Code, Happened, RuleId, events
from commonward.contracts.field_groups import FieldGroup
from commonward.procedure import form
from commonward.procedure.clocks import Clock, clock, escalate_to
from commonward.procedure.deadlines import by_day
from commonward.procedure.declaring import only
from commonward.procedure.facts import Facts
from commonward.procedure.notices import Notice, notice
from commonward.procedure.records import Check, Field, Given, RecordKind, Wanted

ORDER, PROHIBITION, BREACH = "civil-order", "civil-order-prohibition", "civil-order-breach"
ENDING = "civil-order-ending"
SHPO, SRO = "shpo", "sro"
CONVICTED = ("convicted", "cautioned", "convicted-abroad", "cautioned-abroad")
SEXUAL_ACT = "sexual-act-and-reasonable-cause"


@dataclass(frozen=True, slots=True)
class OrderRules:
    """The rules of a board's register that its declarations cite."""

    need: RuleId
    """A court makes an order only where it is necessary; prohibitions may have terms of their own."""
    shpo: RuleId
    sro: RuleId
    breach: RuleId


@dataclass(frozen=True, slots=True)
class CivilOrders:
    """What a board declares of civil orders."""

    records: tuple[RecordKind, ...]
    clocks: tuple[Clock, ...]
    notices: tuple[Notice, ...]


def civil_orders(rules: OrderRules, *, police: Code, manager: Code) -> CivilOrders:
    """Orders, prohibitions, breaches and endings. The role `police` hears of a breach and looks at what ends."""
    return CivilOrders(
        records=(_order(rules), _prohibition(rules), _ending(rules), _breach(rules)),
        clocks=(_ends(rules, police, manager),),
        notices=(_told(rules, police),),
    )


def _order(rules: OrderRules) -> RecordKind:
    return RecordKind(
        id=ORDER,
        group=FieldGroup.ADULT_OF_CONCERN,
        title="Sexual harm prevention or sexual risk order",
        because=(rules.need,),
        made_by=(),
        about=("adult",),
        happened="made-on",
        fields=(
            _which(),
            form.day("made-on", "Made by the court on", needed=form.wanted),
            form.yes_no("necessary", "Was the court satisfied that it is necessary?", needed=form.wanted),
            form.one_of("ground", "On what ground", *CONVICTED, SEXUAL_ACT, needed=form.wanted),
        ),
        checks=(
            form.check(
                rules.need,
                "necessary",
                "a court makes an order only where it is satisfied that it is necessary",
                unless=lambda given, facts: given.yes("necessary"),
            ),
            _ground(rules.shpo, SHPO, CONVICTED, "an SHPO needs a conviction or caution, here or abroad"),
            _ground(rules.sro, SRO, (SEXUAL_ACT,), "an SRO needs an act of a sexual nature and reasonable cause"),
        ),
    )


def _prohibition(rules: OrderRules) -> RecordKind:
    return RecordKind(
        id=PROHIBITION,
        group=FieldGroup.ADULT_OF_CONCERN,
        title="Prohibition of an order",
        because=(rules.need,),
        made_by=(),
        about=("adult",),
        happened="from",
        fields=(
            _which(),
            form.day("order-made-on", "The order was made on", needed=form.wanted),
            form.words("prohibits", "What is prohibited", needed=form.wanted),
            form.yes_no("foreign-travel", "Is it about foreign travel?", needed=form.wanted),
            form.day("from", "First day", needed=form.wanted),
            form.day("until", "Last day; leave it empty where it holds until further order"),
        ),
        checks=(
            form.check(
                rules.need,
                "order-made-on",
                "no such order of that day is recorded here: record the order first",
                unless=_order_is_recorded,
            ),
            _term(rules.shpo, SHPO, 5),
            _term(rules.sro, SRO, 2),
        ),
    )


def _ending(rules: OrderRules) -> RecordKind:
    return RecordKind(
        id=ENDING,
        group=FieldGroup.ADULT_OF_CONCERN,
        title="What follows the end of a prohibition",
        because=(rules.need,),
        made_by=(),
        about=("adult",),
        fields=(
            _which(),
            form.day("order-made-on", "The order was made on", needed=form.wanted),
            form.day("until", "Last day of the prohibition", needed=form.wanted),
            form.one_of(
                "follows",
                "What follows",
                "nothing-further-needed",
                "further-order-applied-for",
                "further-order-made",
                needed=form.wanted,
            ),
        ),
    )


def _ends(rules: OrderRules, police: Code, manager: Code) -> Clock:
    return clock(
        rules.need,
        "Say what follows when a prohibition ends",
        opens_on=only(events.RecordMade, lambda event, facts: event.kind == PROHIBITION and bool(event.all("until"))),
        within=by_day(_last_day_of),
        by=police,
        met_by=only(events.RecordMade, lambda event, facts: event.kind == ENDING),
        on_breach=escalate_to(manager),
        occasion=_term_of,
    )


def _last_day_of(happened: Happened[events.RecordMade], facts: Facts) -> date | None:
    return next(map(date.fromisoformat, happened.event.all("until")), None)


def _term_of(happened: Happened[events.RecordMade], facts: Facts) -> UUID | None:
    """An order and the day on which its term ends: prohibitions that end together are looked at together."""
    answers = [value for field in ("order", "order-made-on", "until") for value in happened.event.all(field)]
    return uuid5(NAMESPACE_OID, " ".join(answers)) if len(answers) == 3 else None


def _breach(rules: OrderRules) -> RecordKind:
    return RecordKind(
        id=BREACH,
        group=FieldGroup.ADULT_OF_CONCERN,
        title="Suspected breach of an order",
        because=(rules.breach,),
        made_by=(),
        about=("adult", "child"),
        happened="happened-on",
        fields=(
            _which(),
            form.day("happened-on", "When", needed=form.wanted),
            form.words("what", "What happened", needed=form.wanted),
            form.day("police-told-on", "The police were told on", needed=form.wanted, because=(rules.breach,)),
        ),
    )


def _told(rules: OrderRules, role: Code) -> Notice:
    return notice(
        "civil-order-breach",
        "A breach of a civil order is suspected. It is an offence: make sure that the police have the report.",
        on=only(events.RecordMade, lambda event, facts: event.kind == BREACH),
        to=role,
        urgent=True,
        because=(rules.breach,),
    )


def _which() -> Field:
    return form.one_of("order", "Which order", SHPO, SRO, needed=form.wanted)


def _ground(rule: RuleId, order: Code, grounds: tuple[Code, ...], missing: str) -> Check:
    def holds(given: Given, facts: Facts) -> bool:
        return given.one("order") != order or given.one("ground") in grounds

    return form.check(rule, "ground", missing, unless=holds)


def _term(rule: RuleId, order: Code, years: int) -> Check:
    return form.check(
        rule,
        "until",
        f"a prohibition of this order holds for at least {years} years, or until further order",
        unless=_at_least(years, order),
    )


def _at_least(years: int, order: Code) -> Wanted:
    def holds(given: Given, facts: Facts) -> bool:
        since, until = given.day("from"), given.day("until")
        if given.one("order") != order or since is None or until is None:
            return True
        return until >= (since if given.yes("foreign-travel") else last_day(since, years))

    return holds


def last_day(since: date, years: int) -> date:
    """The last day of so many whole years: 1 March 2024 and five years end with 28 February 2029."""
    try:
        return since.replace(year=since.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(since.year + years, 2, 28)


def _order_is_recorded(given: Given, facts: Facts) -> bool:
    wanted = (given.one("order"), given.one("order-made-on"))
    return wanted in [(made.one("order"), made.one("made-on")) for made in facts.records.get(ORDER, ())]
