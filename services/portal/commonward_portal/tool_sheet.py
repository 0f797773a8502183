"""A risk tool, whatever its shape, as questions; and what was typed as the service takes it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from commonward_portal.presenting import day
from commonward_portal.questions import Asks, Question, Sheet, keep
from commonward_portal.withheld import hides

Data = Mapping[str, Any]
Choices = tuple[tuple[str, str], ...]
NARRATIVE = "narrative"
"""The group of what is written about the whole, unless it says otherwise."""
NOT_KNOWN = (("yes", "Not known"),)


def questions(page: Data, agencies: Choices) -> list[Question]:
    """Everything that the tool asks, in its order, each with what was answered the time before."""
    tool, before = _seen(page), _Before(page["previous"])
    found = list(_entries(tool["front_sheet"], before, "Front sheet"))
    for section in tool["sections"]:
        found += _headed(section["title"], [*_items(tool, section, before), *_entries(section["entries"], before)])
    found += _entries(tool["entries"], before, "About the whole")
    return [*found, *_contributions(tool, agencies)]


def _seen(page: Data) -> Data:
    """The tool without what the reader may not see the answers of: the service keeps those as they are."""
    tool, sections = page["tool"], []
    for section in tool["sections"]:
        own = {
            name: [part for part in section[name] if not hides(page, part, section.get("group", NARRATIVE))]
            for name in ("items", "entries")
        }
        sections.append({**section, **own})
    whole = {
        name: [part for part in tool[name] if not hides(page, part, NARRATIVE)] for name in ("front_sheet", "entries")
    }
    return {**tool, **whole, "sections": sections}


def typed(page: Data, asked: list[Question]) -> dict[str, tuple[str, ...]]:
    """The draft as it would have been typed."""
    given: dict[str, tuple[str, ...]] = {}
    for answer in page["answers"]:
        named = {"answers": "choice", "text": "text", "second": "second", "as_at": "as_at"}
        given |= {f"{name}.{answer['item']}": (answer[part],) for name, part in named.items() if answer[part]}
    for each in page["entries"]:
        given[f"entries.{each['entry']}"] = (each["text"],)
        given |= {f"unknown.{each['entry']}": ("yes",)} if each["unknown"] else {}
    for number, each in enumerate(page["contributions"], start=1):
        given |= {f"agency-{number}": (each["agency"],), f"brought-{number}": (each["text"],)}
    return keep({**given, "alone_because": (page["alone_because"],)}, asked)


def place_of(field: str) -> str:
    """The question of the whole tool that a field of the service is about."""
    return "alone_because" if field == "contributions" else field


def unanswered(page: Data) -> int:
    """How many questions still keep it from being complete: those to choose in, and the texts that are wanted."""
    tool, done = page["tool"], page["completeness"]
    texts = [*tool["front_sheet"], *(text for section in tool["sections"] for text in section["entries"])]
    wanted = {text["code"] for text in [*texts, *tool["entries"]] if text["wanted"]}
    written = {each["entry"] for each in page["entries"] if each["text"] or each["unknown"]}
    return int(done["items"] - done["answered"] + len(wanted - written))


def filled(sheet: Sheet) -> dict[str, Any]:
    """What was typed, as a draft takes it. What can't be read goes to the sheet's errors."""
    read = {name: values[0] for name, values in sheet.read().items()}
    items = [name.removeprefix("answers.") for name in read if name.startswith("answers.")]
    for name in read:
        kind, _, item = name.partition(".")
        if kind in ("text", "second", "as_at") and item not in items:
            sheet.errors.setdefault(f"answers.{item}", _lonely(sheet, f"answers.{item}"))
    rows = [question.name[7:] for question in sheet.questions if question.name.startswith("agency-")]
    for n in rows:
        if f"brought-{n}" in read and f"agency-{n}" not in read:
            sheet.errors.setdefault(f"agency-{n}", _lonely(sheet, f"agency-{n}"))
    codes = [question.name.removeprefix("entries.") for question in sheet.questions if question.name[:8] == "entries."]
    return {
        "answers": [_answer(read, item) for item in items],
        "entries": [found for code in codes if (found := _entered(read, code))],
        "contributions": [
            {"agency": read[f"agency-{n}"], "text": read.get(f"brought-{n}", "")} for n in rows if f"agency-{n}" in read
        ],
        "alone_because": read.get("alone_because", ""),
    }


def placing(sent: Data) -> Callable[[str], str]:
    """Finds the question that the service's field is about, in what was sent to it."""

    def place(field: str) -> str:
        first, _, rest = field.partition(".")
        number, _, part = rest.partition(".")
        if first == "contributions":
            return f"{'brought' if part == 'text' else 'agency'}-{int(number) + 1 if number.isdigit() else 1}"
        if first == "answers" and number.isdigit():
            return f"{'answers' if part in ('', 'choice', 'item') else part}.{sent['answers'][int(number)]['item']}"
        if first == "entries" and number.isdigit():
            return f"entries.{sent['entries'][int(number)]['entry']}"
        return field

    return place


def _lonely(sheet: Sheet, name: str) -> str:
    question = sheet.question(name)
    return f"{question.title if question else name}: choose an answer beside what you wrote"


def _answer(read: Mapping[str, str], item: str) -> dict[str, Any]:
    return {
        "item": item,
        "choice": read[f"answers.{item}"],
        "text": read.get(f"text.{item}", ""),
        "second": read.get(f"second.{item}"),
        "as_at": read.get(f"as_at.{item}"),
    }


def _entered(read: Mapping[str, str], code: str) -> dict[str, Any] | None:
    text, unknown = read.get(f"entries.{code}", ""), f"unknown.{code}" in read
    return {"entry": code, "text": text, "unknown": unknown} if text or unknown else None


def _items(tool: Data, section: Data, before: _Before) -> Iterator[Question]:
    choices = section["choices"] or tool["choices"]
    coded = tuple((choice["code"], choice["title"]) for choice in choices)
    axis, label = section["second_axis"], tool["text_label"]
    for item in section["items"]:
        code, title = item["code"], item["title"]
        yield Question(f"answers.{code}", title, Asks.ONE, coded, item["help"], before=before.answer(code, dict(coded)))
        if axis:
            seconds = tuple((choice["code"], choice["title"]) for choice in axis["choices"])
            yield Question(f"second.{code}", f"{title}: {axis['title'].lower()}", Asks.ONE, seconds)
        if any(choice["wants_date"] for choice in choices):
            yield Question(f"as_at.{code}", f"{title}: as at which day", Asks.DAY)
        yield Question(f"text.{code}", f"{title}: {label.lower()}", Asks.WORDS)


def _entries(entries: list[Data], before: _Before, heading: str = "") -> list[Question]:
    found = []
    for entry in entries:
        code, title = entry["code"], entry["title"]
        because, was = tuple(entry["because"]), before.entry(code)
        found.append(Question(f"entries.{code}", title, Asks.WORDS, hint=entry["help"], because=because, before=was))
        if entry["wanted"]:
            found.append(Question(f"unknown.{code}", f"{title}: not known", Asks.SOME, NOT_KNOWN))
    return _headed(heading, found)


def _contributions(tool: Data, agencies: Choices) -> list[Question]:
    wanted = tool["contributors"]
    if wanted is None:
        return []
    found = []
    for number in range(1, wanted["at_least"] + 2):
        found.append(Question(f"agency-{number}", f"Agency {number} that contributed", Asks.PICK, agencies))
        found.append(Question(f"brought-{number}", f"What agency {number} brought", Asks.WORDS))
    why = f"Fewer than {wanted['at_least']} agencies: why"
    found.append(Question("alone_because", why, Asks.WORDS, because=tuple(wanted["because"])))
    return _headed("Who contributed", found)


def _headed(heading: str, found: list[Question]) -> list[Question]:
    """The first question of a part carries its heading."""
    if not heading or not found:
        return found
    first = found[0]
    values = {name: getattr(first, name) for name in Question.__slots__}
    return [Question(**{**values, "heading": heading}), *found[1:]]


class _Before:
    """What was answered the last time with the same tool."""

    def __init__(self, previous: Data | None) -> None:
        self._answers = {answer["item"]: answer for answer in previous["answers"]} if previous else {}
        self._entries = {each["entry"]: each for each in previous["entries"]} if previous else {}

    def answer(self, item: str, words: Mapping[str, str]) -> str:
        answer = self._answers.get(item)
        if answer is None:
            return ""
        since = f", as at {day(answer['as_at'])}" if answer["as_at"] else ""
        text = f". {answer['text']}" if answer["text"] else ""
        return f"{words.get(answer['choice'], answer['choice'])}{since}{text}"

    def entry(self, code: str) -> str:
        each = self._entries.get(code)
        return ("Not known" if each["unknown"] else str(each["text"])) if each else ""
