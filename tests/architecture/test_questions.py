"""Each question to a board leaves it a choice that is proved, or says why none is left; every gap has its question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonward.procedure import Procedure, Procedures, Question
from commonward.procedure.layers import InstalledLayers

TESTS = Path(__file__).parents[1] / "plugins"
BOARDS = sorted(set(InstalledLayers()) - {"national"})
GAPS = {
    1: "Leeds 6: the list of recipients is missing",
    2: "Leeds 2 and 4: whether the coordinator hears of no risk",
    3: "Leeds 4: which plans go on at high risk",
    4: "Leeds 6: two limits of two working days",
    5: "Leeds 3: how hours and working days are counted",
    6: "Leeds 4: how long a month is",
    7: "Leeds 4: medium and low have the same interval",
    8: "Leeds 3 and 4: the LADO2 team instead of the e-mail",
    9: "Leeds 4: categories, and names of the form and the plan",
    10: "Bolton, Appendix 4: a letter, or a visit to every child",
    11: "Bolton 10.1, 10.10 and 13.2: which assessments are one",
    12: "Bolton 9.6, 10.9 and 13.2: which district",
    13: "Bolton 9.7, 9.8 and 11.2: which ages, at which day",
    14: "Bolton 9.6, 10.9 and Appendix 3: no time is stated",
    15: "Bolton 10.14 and 10.15: a chair from EXIT and the quorum",
    16: "Bolton 12.3: a regulation that was replaced",
    17: "Leeds 4: a secure mailbox that was closed",
    18: "Bolton 7.2 and Appendices 4 and 5: who holds which post",
    19: "Leeds 2 to 5: must in one place, should in another",
    20: "Leeds 5 and 6: an existing plan or the meeting's own, and no chair",
    21: "Leeds 3 and 4: from when limits run",
    22: "Leeds 3 and 4: an assessment at every concern, or from medium on",
    23: "Leeds 3 and 4: a judgement that differs from the category",
    24: "Leeds 4: analysis once, or for each heading",
    25: "Leeds: nothing on danger, children under 13 or closing",
    26: "Leeds 4: a third outcome of a strategy discussion",
    27: "Leeds 8 and Bolton 9.16: an undertaking that is not signed",
    28: "Leeds 4, Bolton Appendices 1 and 2: the tools are links only",
    29: "Bolton 7.2: EXIT and a child only at risk",
    30: "Bolton 7.7, 10.12 and 13.3: EXIT without a social worker",
    31: "Bolton 10.1 and 10.3: in need without an open case",
    32: "Bolton 9.7: what is not mandatory, and what is set out above",
    33: "Bolton 13.1 and 13.2: a manager first, and a referral that must be made",
    34: "Bolton 6.1 and 10.11: child protection considered or forced",
    35: "Bolton 10.9: danger in office hours, and out of hours without danger",
    36: "Bolton 10.5, 10.7, 10.14 and 10.16: one plan, one meeting, a chair not named",
    37: "Bolton 9.17: a minimum term and foreign travel",
    38: "Bolton, Appendix 3: consultation before visitors are turned away",
    39: "Bolton 1.1, 3.6 and 10.3: should, shall or must",
    40: "Bolton, Appendix 4: weights that are not given",
}
"""Where the two published texts are silent or contradict themselves."""


@pytest.fixture(scope="module")
def boards() -> tuple[Procedure, ...]:
    return tuple(Procedures({code: ("national", code)}).of(code) for code in BOARDS)


def asked(boards: tuple[Procedure, ...]) -> dict[str, Question]:
    """Every question of every board, each once."""
    return {question.id: question for board in boards for question in board.questions}


def written() -> str:
    """The tests of the plugins, as one text with single spaces."""
    return " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in sorted(TESTS.rglob("*.py")))


def others(questions: dict[str, Question]) -> Iterator[tuple[str, str]]:
    """Each choice that is not ours."""
    for question in questions.values():
        yield from ((question.id, choice) for choice in question.choices if choice != question.setting)


def test_every_question_leaves_a_choice_or_says_why_it_leaves_none(boards: tuple[Procedure, ...]) -> None:
    assert [each.id for each in asked(boards).values() if not each.setting and not each.settled] == []


def test_every_gap_of_the_texts_has_its_question(boards: tuple[Procedure, ...]) -> None:
    assert {gap for question in asked(boards).values() for gap in question.gaps} == set(GAPS)


def test_every_other_choice_is_taken_in_a_test(boards: tuple[Procedure, ...]) -> None:
    tests, choices = written(), list(others(asked(boards)))
    assert len(choices) > 40
    assert [f"{id} {choice}" for id, choice in choices if f'"{id}", "{choice}"' not in tests] == []


def test_every_other_choice_makes_a_procedure_that_can_be_used(boards: tuple[Procedure, ...]) -> None:
    for board in boards:
        code = board.authority.code
        for id, choice in others({question.id: question for question in board.questions}):
            chosen = Procedures({code: ("national", code)}, readings={code: {id: choice}}).of(code)
            assert chosen.readings.of(id) == choice


def test_our_reading_begins_with_what_the_setting_takes(boards: tuple[Procedure, ...]) -> None:
    for question in asked(boards).values():
        assert question.reading.strip()
        assert not question.setting or question.choices[0] == question.setting, question.id
