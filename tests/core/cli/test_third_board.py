"""The page that teaches to write a board teaches one that works: its blocks alone make a board that plays."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonward.cli import cli
from commonward.cli.story import Caller, Story
from commonward.identity.development import ready_users, with_development_issuers
from commonward.procedure import load_register, load_tool
from commonward.runtime import Platform
from commonward.runtime.together import together
from commonward.settings import Settings
from commonward.testing import laws
from tests.core.cli import written
from tests.core.cli.pages import Block, all_blocks, blocks

PAGE = "writing-an-authority-plugin.md"
TOML = list(all_blocks("toml"))
pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The board of the page, found as if installed, and its region."""
    home = written.skeleton(tmp_path)
    for block in sorted((block for block in blocks(PAGE) if block.file), key=lambda block: block.how != "whole"):
        put(block, home)
    (home / written.PACKAGE / "edition_1/tools/review_1.toml").unlink()
    written.found_as_installed(home, monkeypatch)
    yield written.region(home, tmp_path)
    written.forget()


def put(block: Block, home: Path) -> None:
    """Do with a block what the page says."""
    assert block.file is not None
    file = home / (f"{written.PACKAGE}/{block.file}" if block.file.startswith("edition_1") else block.file)
    file.write_text(block.into(file.read_text(encoding="utf-8") if file.exists() else ""), encoding="utf-8")


@pytest.mark.parametrize("block", TOML, ids=[f"{each.page}-{number}" for number, each in enumerate(TOML)])
def test_each_toml_example_can_be_loaded(block: Block, tmp_path: Path) -> None:
    assert tomllib.loads(block.text)
    path = tmp_path / "data.toml"
    path.write_text(block.text, encoding="utf-8")
    if block.file and "/tools/" in block.file:
        assert load_tool(path).items
    elif block.file and "rules" in block.file:
        assert load_register(path)


@pytest.mark.thorough
def test_the_board_of_the_page_keeps_every_law(region: Settings) -> None:
    assert region.file is not None
    home = region.file.parent
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(home)]
    proved = subprocess.run(command, env=written.environment(home), capture_output=True, text=True, check=False)
    assert proved.returncode == 0, proved.stdout
    assert f"{len(laws.__all__) + 4} passed" in proved.stdout


@pytest.mark.thorough
def test_the_board_of_the_page_plays_and_is_rebuilt_without_a_difference(
    region: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    with together(region):
        settings = with_development_issuers(region)
        story = Story(settings, Platform(settings).procedures.of(written.CODE), said.append)
        story.assess(story.begin(age=16)["case"], "category-1")  # no answer of it is under a floor
        told = story.play()
        worker = person(settings, "harbour-hub-worker")
        adult = worker.post("referral", "/subjects", {"kind": "adult", "label": "Synthetic Adult"})
        answers = {"kind": "adult-of-concern", "answers": {"seen-with": ["vehicle"]}}
        worker.post("referral", f"/cases/{adult['id']}/records", answers)
    assert "level decided by the meeting: Category 3" in said
    assert said[-1] == "Safety plan adopted"
    met = [entry["facts"]["clock"] for entry in told["timeline"] if entry["what"] == "obligation-discharged"]
    assert {"HAR-4.soon", "HAR-6.papers"} <= set(met)
    monkeypatch.setenv("COMMONWARD_CONFIG", str(region.file))
    monkeypatch.setenv("COMMONWARD_DATA_DIR", str(region.data_dir))
    rebuilt = CliRunner().invoke(cli, ["replay", "--authority", written.CODE])
    assert (rebuilt.exit_code, rebuilt.output.count("no difference")) == (0, 4), rebuilt.output


def person(settings: Settings, sub: str) -> Caller:
    [user] = [each for each in ready_users(settings)[written.CODE] if each.sub == sub]
    return Caller(settings, written.CODE, user)
