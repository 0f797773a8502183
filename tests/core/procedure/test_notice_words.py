"""A notice is named on a timeline by what it says, never by its code."""

from __future__ import annotations

import pytest

from commonward.procedure import Procedure, Procedures, events
from commonward.procedure.notices import OF_THE_PLATFORM
from commonward.procedure.telling import tell
from tests.core.procedure.builders import example


@pytest.fixture(scope="module", params=["bolton", "leeds"])
def board(request: pytest.FixtureRequest) -> Procedure:
    return Procedures({request.param: ["national", request.param]}).of(request.param)


def test_each_notice_is_told_by_what_it_says(board: Procedure) -> None:
    for notice in board.notices:
        assert tell(example(events.NoticeRaised, about=notice.id), board).endswith(notice.words)


def test_what_the_platform_tells_has_words_of_its_own(board: Procedure) -> None:
    assert [about for about in OF_THE_PLATFORM if not board.notice_words(about).endswith(".")] == []


def test_what_is_declared_goes_by_its_title_where_the_board_has_no_other_word(board: Procedure) -> None:
    terms = dict(board.words.terms)
    said = {role.code: board.words.of(role.code) for role in board.roles}
    assert said == {role.code: terms.get(role.code, role.title) for role in board.roles}
