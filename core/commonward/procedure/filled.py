"""What people fill in on a risk tool."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from commonward.contracts import Code, Day
from commonward.contracts.text import PROSE

LONGEST_TEXT = 8000
MOST = 500
"""More answers than any tool has items; a longer list is a mistake of a program."""

Text = Annotated[str, Field(max_length=LONGEST_TEXT), PROSE]


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Answer(_Given):
    """An answer to one item, as a person gave it."""

    item: Code
    choice: Code
    text: Text = ""
    second: Code | None = None
    """The choice on the second axis, where the section has one."""
    as_at: Day | None = None
    """The day on which it was so."""


class Entered(_Given):
    """What was written for an entry; or that it is not known."""

    entry: Code
    text: Text = ""
    unknown: bool = False


class Contribution(_Given):
    """An agency that contributed, and what it brought."""

    agency: Code
    text: Text = ""


class Filled(_Given):
    """A tool as it is filled in, half done or whole."""

    answers: Annotated[tuple[Answer, ...], Field(max_length=MOST)] = ()
    entries: Annotated[tuple[Entered, ...], Field(max_length=MOST)] = ()
    contributions: Annotated[tuple[Contribution, ...], Field(max_length=50)] = ()
    alone_because: Text = ""
    """Why fewer agencies contributed than the tool wants."""

    def answer(self, item: Code) -> Answer | None:
        """The answer to an item."""
        return next((answer for answer in self.answers if answer.item == item), None)

    def entered(self, entry: Code) -> Entered | None:
        """What was written for an entry, if anything was, or that it is not known."""
        found = next((each for each in self.entries if each.entry == entry), None)
        return found if found and (found.unknown or found.text.strip()) else None

    @property
    def agencies(self) -> tuple[Code, ...]:
        """Who contributed."""
        return tuple(dict.fromkeys(contribution.agency for contribution in self.contributions))
