"""What nobody may guess comes from the operating system: Python's own generator is for made-up data and for waits."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPORTS = re.compile(r"^(import random|from random import|import numpy)", re.MULTILINE)
NO_SECRET = {
    "core/commonward/cli/synthesise": "synthetic lives",
    "core/commonward/testing": "tests that plugins are pure",
    "services/notify/commonward_notify/delivery.py": "how long a failed delivery waits",
}
"""Where it is used, and for what."""


def test_pythons_own_random_numbers_make_no_secret() -> None:
    written = (path for top in ("core", "services") for path in (ROOT / top).rglob("*.py"))
    using = [path.relative_to(ROOT).as_posix() for path in written if IMPORTS.search(path.read_text(encoding="utf-8"))]
    assert using
    assert [path for path in using if not path.startswith(tuple(NO_SECRET))] == []
