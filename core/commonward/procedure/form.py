"""How a plugin writes a form: `form.one_of("exchange", "What was exchanged", "food", "gifts")`."""

from __future__ import annotations

from collections.abc import Sequence

from commonward.contracts import Because, Code, RuleId
from commonward.contracts.field_groups import FieldGroup
from commonward.procedure.records import Answered, Check, Field, Wanted, offered, wanted
from commonward.procedure.register import Force

__all__ = [
    "check",
    "day",
    "moment",
    "offered",
    "one_of",
    "person",
    "some_of",
    "subject",
    "wanted",
    "words",
    "yes_no",
]


def _field(
    answered: Answered,
    code: Code,
    title: str,
    *,
    choices: Sequence[Code] = (),
    needed: Wanted = offered,
    because: Because = (),
    kept: bool = False,
    group: FieldGroup | None = None,
) -> Field:
    return Field(code, title, answered, tuple(choices), needed, because, kept, group)


def yes_no(
    code: Code,
    title: str,
    *,
    needed: Wanted = offered,
    because: Because = (),
    kept: bool = False,
    group: FieldGroup | None = None,
) -> Field:
    """Ask for yes, no or not known."""
    return _field(Answered.YES_NO, code, title, needed=needed, because=because, kept=kept, group=group)


def one_of(
    code: Code,
    title: str,
    *choices: Code,
    needed: Wanted = offered,
    because: Because = (),
    kept: bool = False,
    group: FieldGroup | None = None,
) -> Field:
    """Ask for one of these codes."""
    return _field(Answered.ONE_OF, code, title, choices=choices, needed=needed, because=because, kept=kept, group=group)


def some_of(
    code: Code,
    title: str,
    *choices: Code,
    needed: Wanted = offered,
    because: Because = (),
    kept: bool = False,
    group: FieldGroup | None = None,
) -> Field:
    """Ask for any of these codes."""
    return _field(
        Answered.SOME_OF, code, title, choices=choices, needed=needed, because=because, kept=kept, group=group
    )


def day(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for a day."""
    return _field(Answered.DAY, code, title, needed=needed, because=because, group=group)


def moment(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for a date and time."""
    return _field(Answered.MOMENT, code, title, needed=needed, because=because, group=group)


def words(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for words."""
    return _field(Answered.WORDS, code, title, needed=needed, because=because, group=group)


def person(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for somebody of the directory."""
    return _field(Answered.PERSON, code, title, needed=needed, because=because, group=group)


def subject(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for another subject's record."""
    return _field(Answered.SUBJECT, code, title, needed=needed, because=because, group=group)


def check(
    id: RuleId, field: Code, missing: str, *, unless: Wanted, force: Force = Force.MUST, because: Because = ()
) -> Check:
    """Demand something of the answers together; its id is the rule that it follows."""
    return Check(id, field, unless, missing, force, (id, *because))
