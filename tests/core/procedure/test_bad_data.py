"""A plugin's data files: whatever can't be used is refused at load with file, line, place and reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from commonward.procedure import BadData, Edition, Layer, Procedures, UnusableProcedure, load_register, load_tools
from tests.core.procedure.data import REGISTER, TOOL, written

BAD_TOOLS = {
    "no toml at all": ('code = "checklist"', "code = = 1", 1, "Invalid value"),
    "a table that is not closed": ("[ages]", "[ages", 27, "Expected ']'"),
    "cut off in the middle": ("oldest = 17", 'oldest = "17', 29, "Illegal character"),
    "a missing part": ('title = "No"', "", 11, "choices.1.title: Field required"),
    "a word that is not known": ("oldest = 17", "oldest = 17\noldset = 18", 30, "ages.oldset: Extra inputs"),
    "a version in words": ('version = "1"', 'version = "one"', 2, "version: String should match"),
    "a code in capitals": ('code = "phone"', 'code = "Phone"', 24, "sections.0.items.1.code: String should match"),
    "a number for a code": (
        'code = "phone"',
        "code = 3",
        24,
        "sections.0.items.1.code: Input should be a valid string",
    ),
    "a title that says nothing": ('title = "Home"', 'title = " "', 17, "sections.0.title: String should match"),
    "an item twice": ('code = "phone"', 'code = "missing"', 23, "sections.0.items.1: item missing is there twice"),
    "a choice twice": ('code = "no"', 'code = "yes"', 11, "choices.1: choice yes is there twice"),
    "a text for a truth": ('title = "Yes"', 'title = "Yes"\nwants_text = "perhaps"', 10, "choices.0.wants_text: Input"),
    "ages the wrong way round": ("oldest = 17", "oldest = 9", 27, "ages: the oldest is younger than the youngest"),
    "an age below none": ("youngest = 10", "youngest = -1", 28, "ages.youngest: Input should be greater"),
    "a stage that is not there": (
        'title = "Home"',
        'title = "Home"\nstage = "x"',
        15,
        "sections.0: section home is of no",
    ),
    "a purpose that it is not for": (
        'title = "Home"',
        'title = "Home"\nonly_for = ["final"]',
        15,
        "sections.0: section home is only for final, for which the tool is not",
    ),
    "a floor about nothing": (
        "[ages]",
        '[[floors]]\nat_least = "high"\nsays = "So."\n\n[ages]',
        27,
        "floors.0: a floor needs an item with its choices, or an age",
    ),
    "a rule that is none": (
        'source = "made up"',
        'source = "x"\nbecause = ["look"]',
        5,
        "because.0: String should match",
    ),
}
BAD_REGISTERS = {
    "no toml at all": ("[[rules]]", "[[rules]", 3, "Expected ']]'"),
    "a table that is not known": ("[[questions]]", "[[question]]", 17, "question: is not known here; a register has"),
    "a force that is none": ('"must"', '"shall"', 7, "rules.0.force: Input should be 'must'"),
    "a kind that is none": ('"notice"', '"letter"', 15, "rules.1.kind: Input should be 'route'"),
    "a missing part": ('summary = "Look at it."', "", 3, "rules.0.summary: Field required"),
    "an id that is none": ('"EXA-2.tell"', '"tell"', 11, "rules.1.id: String should match"),
    "a rule twice": ('"EXA-2.tell"', '"EXA-1.look"', 11, "rules.1.id: EXA-1.look is in data.toml already"),
    "a word that is not known": ('kind = "clock"', 'kind = "clock"\nfroce = "must"', 9, "rules.0.froce"),
    "a question twice": ('"EXA-Q.who"', '"EXA-Q.early"', 26, "questions.1.id: EXA-Q.early is in data.toml already"),
    "a question without a reading": ('reading = "Anybody."', "", 25, "questions.1.reading"),
    "a rule of a question that is none": ('rules = ["EXA-1.look"]', 'rules = ["look"]', 21, "questions.0.rules.0"),
    "a setting that is no choice": ('setting = "day-before"', 'setting = "never"', 17, "give a setting that is one of"),
    "a setting without choices": ('choices = ["day-before", "week-before"]', "", 17, "give a setting that is one of"),
    "choices without a setting": ('setting = "day-before"', "", 17, "give a setting that is one of its choices"),
    "one choice only": ('["day-before", "week-before"]', '["day-before"]', 17, "a choice has at least two readings"),
    "a choice twice": ('"week-before"]', '"day-before"]', 17, "a choice has at least two readings, each of them once"),
    "a choice that is no code": ('"week-before"]', '"a week"]', 23, "questions.0.choices.1: String should match"),
    "settled, and yet a choice": ('setting = "day', 'settled = "Law."\nsetting = "day', 17, "give one of the two"),
    "a gap that is no number": (
        "gaps = [7]",
        'gaps = ["seven"]',
        30,
        "questions.1.gaps.0: Input should be a valid integer",
    ),
    "an edition that is none": ('edition = "4.1"', 'edition = "newest"', 1, "edition: String should match"),
    "a number for a list": ('edition = "4.1"', "questions = 3", 1, "questions"),
}


def refused(load: Callable[[Path], object], folder: Path, text: str) -> tuple[str, int, str]:
    """File, line and the rest of what is said of a file with this text."""
    with pytest.raises(BadData) as bad:
        load(written(folder, text))
    name, line, rest = str(bad.value).split(":", 2)
    return name, int(line), rest


@pytest.mark.parametrize(("old", "new", "line", "reason"), BAD_TOOLS.values(), ids=BAD_TOOLS)
def test_a_malformed_tool_is_refused(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert old in TOOL
    name, number, said = refused(lambda path: load_tools([path]), tmp_path, TOOL.replace(old, new, 1))
    assert (name, number, reason in said) == ("data.toml", line, True), f"{number}: {said}"


@pytest.mark.parametrize(("old", "new", "line", "reason"), BAD_REGISTERS.values(), ids=BAD_REGISTERS)
def test_a_malformed_register_is_refused(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert old in REGISTER
    text = REGISTER.replace(old, new, 1) if old != 'edition = "4.1"' or "edition" in new else f"{new}\n"
    name, number, said = refused(load_register, tmp_path, text)
    assert (name, number, reason in said) == ("data.toml", line, True), f"{number}: {said}"


def test_what_is_not_malformed_is_read(tmp_path: Path) -> None:
    tool, register = written(tmp_path, TOOL, "tool.toml"), written(tmp_path, REGISTER, "register.toml")
    assert [item.code for item in load_tools([tool])[0].items] == ["missing", "phone"]
    assert len(load_register(register).questions) == 2


def test_a_tool_that_asks_nothing_is_refused(tmp_path: Path) -> None:
    text = TOOL[: TOOL.index("[[sections.items]]")] + TOOL[TOOL.index("[ages]") :]
    assert refused(lambda path: load_tools([path]), tmp_path, text)[1:] == (
        15,
        " sections: it asks nothing; give a section items or entries",
    )


def test_the_same_version_of_a_tool_in_two_files_is_refused(tmp_path: Path) -> None:
    first = written(tmp_path, TOOL, "first.toml")
    said = refused(lambda path: load_tools([first, path]), tmp_path, TOOL)
    assert said == ("data.toml", 2, " version: version 1 of checklist is in first.toml already")


def test_a_rule_that_another_file_of_the_register_has_is_refused(tmp_path: Path) -> None:
    first = written(tmp_path, REGISTER, "first.toml")
    said = refused(lambda path: load_register(first, path), tmp_path, REGISTER)
    assert said == ("data.toml", 4, " rules.0.id: EXA-1.look is in first.toml already")


def test_a_file_that_is_no_text_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "data.toml"
    path.write_bytes(b'code = "checklist"\ntitle = "caf\xe9"\n')
    with pytest.raises(BadData, match=r"^data\.toml:2: is not UTF-8"):
        load_tools([path])


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"^data\.toml: can't be read: No such file"):
        load_register(tmp_path / "data.toml")


def test_the_plugin_is_named_when_its_data_can_not_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, REGISTER.replace('"must"', '"shall"'))
    (tmp_path / "spoilt_board.py").write_text(
        "from pathlib import Path\n"
        "from commonward.procedure import load_register\n"
        "load_register(Path(__file__).with_name('data.toml'))\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    layers = {"spoilt": Layer("spoilt", ((Edition("1", date(2020, 1, 1)), "spoilt_board"),))}
    with pytest.raises(UnusableProcedure, match=r"^spoilt: data\.toml:7: rules\.0\.force: "):
        Procedures({"spoilt": ["spoilt"]}, layers).of("spoilt")
