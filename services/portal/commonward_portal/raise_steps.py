"""Raising a concern as pages of questions: what each asks, what is still missing, and the report it makes. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonward_portal.presenting import day
from commonward_portal.questions import Asks, Question, Sheet, Typed

AGENCIES = {
    "school": "School or college",
    "health": "Health",
    "police": "Police",
    "social-care": "Children's social care",
    "youth-service": "Youth service",
    "voluntary": "Voluntary organisation",
    "public": "Family or member of the public",
    "other": "Somebody else",
}
"""Who a concern comes from."""
TRI = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))
DANGER, CHILD, MATCH, CARE, EVENT, HARM = "danger", "child", "match", "care", "event", "harm"
CHOSEN = "child_id"
NEW = "new"
"""None of those on record is the child."""
SEARCHED = ("given_name", "family_name", "born", "nhs_number")
FEWEST_LETTERS = 2
"""Of a whole name; by fewer nobody is found."""
NO_NUMBER = "NHS number must be 10 digits, like 999 000 0018"
LONGEST_NAME, LONGEST_ACCOUNT = 120, 4000
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One page."""

    code: str
    title: str
    questions: tuple[Question, ...]
    needed: bool = True
    """Whether a concern can't be sent without it."""
    of: str = ""
    """The board's form that it is a page of, where it is one."""


def steps(areas: Choices, plans: Choices) -> tuple[Step, ...]:
    """The pages, in their order: danger comes first, and a child is looked for before anything is written of them."""
    return (
        Step(DANGER, "Danger now", (_danger(),)),
        child_step(),
        Step(MATCH, "Whether the child is on record", (_match(),)),
        Step(EVENT, "What happened", _event()),
        Step(HARM, "Harm", _harm(), needed=False),
        Step(CARE, "Home and care", _care(areas, plans), needed=False),
    )


def child_step() -> Step:
    """The page by which a child is looked for."""
    return Step(CHILD, "Who the child is", _child())


def check(step: Step, sheet: Sheet, today: date) -> None:
    """Read the page; what is wrong with it goes to the sheet's errors."""
    read = sheet.read()
    for question in step.questions:
        days = read.get(question.name, ()) if question.asks is Asks.DAY else ()
        if any(date.fromisoformat(given) > today for given in days):
            sheet.errors[question.name] = f"{question.title} must be today or in the past"
    if step.code == CHILD:
        for name, words in _sought(sheet):
            sheet.errors.setdefault(name, words)


def lacks_names(typed: Typed) -> dict[str, str]:
    """What a new record still needs of the names."""
    sheet = Sheet((), typed)
    words = {"given_name": "first", "family_name": "last"}
    return {
        name: f"Enter the child's {which} name; a new record needs both. “Not known” will do"
        for name, which in words.items()
        if typed.get(CHOSEN) and not on_record(typed) and not sheet.one(name)
    }


def too_early(typed: Typed, today: date, under_age: int) -> dict[str, str]:
    """That whom a new record would be about was no child when it happened; today, as long as nobody has said when."""
    read = Sheet((*_child(), *_event()), typed).read()
    if "born" not in read or on_record(typed):
        return {}
    said = date.fromisoformat(read["happened_on"][0]) if "happened_on" in read else None
    last = _years_before(said or today, under_age)
    if date.fromisoformat(read["born"][0]) > last:
        return {}
    then = f"when it happened, on {day(said)}" if said else "today"
    other = "" if said else ". If it happened while they were a child, first say when, under “What happened”"
    return {"born": f"Date of birth must be after {day(last)}: this is for who was under {under_age} {then}{other}"}


def _years_before(on: date, years: int) -> date:
    """Who was born on that day or before is so old by then; of 29 February, on 1 March."""
    born_on_a_leap_day = (on.month, on.day) == (2, 29) and (on.year - years) % 4
    return date(on.year - years, 2, 28) if born_on_a_leap_day else on.replace(year=on.year - years)


def on_record(typed: Typed) -> str | None:
    """The id of the record that was chosen as the child's."""
    chosen = Sheet((), typed).one(CHOSEN)
    return chosen if chosen and chosen != NEW else None


def search(typed: Typed) -> dict[str, str]:
    """What to look for."""
    sheet = Sheet(_child(), typed)
    read = {name: values[0] for name, values in sheet.read().items()}
    return {name: value for name in SEARCHED if (value := _plain(name, read.get(name, "")))}


def state(step: Step, typed: Typed, today: date, under_age: int) -> str:
    """`done`, `wrong` or `todo`, as the task list shows it."""
    if not any(typed.get(name) for name in (visited(step), *(question.name for question in step.questions))):
        return "todo"
    sheet = Sheet(step.questions, typed)
    check(step, sheet, today)
    if step.code == CHILD:
        sheet.errors |= lacks_names(typed) | too_early(typed, today, under_age)
    return "wrong" if sheet.errors else "done"


def visited(step: Step) -> str:
    """The field that says that the page was sent, since all of its questions may be left out."""
    return f"seen-{step.code}"


def report(typed: Typed, pages: tuple[Step, ...], draft: str) -> dict[str, Any]:
    """What the service takes. The pages have been checked."""
    read = Sheet([question for page in pages for question in page.questions], typed).read()
    given = {name: _plain(name, values[0]) for name, values in read.items()}
    care = {question.name: given[question.name] for question in _care((), ()) if question.name in given}
    told = {"agency", "happened_on", "account", "immediate_danger", "significant_harm", "sexually_active"}
    body: dict[str, Any] = {"draft": draft, **{name: value for name, value in given.items() if name in told}}
    chosen = on_record(typed)
    if chosen is not None:
        return {**body, "child_id": chosen, "circumstances": care}
    return {**body, "child": {**search(typed), **care}}


def place(field: str, pages: tuple[Step, ...]) -> tuple[str, str]:
    """The page and the question that the service's field is about."""
    name, of_a_form = field.rpartition(".")[2], field.startswith("records.")
    asked = [(page, q.name) for page in pages if bool(page.of) is of_a_form for q in page.questions]
    return next(((page.code, full) for page, full in asked if full.rpartition(".")[2] == name), ("", name))


def plain_number(typed: str) -> str:
    """An NHS number as the services take it."""
    return typed.replace(" ", "")


def is_number(number: str) -> bool:
    """Whether it has the digits of one; whether they check, the service says."""
    return len(number) == 10 and number.isascii() and number.isdigit()


def _plain(name: str, value: str) -> str:
    return plain_number(value) if name == "nhs_number" else value


def _sought(sheet: Sheet) -> Iterator[tuple[str, str]]:
    number = plain_number(sheet.one("nhs_number"))
    if number and not is_number(number):
        yield "nhs_number", NO_NUMBER
    names = [sheet.one(name) for name in ("given_name", "family_name")]
    if not number and not any(names):
        yield "given_name", "Enter a name or an NHS number to look for"
    for name, value in zip(("given_name", "family_name"), names, strict=True):
        if value and sum(letter.isalpha() for letter in value) < FEWEST_LETTERS:
            which = "First" if name == "given_name" else "Last"
            yield name, f"{which} name must be 2 letters or more; to look for part of a name, its first 3"


def _danger() -> Question:
    return Question(
        "immediate_danger",
        "Is the child in danger now?",
        Asks.ONE,
        TRI,
        needed=True,
        missing="Select whether the child is in danger now",
        because=("NAT-1.danger",),
    )


def _child() -> tuple[Question, ...]:
    return (
        Question("given_name", "First name", Asks.LINE, longest=LONGEST_NAME),
        Question("family_name", "Last name", Asks.LINE, longest=LONGEST_NAME),
        Question("born", "Date of birth", Asks.DAY, hint="If you know it. For example, 27 3 2011"),
        Question("nhs_number", "NHS number", Asks.LINE, hint="If you know it. 10 digits, for example 999 000 0018"),
    )


def _match() -> Question:
    return Question(CHOSEN, "Is it one of these?", Asks.ONE, needed=True)


def _event() -> tuple[Question, ...]:
    return (
        Question(
            "agency",
            "Who the concern comes from",
            Asks.PICK,
            tuple(AGENCIES.items()),
            needed=True,
            missing="Select who the concern comes from",
        ),
        Question(
            "happened_on",
            "When it happened",
            Asks.DAY,
            hint="For example, 14 11 2026. If it went on for a time, the newest day",
            needed=True,
            missing="Enter when it happened",
        ),
        Question(
            "account",
            "What was seen, said and done",
            Asks.WORDS,
            hint="In the child's own words where you have them. Write of what was done to the child",
            needed=True,
            missing="Describe what happened",
            longest=LONGEST_ACCOUNT,
        ),
    )


def _harm() -> tuple[Question, ...]:
    return (
        Question("significant_harm", "Is the child suffering, or likely to suffer, significant harm?", Asks.ONE, TRI),
        Question(
            "sexually_active",
            "Is the child involved in sexual activity?",
            Asks.ONE,
            TRI,
            hint="Under 13 a child can't consent, and older children may not be free to. “Not known” is an answer",
        ),
    )


def _care(areas: Choices, plans: Choices) -> tuple[Question, ...]:
    return (
        Question("family_area", "Where the family lives", Asks.PICK, areas, hint="Leave it if you do not know"),
        Question("looked_after", "Is the child looked after by a council?", Asks.ONE, TRI),
        Question(
            "placement_area",
            "Where the child is placed",
            Asks.PICK,
            (*areas, ("elsewhere", "Somewhere else")) if areas else (),
            hint="Only if the child lives away from the family",
        ),
        Question("open_to_social_care", "Does children's social care know the child already?", Asks.ONE, TRI),
        Question("plan_in_place", "Which plan the child has", Asks.PICK, plans, hint="Leave it if there is none"),
    )


def shown(pages: tuple[Step, ...], typed: Mapping[str, Any]) -> list[tuple[Step, list[tuple[Question, str]]]]:
    """Everything that was answered, page by page, to be read before it is sent. The pages have been checked."""
    return [(page, [(question, _told(question, typed)) for question in page.questions]) for page in pages]


def _told(question: Question, typed: Typed) -> str:
    sheet = Sheet((question,), typed)
    days = sheet.read().get(question.name, ()) if question.asks is Asks.DAY else ()
    return day(days[0]) if days else sheet.told(question)
