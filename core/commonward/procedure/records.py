"""Records: coded forms that a board wants kept, with what makes one complete. Written as the text reads.

Codes, yes/no answers, days and ids travel in `RecordMade`, so that clocks, gates and notices can follow them;
words and instants stay with the service that keeps the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from commonward.contracts import Because, Code, RuleId, Tri
from commonward.contracts.field_groups import FieldGroup
from commonward.procedure.facts import Facts
from commonward.procedure.register import Force


class Answered(StrEnum):
    """How a field is answered."""

    YES_NO = "yes-no"
    """Yes, no, or not known."""
    ONE_OF = "one-of"
    SOME_OF = "some-of"
    DAY = "day"
    MOMENT = "moment"
    WORDS = "words"
    PERSON = "person"
    """Somebody of the authority's directory."""
    SUBJECT = "subject"
    """Another subject of this authority: a child, an adult of concern, a place."""

    @property
    def coded(self) -> bool:
        """Whether the answer is free of anything personal, and may be published."""
        return self not in (Answered.WORDS, Answered.MOMENT)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person filled in: the values of each field, in the order given."""

    values: Mapping[Code, tuple[str, ...]]

    def all(self, field: Code) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(value for value in self.values.get(field, ()) if value.strip())

    def one(self, field: Code) -> str | None:
        """The value of a field that takes one, if it was answered."""
        return next(iter(self.all(field)), None)

    def yes(self, field: Code) -> bool:
        """Whether a field was answered with yes."""
        return self.one(field) == Tri.YES

    def day(self, field: Code) -> date | None:
        """The value of a day field."""
        value = self.one(field)
        return date.fromisoformat(value) if value else None


Wanted: TypeAlias = Callable[[Given, Facts], bool]
"""A condition on what was filled in and on what is known of the subject. Pure."""


def wanted(given: Given, facts: Facts) -> bool:
    """Always: `needed=form.wanted` demands an answer."""
    return True


def offered(given: Given, facts: Facts) -> bool:
    """Never: the answer is offered, which is the default."""
    return False


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form."""

    code: Code
    title: str
    answered: Answered
    choices: tuple[Code, ...] = ()
    exclusive: tuple[Code, ...] = ()
    """Of the choices, those that contradict every other: none seen, not known."""
    needed: Wanted = offered
    because: Because = ()
    kept: bool = False
    """True where even the coded answer stays with the service, such as one about health."""
    group: FieldGroup | None = None
    """The group that it is shown or withheld with; by default the form's."""


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold of the answers together. A *should* can be overridden by a manager with a reason."""

    id: RuleId
    field: Code
    unless: Wanted
    missing: str
    force: Force
    because: Because


@dataclass(frozen=True, slots=True)
class Shares:
    """A form that says what was shared is a line in the ledger of sharing decisions, which wants these.

    Each is the code of a field that answers it, or the answer itself where the form does not ask.
    """

    with_whom: Code
    purpose: Code | None = None
    basis: Code | None = None

    def value(self, kind: RecordKind, given: Given, named: Code | None) -> Code | None:
        """What was answered, or what holds of every such record."""
        return given.one(named) if named is not None and kind.field(named) is not None else named


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: who makes it, what it asks, what makes it complete, who may read it."""

    id: Code
    title: str
    because: Because
    made_by: tuple[Code, ...]
    """Roles; empty means everybody who may work on the case."""
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    second_role: Code | None = None
    """A different person of this role must authorise it before it counts."""
    read_by: tuple[Code, ...] = ()
    """Roles; empty means everybody who may read the case."""
    happened: Code | None = None
    """The field that says when what is recorded happened; without one, it is when it was recorded."""
    about: tuple[Code, ...] = ("child",)
    """Kinds of subject that it is about, each in the board's scope."""
    shares: Shares | None = None
    """Where it says what information was shared, and with whom."""
    with_concern: bool = False
    """True where it is offered to whoever raises a concern, and is then kept about that concern."""
    indicators: tuple[Code, ...] = ()
    """With a concern: the fields whose answers are the indicators that the concern tells of."""
    group: FieldGroup = FieldGroup.NARRATIVE
    """The group of its fields, where one does not say otherwise."""

    def group_of(self, code: Code) -> FieldGroup:
        """The one group that a field is of. Another subject is an adult of concern; free words never are the case's."""
        field = self.field(code)
        if field is None:
            return FieldGroup.NARRATIVE
        if field.group is not None:
            return field.group
        if field.answered is Answered.SUBJECT:
            return FieldGroup.ADULT_OF_CONCERN
        free = self.group is FieldGroup.CASE and (field.kept or field.answered is Answered.WORDS)
        return FieldGroup.NARRATIVE if free else self.group

    @property
    def groups(self) -> frozenset[FieldGroup]:
        """The groups of all of its fields: who may not see one of them can't fill it in."""
        return frozenset(self.group_of(field.code) for field in self.fields)

    def field(self, code: Code) -> Field | None:
        """The field of that code, if the form has it."""
        return next((field for field in self.fields if field.code == code), None)


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a record from being complete: where, how binding, what is allowed."""

    field: Code
    message: str
    force: Force = Force.MUST
    rule: RuleId | None = None
    allowed: tuple[str, ...] = ()


def faults(kind: RecordKind, given: Given, facts: Facts) -> list[Fault]:
    """Everything that keeps these answers from being complete, in the form's order.

    Checks are asked when every single answer can be read: they may rely on it.
    """
    found = [*_unknown(kind, given)]
    for field in kind.fields:
        found.extend(_answer_faults(field, given, facts))
    if found:
        return found
    return [
        Fault(check.field, check.missing, check.force, check.id)
        for check in kind.checks
        if not check.unless(given, facts)
    ]


def coded(kind: RecordKind, given: Given) -> dict[Code, tuple[str, ...]]:
    """The answers that may be published."""
    fields = (field for field in kind.fields if field.answered.coded and not field.kept)
    return {field.code: given.all(field.code) for field in fields if given.all(field.code)}


def _unknown(kind: RecordKind, given: Given) -> Iterator[Fault]:
    known = tuple(field.code for field in kind.fields)
    for code in given.values:
        if code not in known:
            yield Fault(code, f"is not asked in {kind.title}", allowed=known)


def _answer_faults(field: Field, given: Given, facts: Facts) -> Iterator[Fault]:
    values = given.all(field.code)
    if not values:
        if field.needed(given, facts):
            yield Fault(field.code, f"{field.title}: answer this", rule=next(iter(field.because), None))
        return
    if len(values) > 1 and field.answered is not Answered.SOME_OF:
        yield Fault(field.code, f"{field.title}: give one answer only", allowed=_allowed(field))
    elif len(set(values)) > 1 and (sole := [value for value in values if value in field.exclusive]):
        yield Fault(field.code, f"{field.title}: {sole[0]} can't be chosen together with another answer")
    elif not all(_READS[field.answered](field, value) for value in values):
        yield Fault(field.code, f"{field.title}: {_SAYS[field.answered]}", allowed=_allowed(field))


def _allowed(field: Field) -> tuple[str, ...]:
    return tuple(Tri) if field.answered is Answered.YES_NO else field.choices


def _is(parse: Callable[[str], object]) -> Callable[[Field, str], bool]:
    def reads(field: Field, value: str) -> bool:
        try:
            parse(value)
        except ValueError:
            return False
        return True

    return reads


def _instant(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _is_choice(field: Field, value: str) -> bool:
    return value in field.choices


_READS: Mapping[Answered, Callable[[Field, str], bool]] = {
    Answered.YES_NO: _is(Tri),
    Answered.ONE_OF: _is_choice,
    Answered.SOME_OF: _is_choice,
    Answered.DAY: _is(date.fromisoformat),
    Answered.MOMENT: _is(_instant),
    Answered.WORDS: lambda field, value: True,
    Answered.PERSON: _is(UUID),
    Answered.SUBJECT: _is(UUID),
}
_SAYS: Mapping[Answered, str] = {
    Answered.YES_NO: "answer yes, no or unknown",
    Answered.ONE_OF: "choose one of the answers",
    Answered.SOME_OF: "choose from the answers",
    Answered.DAY: "give a day as year-month-day",
    Answered.MOMENT: "give a date and time with its offset",
    Answered.WORDS: "write it in words",
    Answered.PERSON: "name somebody of the directory",
    Answered.SUBJECT: "name a record of this authority",
}
