"""Every library is pinned to one release whose bytes are known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("lock", ["dev", "runtime"])
def test_each_line_of_a_lock_has_its_version_and_its_hash(lock: str) -> None:
    text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) > 20
    assert [line for line in lines if not re.match(r"[\w.\[\],-]+==\S+.* --hash=sha256:[0-9a-f]{64}", line)] == []


def test_the_locks_are_installed_by_their_hashes() -> None:
    for file in ("Makefile", "deploy/Containerfile"):
        assert "--require-hashes" in (ROOT / file).read_text(encoding="utf-8"), file
