"""What a service says is wrong, in a person's words: of which question, and what is allowed. Pure.

Services speak to programs too: of fields, codes, rules by their ids, dates as machines write them. Whatever of it
comes to a page comes through here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from commonward.procedure import Procedure
from commonward_portal.presenting import day, moment
from commonward_portal.questions import Question
from commonward_portal.timeline import cite, in_short

MOST_ALLOWED = 8
"""More than that is no help in a line."""
_STATEMENT = re.compile(
    r"(is|are|was|were|has|have|had|must|may|can't|does|do|holds|begins|belongs|takes|repeats|comes)\b"
)
"""How a sentence goes on that begins with the name of a field."""
_RULE = re.compile(r" ?\(([A-Z]{3}-[\w.-]*\w)(?:, (?:must|should|may))?\)")
_SUPPLIED = re.compile(r" ?\((?:must|should); ([\w-]+) can supply it\)")
_CODE = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_FOR_PROGRAMS = re.compile(
    r"[\\^$\[\]{}]|(more than |less than )?\d+( long)? or (more|less|longer|shorter)$|(more|less) than"
)
"""A pattern, or a limit that the message names already."""


def told(name: str, question: Question | None, error: Mapping[str, Any], procedure: Procedure) -> str:
    """What is wrong in a field, with the question that it is about and what is allowed there."""
    own = error["message"].removeprefix(f"{question.title}: ") if question else error["message"]
    message = in_words(own, procedure)
    allowed = [words for words in _allowed(question, error, procedure) if words not in message]
    if allowed:
        message = f"{message} ({', '.join(allowed)})"
    if question is None:
        return _of_no_question(name, message, procedure)
    return question.says(f"this {message}" if _STATEMENT.match(message) else message)


def in_words(text: str, procedure: Procedure) -> str:
    """The same with the board's words for its codes, paragraphs for the ids of rules, and days as people write them."""
    text = _RULE.sub(lambda found: _paragraph(found[1], procedure), text)
    text = _SUPPLIED.sub(lambda found: f": {procedure.words.of(found[1])} can supply it", text)
    text = _MOMENT.sub(lambda found: _readable(found[0], moment), text)
    text = _DAY.sub(lambda found: _readable(found[0], day), text)
    return _CODE.sub(lambda found: procedure.words.find(found[0]) or found[0], text)


def _of_no_question(name: str, message: str, procedure: Procedure) -> str:
    """What is about no question of this form stands there by the last of its names."""
    if not _STATEMENT.match(message):
        return message[:1].upper() + message[1:]
    last = next((part for part in reversed(name.split(".")) if not part.isdigit()), name)
    words = procedure.words.of(last.replace("_", "-"))
    return f"The {words[:1].lower()}{words[1:]} {message}"


def _allowed(question: Question | None, error: Mapping[str, Any], procedure: Procedure) -> Iterator[str]:
    """What helps: not what the question offers by itself, and not how a program would check it."""
    allowed = [one for one in error.get("allowed", ()) if one and not _FOR_PROGRAMS.search(one)]
    if (question and question.choices) or len(allowed) > MOST_ALLOWED:
        return
    yield from (in_words(one, procedure) for one in allowed)


def _paragraph(rule: str, procedure: Procedure) -> str:
    known = procedure.rule(rule)
    if known is None:
        return ""
    return f" ({in_short([cite(rule, known.paragraph, known.summary, procedure.authority)])})"


def _readable(text: str, words: Any) -> str:
    try:
        return str(words(text))
    except ValueError:
        return text
