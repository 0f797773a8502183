"""What of a case a record may be about: one of its concerns, meetings, assessments or missing episodes."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from commonward_portal.apis import Ask
from commonward_portal.frame import Frame, board
from commonward_portal.meeting_names import names_of
from commonward_portal.presenting import day, moment
from commonward_portal.questions import Asks, Question
from commonward_portal.raise_steps import AGENCIES

NAME = "about"


def asks(case: UUID) -> dict[str, Ask]:
    """What has to be asked besides the case itself."""
    return {
        "assessments": Ask("risk", "/v1/assessments", {"case": str(case)}),
        "meetings": Ask("meetings", "/v1/meetings", {"case": str(case)}),
        "timeline": Ask("referral", f"/v1/cases/{case}/timeline"),
    }


def things(asked: Frame) -> dict[str, str]:
    """Each by its id, in words; without those of a service that is away."""
    return dict((*concerns(asked), *_missing(asked), *_meetings(asked), *_assessments(asked)))


def away(asked: Frame) -> list[str]:
    """What can't be named just now: a record that is about it would say nothing of it."""
    return [name for name in ("assessments", "meetings") if asked.answers[name].away]


def which_concern(asked: Frame) -> list[Question]:
    """Which concern something is about; nothing to ask where there is only one."""
    choices = tuple(concerns(asked))
    title = "Which concern is it about?"
    return [Question("concern", title, Asks.PICK, choices, "Empty: the newest")] if len(choices) > 1 else []


def question(found: dict[str, str]) -> list[Question]:
    """Which of them a form is about; nothing to ask where there is none."""
    hint = "A record meets what this one calls for. Empty: what has been owed longest, where several call for the same"
    choices = tuple(found.items())
    return [Question(NAME, "Is it about one of these?", Asks.PICK, choices, hint)] if choices else []


def concerns(asked: Frame) -> Iterator[tuple[str, str]]:
    """The concerns of a case, in words."""
    for line in asked.page.get("concerns", ()):
        agency = AGENCIES.get(line["agency"], line["agency"])
        yield line["id"], f"The concern of {day(line['received_at'])}, from: {agency}"


def _missing(asked: Frame) -> Iterator[tuple[str, str]]:
    for entry in asked.lines("timeline", "entries"):
        if entry["what"] == "missing-reported":
            facts = entry["facts"]
            yield facts["episode"], f"Missing since {moment(facts['missing_from'])}"


def _meetings(asked: Frame) -> Iterator[tuple[str, str]]:
    yield from names_of(asked.lines("meetings"), board().words.of).items()


def _assessments(asked: Frame) -> Iterator[tuple[str, str]]:
    titles = {tool.code: tool.title for tool in board().tools}
    for line in asked.lines("assessments"):
        if line["completed_at"] is None:
            continue  # until then a record can't be about it
        yield line["id"], f"{titles.get(line['tool'], line['tool'])}, asked for {day(line['requested_at'])}"
