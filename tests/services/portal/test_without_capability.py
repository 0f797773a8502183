"""Who works with no child's record is shown none by any address, nor a form that would lead to one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonward.identity.development import with_development_issuers
from commonward.runtime import Platform
from commonward_portal import create_app
from tests.services.portal.place import Visitor, make_settings, story

pytestmark = pytest.mark.thorough

EVERYBODYS = {"/", "/cases", "/signed-in", "/tour", "/accessibility", "/health/live", "/health/ready"}
"""Pages that whoever has signed in may open; to these two people they show nobody."""
OWN = {"bolton-analyst": {"/board", "/board/<name>.csv"}, "operator": {"/running"}}
"""Counts without a child in them; and the services."""
IN_AND_OUT = re.compile(r"^/(login|logout|signed-out|assets)\b")


def pages(folder: Path) -> list[str]:
    platform = Platform(with_development_issuers(make_settings(folder)))
    app = create_app(platform)
    platform.close()
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return sorted(rule.rule for rule in rules if not IN_AND_OUT.match(rule.rule))


def filled(rule: str, case: str) -> str:
    """The address with a real case's id in every place that takes one."""
    return re.sub(r"<\w+>", "caseload", re.sub(r"<uuid:\w+>", case, rule))


@pytest.mark.parametrize("sub", OWN)
def test_an_analyst_and_an_operator_open_their_own_pages_and_no_other(address: str, tmp_path: Path, sub: str) -> None:
    raised = story(address, "bolton").begin(("Unseen-Given", "Unseen-Family"))
    visitor = Visitor(address)
    visitor.get("/login/bolton", params={"user": sub})
    opened, told = set(), []
    for rule in pages(tmp_path):
        answer = visitor.get(filled(rule, str(raised["case"])), allow_redirects=False)
        told += [rule for secret in ("Unseen", raised["reference"]) if secret in answer.text]
        if answer.status_code not in (403, 404):
            opened.add(rule)
    assert told == []
    assert opened == EVERYBODYS | OWN[sub]


@pytest.mark.parametrize("sub", OWN)
@pytest.mark.parametrize("path", ["/raise", "/break-glass", "/subjects/new"])
def test_nor_is_a_form_taken_from_them_that_they_are_not_shown(address: str, sub: str, path: str) -> None:
    visitor = Visitor(address)
    visitor.get("/login/bolton", params={"user": sub})
    answer = visitor.send(path, label="Synthetic", immediate_danger="no")
    assert answer.status_code == 403
    assert "This is not for your role" in answer.text
    assert "It is for: " in answer.text
