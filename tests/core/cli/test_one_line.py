"""What can be wrong outside the program is one clear line, and a traceback for who asks for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from commonward.cli import main
from commonward.procedure import UnusableProcedure

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A region whose board's plugin is installed, and breaks while it is imported."""
    (tmp_path / "commonward_spoiled.py").write_text("from commonward.procedure import Edition\n\nlayer = Layers()\n")
    about = tmp_path / "spoiled-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: spoiled\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[commonward.procedures]\nspoiled = commonward_spoiled:layer\n")
    region = f'environment = "development"\ndata_dir = "{tmp_path}"\n'
    region += '[authorities.spoiled]\nduty_mailbox = "duty@spoiled.example"\n'
    (tmp_path / "region.toml").write_text(region)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("COMMONWARD_CONFIG", str(tmp_path / "region.toml"))


def test_a_broken_plugin_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["commonward", "rules"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    fault = "spoiled: commonward_spoiled.py:3: NameError: name 'Layers' is not defined"
    assert told.err == f"commonward: {fault} (--traceback shows the way to it)\n"


def test_who_asks_for_it_is_shown_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["commonward", "--traceback", "rules"])
    with pytest.raises(UnusableProcedure) as shown:
        main()
    assert isinstance(shown.value.__cause__, NameError)
