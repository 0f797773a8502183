"""A meeting's forms as questions, by what the board demands of its kind: convening and holding. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from commonward_portal.questions import Asks, Question, Sheet

Data = Mapping[str, Any]
Choices = tuple[tuple[str, str], ...]
Word = Callable[[str], str]
OTHERS = ("other-1", "other-2")
"""Rows for people whose agency was not expected."""
YES_NO = (("yes", "Yes"), ("no", "No"))


def convening(page: Data, word: Word, people: Choices, roles: Choices) -> list[Question]:
    """Time, chair and guests."""
    kind = page["kind"]
    found = [
        Question("planned_for", "When will it be?", Asks.MOMENT, needed=True),
        Question("chair", "Who chairs?", Asks.PICK, people, f"Chaired by: {word(kind['chair'])}"),
        Question("chair_role", "In another role than that?", Asks.PICK, roles),
        Question("chair_reason", "Why does another role chair?", Asks.WORDS),
    ]
    if kind["invited"]:
        found.append(Question("invited", "Who is invited?", Asks.SOME, _coded(kind["invited"], word)))
    for whom in kind["invite_decided_for"]:
        found.append(Question(f"invite.{whom}", f"Is this person invited: {word(whom)}?", Asks.ONE, YES_NO))
        found.append(Question(f"why.{whom}", f"Why, or why not: {word(whom)}", Asks.WORDS))
    if kind["may_align_with"]:
        together = _coded(kind["may_align_with"], word)
        found.append(Question("aligned_with", "Held together with", Asks.PICK, together))
    return found


def proposed(page: Data) -> dict[str, tuple[str, ...]]:
    """The guests whom the procedure proposes, or who are invited already."""
    return {"invited": tuple(page["invited"] or page["kind"]["invited"])}


def to_convene(read: Mapping[str, tuple[str, ...]], page: Data) -> dict[str, Any]:
    """The body that convenes it."""
    names = ("planned_for", "chair", "chair_role", "chair_reason", "aligned_with")
    body: dict[str, Any] = {name: read[name][0] for name in names if name in read}
    if page["kind"]["invited"]:
        body["invited"] = list(read.get("invited", ()))
    asked = page["kind"]["invite_decided_for"]
    decided = [whom for whom in asked if {f"invite.{whom}", f"why.{whom}"} & read.keys()]
    body["invitations"] = [
        {
            "whom": whom,
            "invited": {"yes": True, "no": False}.get(_one(read, f"invite.{whom}") or ""),
            "reason": "".join(read.get(f"why.{whom}", ())),
        }
        for whom in decided
    ]
    return body


def convening_place(sheet: Sheet, page: Data) -> Word:
    """The question that a field of the service is about."""
    asked = page["kind"]["invite_decided_for"]
    decided = [whom for whom in asked if sheet.all(f"invite.{whom}") or sheet.all(f"why.{whom}")]

    def place(field: str) -> str:
        first, _, rest = field.partition(".")
        number, _, part = rest.partition(".")
        if first != "invitations":
            return field
        whom = decided[int(number)] if number.isdigit() else number
        return f"why.{whom}" if part == "reason" else f"invite.{whom}"

    return place


def holding(page: Data, word: Word, agencies: Choices, roles: Choices) -> list[Question]:
    """When it was, who was there and what they contributed, and the views of those who were not."""
    found = [Question("held_at", "When was it held?", Asks.MOMENT, needed=True)]
    for row in (*expected(page), *OTHERS):
        found += _row(row, word, agencies, roles)
    for whom in page["kind"]["views_of"]:
        hint = "Where they did not attend"
        found.append(Question(f"given.{whom}", f"Views: {word(whom)}", Asks.WORDS, hint=hint, heading="Views"))
        found.append(Question(f"none.{whom}", f"Why there are none: {word(whom)}", Asks.WORDS))
    return found


def expected(page: Data) -> tuple[str, ...]:
    """The agencies and people whom the procedure or the invitation names."""
    kind = page["kind"]
    names = ("quorum", "invited", "views_of", "invite_decided_for")
    return tuple(dict.fromkeys((*kind["quorum"], *page["invited"], *(code for name in names for code in kind[name]))))


def to_hold(read: Mapping[str, tuple[str, ...]], page: Data) -> dict[str, Any]:
    """The body that records it."""
    return {
        "held_at": read["held_at"][0],
        "attendance": [_present(read, row) for row in there(read, page)],
        "views": [
            {"of": whom, "given": _one(read, f"given.{whom}"), "reason": _one(read, f"none.{whom}")}
            for whom in page["kind"]["views_of"]
            if f"given.{whom}" in read or f"none.{whom}" in read
        ],
    }


def there(read: Mapping[str, tuple[str, ...]], page: Data) -> list[str]:
    """The rows in which something was written: without a name the service asks for one, and nothing is dropped."""
    parts = ("person", "agency", "role", "contribution")
    return [row for row in (*expected(page), *OTHERS) if {f"{part}.{row}" for part in parts} & read.keys()]


def holding_place(read: Mapping[str, tuple[str, ...]], page: Data) -> Word:
    """The question that a field of the service is about."""
    rows = there(read, page)

    def place(field: str) -> str:
        first, _, rest = field.partition(".")
        number, _, part = rest.partition(".")
        if field == "attendance":
            return f"person.{(*expected(page), *OTHERS)[0]}"
        if first == "attendance":
            row = rows[int(number)]
            return f"{part}.{row}" if part != "agency" or row in OTHERS else f"person.{row}"
        return f"given.{rest}" if first == "views" else field

    return place


def _row(row: str, word: Word, agencies: Choices, roles: Choices) -> Iterable[Question]:
    other = row in OTHERS
    title = "Somebody else" if other else word(row)
    yield Question(f"person.{row}", f"{title}: who was there?", Asks.LINE, hint="Empty where nobody was", heading=title)
    if other:
        yield Question(f"agency.{row}", f"{title} {row[-1]}: from where?", Asks.PICK, agencies)
    yield Question(f"role.{row}", f"{title}: in which of the board's roles?", Asks.PICK, roles)
    yield Question(f"contribution.{row}", f"{title}: what did they contribute?", Asks.WORDS)


def _present(read: Mapping[str, tuple[str, ...]], row: str) -> dict[str, Any]:
    agency = _one(read, f"agency.{row}") if row in OTHERS else row
    return {
        "agency": agency,
        "role": _one(read, f"role.{row}"),
        "person": _one(read, f"person.{row}"),
        "contribution": _one(read, f"contribution.{row}") or "",
    }


def _one(read: Mapping[str, tuple[str, ...]], name: str) -> str | None:
    return next(iter(read.get(name, ())), None)


def _coded(codes: Iterable[str], word: Word) -> Choices:
    return tuple((code, word(code)) for code in codes)
