"""The demonstration plays whatever a board declares: it fills in what a gate wants, and says what it can't supply."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commonward.cli import story
from commonward.cli.story import Story, StoryFailed
from commonward.identity.development import with_development_issuers
from commonward.runtime import Platform
from commonward.runtime.together import together
from tests.core.cli import written

pytestmark = [pytest.mark.timeout(180), pytest.mark.thorough]

HOOKS, DECLARATIONS = f"{written.PACKAGE}/edition_1/__init__.py", f"{written.PACKAGE}/edition_1/declarations.py"
LAST_HOOK, BEGINNING = "    return declarations.NOTICES\n", "from __future__ import annotations\n"
MORE_HOOKS = """

@impl
def commonward_gates():
    return declarations.GATES


@impl
def commonward_records():
    return declarations.RECORDS
"""
A_GATE = """
from commonward.procedure import Command, Force, RecordKind, form, gate

GATES = (
    gate(
        "HAR-3.meeting",
        on=Command.HOLD_MEETING,
        at="review-meeting",
        force=Force.MUST,
        unless=lambda facts: facts.record("report") is not None,
        missing="The social worker's report",
        supplied_by="social-worker",
    ),
)
RECORDS = (
    RecordKind(
        id="report",
        title="Report for the meeting",
        because=("HAR-3.meeting",),
        made_by=("social-worker",),
        fields=(form.words("said", "What it says", needed=form.wanted),),
        second_role="team-manager",
    ),
)
"""


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """The next test writes another board under the one name."""
    yield
    written.forget()


def played(folder: Path, path: pytest.MonkeyPatch, declared: str) -> list[str]:
    """What the demonstration says of a board that declares this too."""
    hooks, more = (LAST_HOOK, LAST_HOOK + MORE_HOOKS), (BEGINNING, BEGINNING + declared)
    settings, said = written.board(folder, path, {HOOKS: hooks, DECLARATIONS: more}), list[str]()
    with together(settings):
        settings = with_development_issuers(settings)
        Story(settings, Platform(settings).procedures.of(written.CODE), said.append).play()
    return said


def test_it_fills_in_the_form_that_a_gate_wants_before_a_meeting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = played(tmp_path, monkeypatch, A_GATE)
    assert said[-3:] == ["Report for the meeting: filled in", "Review meeting: convened, held", "Safety plan adopted"]


def test_where_no_form_can_meet_the_gate_it_says_what_the_last_answer_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "PATIENCE", 4.0)
    never = A_GATE.replace('facts.record("report") is not None', "False")
    with pytest.raises(StoryFailed) as stalled:
        played(tmp_path, monkeypatch, never.replace('because=("HAR-3.meeting",)', "because=()"))
    assert "the meeting was not to be had within 4 seconds; the last answer was: POST " in str(stalled.value)
    assert "The social worker's report" in str(stalled.value)
