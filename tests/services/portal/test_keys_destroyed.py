"""A board's keys were destroyed: its people are told so on every page, and the region's other board goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from commonward.runtime import Platform, installed_services
from commonward.store.sealed_rotation import destroy
from tests.services.portal.place import CONCERN, RUNNING, Visitor, heard_everywhere, running, story

pytestmark = pytest.mark.thorough

SAID = "The records of your board can&#39;t be read any more"


@dataclass(frozen=True)
class Left:
    """Bolton has left a region in which Leeds goes on."""

    platform: Platform
    bolton: Visitor
    leeds: Visitor
    case: str
    """The page of a case of Bolton's."""
    sent: requests.Response
    """What was answered to a form that somebody of Bolton had open."""


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Left]:
    with running(Path(tmp_path_factory.mktemp("left"))) as address:
        platform, bolton, leeds = RUNNING[address], Visitor(address), Visitor(address)
        bolton.sign_in("bolton-social-worker")
        leeds.sign_in("leeds-duty-and-advice")
        case = bolton.raise_concern().url.removeprefix(address)
        draft, typed = bolton.begin(), bolton.fill("child")
        heard_everywhere(platform, "bolton")
        for service in installed_services():
            if service.app is None:
                destroy(platform.resources(service.name).database, "bolton")
        yield Left(platform, bolton, leeds, case, bolton.post(f"{draft}/child", typed))


@pytest.mark.parametrize("path", ["/", "/cases", "/overview", "CASE"])
def test_pages_say_so_instead_of_an_error(left: Left, path: str) -> None:
    page = left.bolton.get(left.case if path == "CASE" else path)
    assert (page.status_code, SAID in page.text) == (410, True)


def test_what_somebody_had_typed_is_shown_to_them_once_more(left: Left) -> None:
    assert (left.sent.status_code, SAID in left.sent.text) == (410, True)
    assert CONCERN["nhs_number"] in left.sent.text
    assert "O&#39;Example" in left.sent.text


def test_the_other_boards_work_goes_on_in_every_service(left: Left) -> None:
    case = story(left.leeds.address, "leeds").begin()["case"]  # and every service has taken it
    assert left.leeds.get(f"/cases/{case}").status_code == 200
    assert left.platform.failures == []
