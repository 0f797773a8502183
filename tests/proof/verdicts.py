"""What the runs say of each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tests.proof.forks import Job, Result
from tests.proof.mutations import Mutation
from tests.proof.running import Marked, function

State = Literal["red", "green", "no implementation", "no test", "fails anyway"]
WORDS: Mapping[State, str] = {
    "red": "red",
    "green": "STILL GREEN",
    "no implementation": "NO IMPLEMENTATION",
    "no test": "NO TEST",
    "fails anyway": "FAILS AS IT IS",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the tests of a rule notice when each of its declarations is disabled."""

    rule: str
    state: State
    disabled: int
    """How many declarations cite the rule: each was disabled in turn."""
    tests: list[str]
    still_green: list[str] = field(default_factory=list)
    """What could be disabled without any of the tests noticing, in words."""

    def __str__(self) -> str:
        counts = f"{self.disabled} disabled, {len(self.tests)} tests"
        more = [f"  without: {each}" for each in self.still_green]
        if self.state != "red":
            more += [f"     test: {each}" for each in dict.fromkeys(map(function, self.tests))]
        return "\n".join([f"{WORDS[self.state]:<18}{self.rule:<28}{counts}", *more])


def verdict(rule: str, runs: Sequence[tuple[Job, Result]], tests: Marked, broken: frozenset[str]) -> Verdict:
    """Of one rule, from every run in which a declaration of it was disabled. `broken` tests fail as it is."""
    own = tests.of(rule)
    if not own:
        elsewhere = [f"{test} (real servers: no proof)" for test, rules in tests.on_servers.items() if rule in rules]
        return Verdict(rule, "no test", len(runs), elsewhere)
    if not runs:
        return Verdict(rule, "no implementation", 0, own)
    if failing := sorted(broken.intersection(own)):
        return Verdict(rule, "fails anyway", len(runs), failing)
    green = [_words(job.mutation, result, own) for job, result in runs if not result.failed.intersection(own)]
    return Verdict(rule, "green" if green else "red", len(runs), own, green)


def _words(mutation: Mutation | None, result: Result, own: Sequence[str]) -> str:
    what = mutation.what if mutation else ""
    return f"{what} (the procedure can't be loaded)" if result.unloaded.intersection(own) else what
