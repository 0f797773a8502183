"""The demonstration fills in what a board wants first, and no more."""

from __future__ import annotations

from datetime import date

import pytest

from commonward.cli.forms import simplest, wanted_before
from commonward.procedure import Command, Facts, Force, Given, RecordKind, faults, form, gate
from tests.core.procedure.builders import board

DAY = date(2026, 3, 2)
FORM = RecordKind(
    id="looked-at",
    title="Looked at",
    because=("EXA-1.look",),
    made_by=(),
    fields=(
        form.one_of("how", "How", "in-person", "by-telephone", needed=form.wanted),
        form.day("on", "When", needed=form.wanted),
        form.moment("at", "At what time", needed=form.wanted),
        form.words("why", "Why", needed=lambda given, facts: given.one("how") == "in-person"),
        form.yes_no("agreed", "Agreed?", needed=form.wanted),
        form.words("more", "More"),
    ),
)
NAMES_SOMEBODY = RecordKind(
    id="named",
    title="Named",
    because=("EXA-2.tell",),
    made_by=(),
    fields=(form.person("who", "Who", needed=form.wanted),),
)
BOARD = board(
    commonward_records=(FORM, NAMES_SOMEBODY),
    commonward_gates=(
        gate(
            "EXA-1.look",
            on=Command.DECIDE_LEVEL,
            at="high",
            force=Force.MUST,
            unless=lambda facts: facts.record("looked-at") is not None,
            missing="-",
            supplied_by="worker",
        ),
    ),
)


@pytest.mark.parametrize(
    ("command", "at", "wanted"),
    [
        (Command.DECIDE_LEVEL, "high", [FORM]),
        (Command.DECIDE_LEVEL, "low", []),
        (Command.CLOSE_CASE, "high", []),
    ],
)
def test_a_form_is_wanted_where_its_rule_is_a_gate(command: Command, at: str, wanted: list[RecordKind]) -> None:
    assert list(wanted_before(BOARD, command, at)) == wanted


def test_what_a_form_asks_for_is_answered_and_nothing_else() -> None:
    answers = simplest(FORM, DAY)
    assert faults(FORM, Given({code: tuple(values) for code, values in answers.items()}), Facts()) == []
    assert set(answers) == {"how", "on", "at", "why", "agreed"}


def test_nobody_is_made_up() -> None:
    with pytest.raises(LookupError, match="who"):
        simplest(NAMES_SOMEBODY, DAY)
