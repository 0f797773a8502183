"""Decision points: where a person decides between the procedure's options."""

from __future__ import annotations

from dataclasses import dataclass

from commonward.contracts import Because, Code

CLOSING = "closing"
"""The decision point whose options are the board's reasons to close a case, where it limits them."""


@dataclass(frozen=True, slots=True)
class Opens:
    """What an option leads to."""

    option: Code
    meetings: tuple[Code, ...] = ()
    """Kinds of meeting that are called for."""
    tool: Code | None = None
    """An assessment with this tool is asked for."""
    because: Because = ()


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """Where a person decides between the procedure's options."""

    id: Code
    """Of `closing` the options are the reasons for which a case may close."""
    title: str
    decided_by: tuple[Code, ...]
    """Roles of which any may decide."""
    options: tuple[Code, ...]
    second_role: Code | None = None
    """A different person of this role must authorise it."""
    second_for: tuple[Code, ...] = ()
    """Only for these options; empty means for all, where `second_role` is set."""
    opens: tuple[Opens, ...] = ()
    response_again: bool = False
    """True where the level's response depends on it, and is asked for again."""
    because: Because = ()

    def needs_second(self, option: Code) -> bool:
        """Whether this option waits for a second person."""
        return self.second_role is not None and (not self.second_for or option in self.second_for)

    def opened_by(self, option: Code) -> Opens:
        """What an option leads to; nothing, where nothing is declared."""
        return next((opens for opens in self.opens if opens.option == option), Opens(option))
