"""A newcomer's first page names everybody whom they can be, and what to try first; only in development."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commonward.identity.development import with_development_issuers
from commonward_portal.ready import users_of
from tests.services.portal.place import Visitor, make_settings

pytestmark = pytest.mark.thorough


def test_the_first_page_names_the_ready_users_of_each_board(visitor: Visitor) -> None:
    page = visitor.get("/").text
    for name in ("Bolton social worker", "Bolton EXIT worker", "Bolton police officer", "Leeds social worker"):
        assert name in page
    assert "Partner system" not in page


@pytest.mark.parametrize(("sub", "name"), [("bolton-exit-worker", "Bolton EXIT worker"), ("operator", "Operator")])
def test_a_link_signs_in_as_that_person_and_leads_on(visitor: Visitor, sub: str, name: str) -> None:
    page = visitor.get("/login/bolton", params={"user": sub, "next": "/raise"})
    assert page.url.endswith("/raise")
    assert name in page.text


@pytest.mark.parametrize("user", ["nobody", "leeds-social-worker", "'\"><script>"])
def test_whoever_is_not_of_the_board_has_to_choose(visitor: Visitor, user: str) -> None:
    page = visitor.get("/login/bolton", params={"user": user})
    assert "Choose who you are in bolton" in page.text
    assert visitor.get("/", allow_redirects=False).status_code == 302


def test_a_real_provider_has_no_ready_users(visitor: Visitor) -> None:
    ours = make_settings(Path(), public_url=visitor.address)
    assert users_of(with_development_issuers(ours), "bolton")
    real = {"issuers": [{"issuer": "https://login.example/realms/bolton"}], "duty_mailbox": "duty@bolton.example"}
    assert users_of(ours.model_validate({**ours.model_dump(), "authorities": {"bolton": real}}), "bolton") == ()


def test_each_name_of_the_tour_signs_in(visitor: Visitor) -> None:
    page = visitor.get("/tour").text
    links = re.findall(r'href="(/login/[^"]+)"', page)
    assert len(links) >= 5
    for link in links:
        answer = Visitor(visitor.address).get(link.replace("&amp;", "&"))
        assert "Sign out" in answer.text, link


def test_the_accessibility_statement_is_one_step_from_every_page(visitor: Visitor) -> None:
    assert 'href="/accessibility"' in visitor.get("/login").text
    assert "Web Content Accessibility Guidelines 2.2" in visitor.get("/accessibility").text
