"""What is owed at a year's end in fifty histories is what somebody worked out by hand from the published texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from sqlmodel import select

from commonward.cli.synthesise.moments import Moments
from commonward.cli.synthesise.region import region
from commonward.cli.synthesise.timetable import Timetable
from commonward.clock import Calendar
from commonward_notify.ledger import obligation_of
from commonward_notify.model import Owed as Row
from tests.replay import scripted, years

# A year takes half a minute: too long for `make check`.
pytestmark = [pytest.mark.stack, pytest.mark.timeout(1800)]

BOARDS = ("leeds", "bolton")
HISTORIES = {(board, each.name): each for board in BOARDS for each in scripted.histories(board)}
Found = Mapping[str, Counter[scripted.Owed]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Found]:
    """Play a board's histories together, once, and say what is owed in each at the end of 2024."""
    return cache(lambda board: play(board, tmp_path_factory.mktemp(board)))


def play(board: str, folder: Path) -> Found:
    """Play them in a folder of their own."""
    moments, lives = Moments(2024, Calendar.of()), scripted.histories(board)
    with region(years.settings_of(board, folder), moments.begins) as made:
        timetable = Timetable(made, together=timedelta(0))
        for number, history in enumerate(lives):
            timetable.add(history.life(made, number))
        timetable.play(moments.ends)
        with years.recorder(made.platform) as session:
            rows = [(row.case_id, obligation_of(row.model_dump())) for row in session.exec(select(Row))]
    return {
        history.name: Counter(
            scripted.Owed(one.clock, one.due, one.state.value) for case, one in rows if case == history.case
        )
        for history in lives
    }


def test_there_are_fifty_and_half_of_them_are_of_each_board() -> None:
    assert Counter(board for board, _ in HISTORIES) == {"leeds": 25, "bolton": 25}


@pytest.mark.parametrize(("board", "name"), HISTORIES)
def test_what_is_owed_is_what_the_text_says(board: str, name: str, played: Callable[[str], Found]) -> None:
    assert played(board)[name] == Counter(HISTORIES[board, name].owed)
