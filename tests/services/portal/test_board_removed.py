"""A board leaves a region while its people are signed in: they meet the first page, and nobody an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.portal.place import Visitor, both_boards, running

pytestmark = pytest.mark.thorough

SESSION_KEY = "only for tests"


def test_who_was_signed_in_with_it_is_asked_to_choose_a_board(tmp_path: Path) -> None:
    with running(tmp_path / "before", session_key=SESSION_KEY) as before:
        visitor = Visitor(before)
        visitor.sign_in("bolton-social-worker")
        typed = visitor.fill("child")
    left = {"leeds": both_boards()["leeds"]}
    with running(tmp_path / "after", session_key=SESSION_KEY, authorities=left) as after:
        visitor.address = after  # a cookie is of a host, whatever its port
        page, sent = visitor.get("/cases"), visitor.post("/raise", typed)
    assert (page.status_code, "Choose who you are" in page.text) == (200, True)
    assert (sent.status_code, "O&#39;Example" in sent.text) == (401, True)
