"""A plan's forms as questions, by what the board demands of it: adopting and sharing. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from commonward_portal.meeting_sheets import Choices, Data, Word
from commonward_portal.questions import Asks, Question

FEWEST, MOST = 2, 20
UNITS = (("weeks", "Weeks"), ("months", "Months"))
NOBODY_YET = ": nobody is allocated yet. Allocate the case, then share the plan with them"
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
    found.append(Question("every", "Then every so many", Asks.COUNT, hint="A whole number, such as 4"))
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
    interval: dict[str, Any] = {"amount": int(read["every"][0])} if "every" in read else {}
    interval |= {"unit": read["unit"][0]} if "unit" in read else {}
    return body | ({"every": interval} if interval else {})  # half of it is sent too: the service asks for the rest


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
        if field == "every.unit":
            return "unit"
        return first if first in ("aims", "every") else field

    return place


def sharing(page: Data, word: Word, roles: Choices) -> list[Question]:
    """With whom it is shared: with those whom the procedure names and who have not had it yet, or with others."""
    left = left_to_share(page)
    named = tuple((code, f"{word(code)}{NOBODY_YET if code in page['unreached'] else ''}") for code in left)
    others = tuple(role for role in roles if role[0] not in page["kind"]["shared_with"])
    found = [Question("recipients", "With whom?", Asks.SOME, named)] if named else []
    hint = "Whom the procedure does not name"
    return [*found, Question("somebody_else", "With somebody else?", Asks.PICK, others, hint)]


def to_share(read: Read) -> dict[str, Any]:
    """The body that shares it."""
    return {"recipients": [*read.get("recipients", ()), *read.get("somebody_else", ())]}


def shared_meanwhile(page: Data, chosen: Collection[str], word: Word) -> dict[str, str]:
    """What is wrong where somebody was chosen with whom the plan has been shared since the form was opened."""
    sent = {code for line in page["plan"]["shared"] for code in line["recipients"]}
    gone = ", ".join(word(code) for code in chosen if code in sent)
    if not gone:
        return {}
    says = f"The plan has been shared already with: {gone}. When, stands on this page. Nothing was sent just now"
    return {"recipients" if left_to_share(page) else "somebody_else": says}


def proposed_to_share(page: Data) -> Read:
    """Those who are reached today."""
    return {"recipients": tuple(code for code in left_to_share(page) if code not in page["unreached"])}


def sharing_place(page: Data) -> Word:
    """The question that a field of the service is about."""
    first = "recipients" if left_to_share(page) else "somebody_else"
    return lambda field: first if field == "recipients" else field


def left_to_share(page: Data) -> tuple[str, ...]:
    """Those with whom the procedure shares the plan, and with whom nobody has shared it."""
    sent = {code for line in page["plan"]["shared"] for code in line["recipients"]}
    return tuple(code for code in page["kind"]["shared_with"] if code not in sent)


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
