"""Why a command is refused. Each says everything at once, for people; nothing has been changed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from commonward.procedure import Force, Unmet


class FieldError(BaseModel):
    """What is wrong in one field, and what would be right."""

    model_config = ConfigDict(frozen=True)

    field: str
    message: str
    allowed: tuple[str, ...] = ()


class Refusal(Exception):
    """Base of refusals that name fields."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("; ".join(f"{error.field}: {error.message}" for error in errors))
        self.errors = errors


class Unacceptable(Refusal):
    """The input can't be taken; every field says why."""


class NotReady(Refusal):
    """Something must be there first; every error says what is missing, and who can supply it."""


class NotYours(Exception):
    """The procedure gives this to another role, or to another person than the one who asks."""


class Waiting(BaseModel):
    """What waits for a second person, and where."""

    model_config = ConfigDict(frozen=True)

    about: str
    """A decision, a record or a proposal."""
    id: UUID
    case: UUID


class AlreadyWaits(Exception):
    """The same was proposed before: it is agreed to or refused where it waits, and not proposed beside it."""

    def __init__(self, waiting: Waiting, role: str = "", what: str = "The same") -> None:
        super().__init__(f"{what} already waits for another person's agreement" + (f" ({role})" if role else ""))
        self.waiting = waiting


def refuse(errors: Iterable[FieldError]) -> None:
    """Raise Unacceptable with all of these errors, if there are any."""
    found = tuple(errors)
    if found:
        raise Unacceptable(*found)


def pass_gates(unmet: Iterable[Unmet], *, overridden: bool) -> tuple[str, ...]:
    """The *should* gates that an override passes. Raises NotReady with everything that still blocks."""
    binding = [u for u in unmet if u.force in (Force.MUST, Force.SHOULD)]
    blocking = [u for u in binding if u.force is Force.MUST or not overridden]
    if blocking:
        raise NotReady(*map(_missing, blocking))
    return tuple(u.gate for u in binding)


def _missing(unmet: Unmet) -> FieldError:
    message = f"{unmet.missing} ({unmet.force}; {unmet.supplied_by} can supply it)"
    return FieldError(field=unmet.gate, message=message)
