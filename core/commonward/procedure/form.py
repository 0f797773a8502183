"""How a plugin writes a form: `form.one_of("exchange", "What was exchanged", "food", "gifts")`."""

from __future__ import annotations

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
    return Field(code, title, Answered.YES_NO, needed=needed, because=because, kept=kept, group=group)


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
    return Field(code, title, Answered.ONE_OF, choices, needed=needed, because=because, kept=kept, group=group)


def some_of(
    code: Code,
    title: str,
    *choices: Code,
    exclusive: tuple[Code, ...] = (),
    needed: Wanted = offered,
    because: Because = (),
    kept: bool = False,
    group: FieldGroup | None = None,
) -> Field:
    """Ask for any of these codes; an exclusive one stands alone."""
    return Field(code, title, Answered.SOME_OF, choices, exclusive, needed, because, kept, group)


def day(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for a day."""
    return Field(code, title, Answered.DAY, needed=needed, because=because, group=group)


def moment(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for a date and time."""
    return Field(code, title, Answered.MOMENT, needed=needed, because=because, group=group)


def words(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for words."""
    return Field(code, title, Answered.WORDS, needed=needed, because=because, group=group)


def person(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for somebody of the directory."""
    return Field(code, title, Answered.PERSON, needed=needed, because=because, group=group)


def subject(
    code: Code, title: str, *, needed: Wanted = offered, because: Because = (), group: FieldGroup | None = None
) -> Field:
    """Ask for another subject's record."""
    return Field(code, title, Answered.SUBJECT, needed=needed, because=because, group=group)


def check(
    id: RuleId, field: Code, missing: str, *, unless: Wanted, force: Force = Force.MUST, because: Because = ()
) -> Check:
    """Demand something of the answers together; its id is the rule that it follows."""
    return Check(id, field, unless, missing, force, (id, *because))
