"""A plan's forms as questions, by what the board demands of it: adopting and sharing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commonward_portal.meeting_sheets import Choices, Data, Word
from commonward_portal.questions import Asks, Question

FEWEST, MOST = 2, 20
UNITS = (("weeks", "Weeks"), ("months", "Months"))
AGREED = (("yes", "The meeting agrees that it is"),)
Read = Mapping[str, tuple[str, ...]]


def adopting(page: Data, word: Word, agencies: Choices, plans: Choices, actions: int) -> list[Question]:
    """Sections, aims, actions and when to meet again."""
    kind = page["kind"]
    found = [Question(f"sections.{code}", word(code), Asks.WORDS) for code in kind["plan_sections"]]
    if kind["plan_aims"]:
        found.append(Question("aims", "Aims", Asks.SOME, tuple((code, word(code)) for code in kind["plan_aims"])))
    if kind["refers_to_other_plan"]:
        found.append(Question("other_plan", "The child's other plan that it refers to", Asks.PICK, plans))
    for number in range(actions):
        found += _action(kind, number, word, agencies)
    found.append(Question("next_meeting", "Next meeting", Asks.DAY, heading="Meeting again"))
    found.append(Question("every", "Then every so many", Asks.LINE, hint="A number, such as 4"))
    found.append(Question("unit", "Weeks or months?", Asks.ONE, UNITS))
    return found


def to_adopt(read: Read, actions: int) -> dict[str, Any]:
    """The body that adopts it."""
    body: dict[str, Any] = {
        "sections": {name[9:]: values[0] for name, values in read.items() if name.startswith("sections.")},
        "aims": list(read.get("aims", ())),
        "actions": [_to_do(read, number) for number in range(actions) if _written(read, number)],
    }
    body |= {name: read[name][0] for name in ("other_plan", "next_meeting") if name in read}
    amount = read.get("every", ("",))[0]
    if amount.isascii() and amount.isdigit() and "unit" in read:
        body["every"] = {"amount": int(amount), "unit": read["unit"][0]}
    return body


def adopting_place(read: Read, actions: int) -> Word:
    """The question that a field of the service is about."""
    written = [number for number in range(actions) if _written(read, number)]

    def place(field: str) -> str:
        first, _, rest = field.partition(".")
        number, _, part = rest.partition(".")
        if field == "actions":
            return "actions.0.what"
        if first == "actions":
            return f"actions.{written[int(number)]}.{part}"
        return first if first in ("aims", "every") else field

    return place


def sharing(page: Data, word: Word) -> list[Question]:
    """With whom it is shared."""
    recipients = tuple((code, word(code)) for code in page["kind"]["shared_with"])
    return [Question("recipients", "With whom?", Asks.SOME, recipients, needed=True)] if recipients else []


def _action(kind: Data, number: int, word: Word, agencies: Choices) -> list[Question]:
    name, title = f"actions.{number}", f"Action {number + 1}"
    found = [
        Question(f"{name}.what", f"{title}: what will be done?", Asks.WORDS, heading=title),
        Question(f"{name}.owner", f"{title}: by whom?", Asks.LINE),
        Question(f"{name}.agency", f"{title}: of which agency?", Asks.PICK, agencies),
        Question(f"{name}.due", f"{title}: by which day?", Asks.DAY),
        Question(f"{name}.measure", f"{title}: how will it be known that it helped?", Asks.WORDS),
    ]
    if kind["action_kinds"]:
        kinds = tuple((code, word(code)) for code in kind["action_kinds"])
        found.append(Question(f"{name}.kind", f"{title}: what is it about?", Asks.PICK, kinds))
    if kind["smart"]:
        found += [
            Question(f"{name}.{quality}", f"{title}: is it {quality}?", Asks.SOME, AGREED)
            for quality in ("achievable", "realistic")
        ]
    return found


def _written(read: Read, number: int) -> bool:
    return any(name.startswith(f"actions.{number}.") for name in read)


def _to_do(read: Read, number: int) -> dict[str, Any]:
    own = {name.rsplit(".", 1)[1]: values[0] for name, values in read.items() if name.startswith(f"actions.{number}.")}
    attested: dict[str, Any] = {quality: True for quality in ("achievable", "realistic") if quality in own}
    return {"what": "", "owner": "", "measure": "", **own, **attested}
