"""A register says of each rule which edition it is from and what it became; a question may leave the board a choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from commonward.procedure import BadData, Kind, load_register
from tests.core.procedure.data import written

RULE = """
[[rules]]
id = "EXA-1.look"
paragraph = "1"
summary = "Look at it."
force = "must"
kind = "clock"
"""
QUESTION = """
[[questions]]
id = "EXA-Q.early"
asks = "How early?"
reading = "A day before."
rules = ["EXA-1.look"]
setting = "day-before"
choices = ["day-before", "week-before"]
"""


@pytest.mark.parametrize(("own", "edition"), [("", "4.1"), ('edition = "4.0"\n', "4.0")])
def test_a_rule_is_from_its_files_edition_unless_it_names_its_own(tmp_path: Path, own: str, edition: str) -> None:
    [rule] = load_register(written(tmp_path, f'edition = "4.1"\n{RULE}{own}')).rules
    assert rule.edition == edition


def test_what_a_rule_became_is_one_of_a_closed_list(tmp_path: Path) -> None:
    [rule] = load_register(written(tmp_path, RULE)).rules
    assert rule.kind is Kind.CLOCK
    with pytest.raises(BadData, match=r"data\.toml:7: rules\.0\.kind: .*'code-list'"):
        load_register(written(tmp_path, RULE.replace('"clock"', '"reminder"')))


def test_a_question_can_leave_the_board_a_choice(tmp_path: Path) -> None:
    [question] = load_register(written(tmp_path, RULE + QUESTION)).questions
    assert (question.setting, question.choices) == ("day-before", ("day-before", "week-before"))


def test_a_question_can_say_why_it_leaves_no_choice_and_which_gaps_it_is_about(tmp_path: Path) -> None:
    settled = QUESTION.replace('setting = "day-before"', 'settled = "It is law."\ngaps = [7, 12]')
    [question] = load_register(
        written(tmp_path, RULE + settled.replace('choices = ["day-before", "week-before"]', ""))
    ).questions
    assert (question.settled, question.setting, question.gaps) == ("It is law.", None, (7, 12))
