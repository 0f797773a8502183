"""What a line of a board's past cases says. `docs/history.md` tells it to those who write such files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from commonward.contracts import Code, Day, Moment, Tri
from commonward.contracts.events.partner import ReportedChild, Text
from commonward.contracts.text import ONE_LINE, PROSE, VISIBLE
from commonward.runtime.past import BadHistory, Line, Wrong
from commonward_referral.schemas import Circumstances, Reason, Value

Number = Annotated[str, Field(min_length=1, max_length=80), ONE_LINE, VISIBLE]


class Person(BaseModel):
    """Who did something."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    role: Code
    id: Annotated[str, Field(min_length=1, max_length=120), ONE_LINE]
    """As the board's provider names them (`sub`); of somebody who has left, any name that is nobody else's."""


class Entry(BaseModel):
    """What every line says."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    case: Number
    """The case's number in the system that it comes from."""
    at: Moment
    """When it was done."""


class PastConcern(Entry):
    """A concern. The first of a case opens it, and says who the child is."""

    kind: Literal["concern"]
    child: ReportedChild | None = None
    circumstances: Circumstances | None = None
    """Of a later concern: what was known of the child by then."""
    agency: Code
    happened_on: Day
    account: Text
    immediate_danger: Tri = Tri.UNKNOWN
    significant_harm: Tri = Tri.UNKNOWN
    sexually_active: Tri = Tri.UNKNOWN
    forms: tuple[Code, ...] = ()
    indicators: tuple[Code, ...] = ()


class PastAllocation(Entry):
    """The case was given to a worker, or to a team."""

    kind: Literal["allocation"]
    role: Code
    team: Code
    worker: Annotated[str, Field(min_length=1, max_length=120), ONE_LINE] | None = None
    """As the board's provider names them (`sub`)."""


class PastRecord(Entry):
    """A form of the board's was filled in."""

    kind: Literal["record"]
    form: Code
    answers: Mapping[Code, tuple[Value, ...]]
    by: Person
    agreed_by: Person | None = None
    override_reason: Reason | None = None


class PastDecision(Entry):
    """It was decided at one of the procedure's decision points."""

    kind: Literal["decision"]
    decision: Code
    option: Code
    reason: Reason
    by: Person
    agreed_by: Person | None = None
    override_reason: Reason | None = None


class PastMissing(Entry):
    """The child was missing."""

    kind: Literal["missing"]
    missing_from: Moment
    returned_at: Moment | None = None
    agency: Code
    account: Annotated[str, Field(max_length=4000), PROSE] = ""
    by: Person


Past = PastConcern | PastAllocation | PastRecord | PastDecision | PastMissing
_PAST: TypeAdapter[Past] = TypeAdapter(Annotated[Past, Field(discriminator="kind")])
Numbered = tuple[int, Past]
"""An entry with the number of its line."""


def read(lines: Sequence[Line]) -> dict[str, list[Numbered]]:
    """The entries of each case, in the file's order. Raises BadHistory with all that no line may be."""
    cases: dict[str, list[Numbered]] = {}
    wrong: list[Wrong] = []
    for line in lines:
        try:
            entry = _PAST.validate_json(line.text)
        except ValidationError as error:
            wrong += [Wrong(line.number, message) for message in _said(error)]
        else:
            cases.setdefault(entry.case, []).append((line.number, entry))
    wrong += [each for entries in cases.values() for each in _out_of_place(entries)]
    if wrong:
        raise BadHistory(wrong)
    return cases


def _said(error: ValidationError) -> Iterator[str]:
    """Where and what is wrong; what stands there is not repeated, as it may be personal."""
    for fault in error.errors(include_input=False, include_url=False, include_context=False):
        extra = fault["type"] == "extra_forbidden"
        place = ".".join(map(str, fault["loc"][:-1] if extra else fault["loc"]))
        yield f"{place or 'the line'}: {'holds a field that nobody expects' if extra else fault['msg']}"


def _out_of_place(entries: Sequence[Numbered]) -> Iterator[Wrong]:
    """A case begins with a concern that names the child, and goes on in the order of time."""
    number, first = entries[0]
    if not isinstance(first, PastConcern) or first.child is None:
        yield Wrong(number, "kind: the first line of a case must be a concern that says who the child is")
    for (_, before), (number, entry) in pairwise(entries):
        if entry.at < before.at:
            yield Wrong(number, "at: is earlier than the line of the same case before it")
        if isinstance(entry, PastConcern) and entry.child is not None:
            yield Wrong(number, "child: the case's first line has said it; say what was known in circumstances")
    for number, entry in entries:
        by, second = getattr(entry, "by", None), getattr(entry, "agreed_by", None)
        if second is not None and by is not None and second.id == by.id:
            yield Wrong(number, "agreed_by: nobody agrees to what they did themselves")
