"""The front sheet: as much as possible, not known anywhere; and room for signs that no list names."""

from __future__ import annotations

from datetime import date

import pytest

from commonward.procedure import Answer, Entered, Filled, Procedure, Tool, all_problems, completeness

TODAY = date(2026, 3, 2)


@pytest.fixture
def form(leeds: Procedure) -> Tool:
    found = leeds.tool("leeds-information-report")
    assert found is not None
    return found


def answered(form: Tool, *entries: Entered) -> Filled:
    answers = tuple(Answer(item=item.code, choice="no", text="Nothing seen.") for item in form.items)
    return Filled(answers=answers, entries=entries)


@pytest.mark.rule("LDS-4.front")
def test_the_front_sheet_may_say_not_known_in_any_line_and_shows_how_complete_it_is(form: Tool) -> None:
    unknown = [Entered(entry=line.code, unknown=True) for line in form.front_sheet]
    assert len(unknown) > 20
    assert all_problems(form, answered(form, *unknown), TODAY) == []
    some = answered(form, Entered(entry="gp", text="Mill Surgery"), unknown[0])
    found = completeness(form, some).front_sheet
    assert (found.of, found.written, found.not_known) == (len(unknown), 1, 1)


@pytest.mark.rule("LDS-4.nonexhaustive")
def test_there_is_room_for_signs_that_no_list_names(form: Tool) -> None:
    other = Entered(entry="other-signs", text="A second telephone.")
    assert all_problems(form, answered(form, other), TODAY) == []
