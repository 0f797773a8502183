"""Tests that are run inside this process, against whatever the procedure has become in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from commonward.procedure import UnusableProcedure

TESTS = Path(__file__).parents[1]
ELSEWHERE = ("browser", "end_to_end", "faults", "stack")
"""Tests of whole platforms: other processes, which hear of no change here."""
QUIET = ("-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist")


@dataclass(slots=True, eq=False)
class Marked:
    """The tests that carry a rule, as pytest collects them."""

    rules: dict[str, set[str]] = field(default_factory=dict)
    """The rules of each test, a row of a parametrised test being a test."""
    on_servers: dict[str, set[str]] = field(default_factory=dict)
    """The same of tests that need real servers or a browser: they prove nothing here."""
    unread: list[str] = field(default_factory=list)
    """Files that could not be collected: whatever they prove is missing."""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.unread.append(report.nodeid)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            rules = {str(rule) for mark in item.iter_markers("rule") for rule in mark.args}
            elsewhere = item.get_closest_marker("stack") or item.path.relative_to(TESTS).parts[0] in ELSEWHERE
            if rules:
                (self.on_servers if elsewhere else self.rules)[item.nodeid] = rules

    def of(self, rule: str) -> list[str]:
        """The tests of a rule."""
        return sorted(test for test, rules in self.rules.items() if rule in rules)

    def waited_for(self, rules: set[str]) -> dict[str, frozenset[str]]:
        """The tests of these rules, each with those of them that it carries."""
        return {test: frozenset(own & rules) for test, own in self.rules.items() if own & rules}

    def crowded(self, limit: int = 5) -> dict[str, int]:
        """The tests that serve more than so many rules, each with how many."""
        counts = {function(test): len(rules) for test, rules in self.rules.items()}
        return {test: count for test, count in sorted(counts.items()) if count > limit}


def marked() -> Marked:
    """Collect every test, which imports it all once."""
    found = Marked()
    pytest.main([*QUIET, "--collect-only", "--continue-on-collection-errors", str(TESTS)], plugins=[found])
    return found


@dataclass(slots=True, eq=False)
class Outcome:
    """What a run found: which tests failed, and which of them only since the procedure could not be loaded."""

    wanted: Mapping[str, frozenset[str]]
    """The tests to run, each with the rules that wait for it to fail: one that none waits for is left out."""
    failed: set[str] = field(default_factory=set)
    unloaded: set[str] = field(default_factory=set)
    red: set[str] = field(default_factory=set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        found = [item for item in items if item.nodeid in self.wanted]
        items[:] = sorted(found, key=lambda item: item.path.is_relative_to(TESTS / "services"))  # the slow ones last

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        rules = self.wanted[item.nodeid]
        if rules and rules <= self.red:
            pytest.skip("another test has failed for its rules")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    def pytest_exception_interact(self, node: Any, call: pytest.CallInfo[Any]) -> None:
        if call.excinfo is not None and call.excinfo.errisinstance(UnusableProcedure):
            self.unloaded.add(node.nodeid)
        else:
            self.red |= self.wanted.get(node.nodeid, frozenset())


def function(test: str) -> str:
    """The test without its row."""
    return test.partition("[")[0]


def run(wanted: Mapping[str, frozenset[str]]) -> tuple[set[str], set[str]]:
    """Run these tests. Returns those that failed, and those that could not load the procedure."""
    watch = Outcome(wanted)
    functions = sorted({function(test) for test in wanted})
    code = pytest.main([*QUIET, *functions], plugins=[watch])
    if code is pytest.ExitCode.INTERNAL_ERROR:
        raise RuntimeError(f"pytest itself failed with {', '.join(functions)}")
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return set(), set(wanted)
    return watch.failed - watch.unloaded, watch.unloaded
