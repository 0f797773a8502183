"""Whatever a plugin's own code raises is told in one line: which plugin, which file, which line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commonward.procedure import Edition, Facts, Layer, Procedures, UnusableProcedure
from commonward.procedure.layers import InstalledLayers
from commonward.testing import conditions, invariants

PACKAGE = "commonward_spoilt"
WHOLE = """\
from datetime import time
from commonward.procedure import (
    Authority, Facts, Level, OfficeHours, Register, Response, Role, Rule, Scale, Scope, SetBy, clock, escalate_to,
    events, hours, impl,
)

def starts(happened, facts):
    return happened.at

CLOCK = clock("SPO-1.look", "Look", opens_on=events.ConcernRaised, within=hours(1), by="worker",
              met_by=events.MeetingHeld, on_breach=escalate_to("worker"), starts=starts)

@impl
def commonward_authority():
    return Authority("spoilt", "Spoilt", "E00000000", "SPO", OfficeHours.weekdays(time(9), time(17)), ())

@impl
def commonward_scope():
    return Scope(under_age=18)

@impl
def commonward_levels():
    return Scale((Level("low", "Low", 1),), SetBy.WORKER)

@impl
def commonward_rule_register():
    return Register((Rule("SPO-1.look", "1", "Look.", "must", "clock"),))

@impl
def commonward_roles():
    return (Role("worker", "Worker", "practitioner"),)

@impl
def commonward_clocks(readings):
    return (CLOCK,)

@impl
def commonward_answer_level(level):
    return Response(because=())
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a package of plugins is found."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / PACKAGE).mkdir()
    yield tmp_path / PACKAGE
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[name]


def written(folder: Path, text: str) -> Procedures:
    """The board whose hooks this text is."""
    (folder / "__init__.py").write_text(text, encoding="utf-8")
    layer = Layer("spoilt", ((Edition("1", date(2020, 1, 1)), PACKAGE),))
    return Procedures({"spoilt": ["spoilt"]}, {"spoilt": layer})


def spoilt(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new, 1)


def line_with(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


BROKEN = {
    "an import of what is not there": ("from datetime import time", "from datetime import tiem", "ImportError: cannot"),
    "a module that is not there": ("from datetime import time", "import datetimes", "ModuleNotFoundError: No module"),
    "no Python": ("def starts(happened, facts):", "def starts(happened facts):", "SyntaxError: "),
    "a name that is not there": ("    return (CLOCK,)", "    return (CLOCKS,)", "NameError: name 'CLOCKS' is not"),
    "a value that is refused": ('Rule("SPO-1.look"', 'Rule("look"', "Rule: 0: String should match pattern"),
    "a reading of what is no question": (
        "    return (CLOCK,)",
        '    return (CLOCK, readings.of("SPO-Q.when"))',
        "UnknownQuestion: SPO-Q.when is no question with a setting; those with one: none",
    ),
}


@pytest.mark.parametrize(("old", "new", "says"), BROKEN.values(), ids=BROKEN)
def test_what_breaks_while_it_is_loaded_is_told_with_file_and_line(folder: Path, old: str, new: str, says: str) -> None:
    text = spoilt(old, new)
    with pytest.raises(UnusableProcedure) as refused:
        written(folder, text).of("spoilt")
    said = str(refused.value)
    assert said.startswith(f"spoilt: {PACKAGE}/__init__.py:{line_with(text, new)}: {says}")
    assert "\n" not in said


def test_a_hook_that_answers_with_another_type_is_told_with_file_and_line(folder: Path) -> None:
    text = spoilt("    return Scope(under_age=18)", "    return 18")
    with pytest.raises(UnusableProcedure) as refused:
        written(folder, text).of("spoilt")
    place = f"{PACKAGE}/__init__.py:{line_with(text, 'def commonward_scope') - 1}"
    assert str(refused.value) == f"{place}: commonward_scope gave a int; give a Scope"


def test_a_whole_board_is_loaded_and_asked(folder: Path) -> None:
    procedure = written(folder, WHOLE).of("spoilt")
    assert list(conditions.clocks(procedure)) == []
    assert procedure.answer_level("low", Facts()).meetings == ()


def test_a_start_that_raises_is_told_by_the_kit_with_file_and_line(folder: Path) -> None:
    text = spoilt("return happened.at", "return happened.event.came_in_at")
    (fault,) = set(conditions.clocks(written(folder, text).of("spoilt")))
    place = f"{PACKAGE}/__init__.py:{line_with(text, 'came_in_at')}"
    assert fault.startswith("clock SPO-1.look, on uk.commonward.referral.concern-raised.v1: the start: ")
    assert f"{place}: AttributeError: " in fault


def test_a_start_without_an_offset_is_told_by_the_kit(folder: Path) -> None:
    (fault,) = set(conditions.clocks(written(folder, spoilt("happened.at", "'09:00'")).of("spoilt")))
    assert "the start is '09:00'; give an instant with its offset, such as happened.at, or None" in fault


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("level.rank", "AttributeError: 'str' object has no attribute 'rank'"),
        ("'meeting'", "commonward_answer_level gave a str; give a Response, or None"),
        ("Response(because=(), meetings='panel')", "the response's meetings is 'panel'; give a tuple"),
    ],
)
def test_an_answer_that_can_not_be_used_is_told_by_the_kit(folder: Path, new: str, says: str) -> None:
    procedure = written(folder, spoilt("return Response(because=())", f"return {new}")).of("spoilt")
    assert any(says in fault for fault in invariants.responses(procedure))


def installed(folder: Path, code: str, leads_to: str) -> None:
    """A distribution whose entry point this is."""
    about = folder.parent / f"{code}-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {code}\nVersion: 1\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[commonward.procedures]\n{code} = {leads_to}\n", encoding="utf-8")


def test_a_broken_plugin_that_is_installed_harms_no_other_board(folder: Path) -> None:
    (folder / "__init__.py").write_text("import datetimes\n", encoding="utf-8")
    installed(folder, "spoilt", f"{PACKAGE}:layer")
    assert InstalledLayers()["leeds"].code == "leeds"
    with pytest.raises(UnusableProcedure, match=rf"^spoilt: {PACKAGE}/__init__\.py:1: ModuleNotFoundError"):
        InstalledLayers()["spoilt"]


def test_an_entry_point_that_leads_to_no_layer_is_told(folder: Path) -> None:
    (folder / "__init__.py").write_text("layer = 'spoilt'\n", encoding="utf-8")
    installed(folder, "spoilt", f"{PACKAGE}:layer")
    with pytest.raises(UnusableProcedure, match=f"^spoilt: {PACKAGE}:layer is a str; it must be a Layer"):
        InstalledLayers()["spoilt"]
