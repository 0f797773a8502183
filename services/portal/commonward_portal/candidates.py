"""The records that may be the child's, as the choices of a page: each with why it may, for a person to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from commonward_portal.apis import Answer
from commonward_portal.guards import user
from commonward_portal.parts import parts
from commonward_portal.presenting import day
from commonward_portal.questions import Asks, Question, Typed
from commonward_portal.raise_steps import CHOSEN, MATCH, NEW, Step, search

SERVICE = "referral"
REASONS = {
    "nhs-number": "the same NHS number",
    "other-birth": "another date of birth, so one of the two is wrong",
    "same-name-and-birth": "the same name and date of birth",
    "former-nhs-number": "the NHS number stood in the record before it was put right",
    "same-name": "the same name",
    "former-name": "the name stood in the record before it was put right",
    "same-birth": "the same date of birth",
    "sounds-alike": "the name sounds alike",
    "spelt-alike": "the name is spelt alike",
    "begins-alike": "the name begins with this",
}
"""Why a record may be the child's."""


def with_candidates(step: Step, found: Typed) -> Step:
    """The page with the records that may be the child's, as choices; the last is that none is."""
    answer = look_for(found)
    lines = answer.body["candidates"] if answer.ok else []
    choices = tuple((line["child"], described(line)) for line in lines)
    none = "None of these is the child" if lines else "Nobody on record is the child"
    hint = "Compare with care: nobody can tell records apart by a name alone" if lines else ""
    title = "Is the child one of these?" if lines else _nobody(answer)
    missing = "Select whether the child is one of these" if lines else "Say that the child is not on record"
    question = Question(CHOSEN, title, Asks.ONE, (*choices, (NEW, none)), hint, needed=True, missing=missing)
    return Step(MATCH, step.title, (question,))


def look_for(found: Typed) -> Answer:
    """The records that may be the child's, as the service finds them by what was typed."""
    sought = search(found)
    return parts().apis.send(user().access_token, SERVICE, "/v1/children/search", sought) if sought else Answer()


def _nobody(answer: Answer) -> str:
    if answer.ok:
        return "Nobody on record is like this child: a new record will be made"
    return "The records can't be looked through now. Try again; or go on, and they are compared later"


def described(line: Mapping[str, Any]) -> str:
    """Who it is and why it may be the child.

    A name that is written from right to left is isolated, so that it does not turn the rest about.
    """
    born = f", born {day(line['born'])}" if line["born"] else ", date of birth not known"
    why = because(line["why"])
    case = f"; open case {line['reference']}" if line["reference"] else ""
    return f"\u2068{line['given_name']} {line['family_name']}\u2069{born}: {why}{case}"


def because(why: Sequence[str]) -> str:
    """Why records may be one child's, in words."""
    reasons = [reason for reason in why if reason != "same-birth" or "same-name-and-birth" not in why]
    return ", ".join(REASONS.get(reason, reason) for reason in reasons)


def name_of(child: str | None, typed: Typed) -> str | None:
    """How the record is known that was chosen as the child's."""
    if child is None:
        return None
    question = with_candidates(Step(MATCH, "", ()), typed).questions[0]
    return dict(question.choices).get(child, "A record that was found before")
