"""Decision points: where a person decides between the procedure's options."""

from __future__ import annotations

from dataclasses import dataclass

from commonward.contracts import Because, Code


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """Where a person decides between the procedure's options."""

    id: Code
    title: str
    decided_by: tuple[Code, ...]
    options: tuple[Code, ...]
    second_role: Code | None = None
    """A different person of this role must authorise it."""
    second_for: tuple[Code, ...] = ()
    """Only for these options; empty means for all, where `second_role` is set."""
    because: Because = ()

    def needs_second(self, option: Code) -> bool:
        """Whether this option waits for a second person."""
        return self.second_role is not None and (not self.second_for or option in self.second_for)
