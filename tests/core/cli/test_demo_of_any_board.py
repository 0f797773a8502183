"""The demonstration plays whatever a board declares: it fills in what a gate wants, and says what it can't supply."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonward.cli import story
from commonward.cli.story import Story, StoryFailed
from commonward.identity.development import with_development_issuers
from commonward.runtime import Platform
from commonward.runtime.together import together
from tests.core.cli import written

pytestmark = pytest.mark.timeout(180)

HOOKS, DECLARATIONS = f"{written.PACKAGE}/edition_1/__init__.py", f"{written.PACKAGE}/edition_1/declarations.py"
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
    """Each test writes its own board under the one name."""
    yield
    for name in [name for name in sys.modules if name.startswith(written.PACKAGE)]:
        del sys.modules[name]


def played(folder: Path, path: pytest.MonkeyPatch, **more: str) -> list[str]:
    """What the demonstration says of a board with this at the end of its hooks and its declarations."""
    ends = {HOOKS: "    return declarations.NOTICES\n", DECLARATIONS: "    ),\n)\n\nNOTICES"}
    changes = {HOOKS: ((ends[HOOKS], ends[HOOKS] + more["hooks"]),)}
    changes[DECLARATIONS] = (
        ("from __future__ import annotations\n", f"from __future__ import annotations\n{more['declared']}"),
    )
    settings, said = written.board(folder, path, changes), list[str]()
    with together(settings):
        settings = with_development_issuers(settings)
        Story(settings, Platform(settings).procedures.of(written.CODE), said.append).play()
    return said


def test_it_fills_in_the_form_that_a_gate_wants_before_a_meeting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = played(tmp_path, monkeypatch, hooks=MORE_HOOKS, declared=A_GATE)
    assert said[-3:] == [
        "Report for the meeting: filled in",
        "Review meeting: convened, held",
        "Safety plan adopted",
    ]


def test_where_no_form_can_meet_the_gate_it_says_what_the_last_answer_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "PATIENCE", 4.0)
    never = A_GATE.replace('facts.record("report") is not None', "False").replace(
        'because=("HAR-3.meeting",)', "because=()"
    )
    with pytest.raises(StoryFailed) as stalled:
        played(tmp_path, monkeypatch, hooks=MORE_HOOKS, declared=never)
    assert "the meeting was not to be had within 4 seconds; the last answer was: POST " in str(stalled.value)
    assert "The social worker's report" in str(stalled.value)
