"""Whatever a case's closing still misses leads to where people supply it."""

from __future__ import annotations

import re

import pytest

from commonward.identity.development import with_development_issuers
from commonward.procedure import Command, Procedures
from commonward.runtime import Platform
from commonward_portal.case_page import WAITS_AT
from commonward_portal.citing import form_for, place_for
from commonward_referral.still_open import Keeps
from tests.services.portal.place import Visitor, make_settings, story

BOARDS = ("bolton", "leeds")


@pytest.fixture(scope="module")
def procedures(tmp_path_factory: pytest.TempPathFactory) -> Procedures:
    settings = make_settings(tmp_path_factory.mktemp("supplied"))
    return Platform(with_development_issuers(settings)).procedures


@pytest.mark.parametrize("board", BOARDS)
def test_each_gate_of_closing_has_a_place(procedures: Procedures, board: str) -> None:
    procedure = procedures.of(board)
    rules = {gate.id for gate in procedure.gates if gate.on is Command.CLOSE_CASE}
    assert rules
    nowhere = {rule for rule in rules if not (form_for(rule, procedure) or place_for(rule, procedure))}
    assert nowhere == set()


def test_so_has_whatever_keeps_a_case_open_at_any_board() -> None:
    assert WAITS_AT.keys() == set(Keeps)


@pytest.mark.thorough
@pytest.mark.parametrize("board", BOARDS)
def test_each_thing_that_closing_misses_is_a_link_to_a_page_that_is_there(address: str, board: str) -> None:
    case = story(address, board).begin(("Missing", "Example"))["case"]
    manager = Visitor(address)
    manager.sign_in(f"{board}-team-manager")
    page = manager.get(f"/cases/{case}/closing").text
    listed = page.partition("What is still missing")[2].partition("app-reminders")[0].partition("<form")[0]
    items = re.findall(r'<p class="govuk-body govuk-!-margin-bottom-1">(.*?)</p>', listed, re.DOTALL)
    links = [re.findall(r'href="([^"]+)"', item) for item in items]
    assert links
    assert [len(each) for each in links] == [1] * len(links)
    assert {manager.get(each[0]).status_code for each in links} == {200}
