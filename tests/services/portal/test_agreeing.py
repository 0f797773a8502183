"""Whoever is to agree sees what would change, old beside new; anybody else is told who may answer, or who has."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from commonward.clock import london, utcnow
from tests.services.portal.panel_board import VISIT_ONCE_ACCEPTED, held_panel, serving
from tests.services.portal.panel_board import visitor as of_the_panel
from tests.services.portal.place import Visitor, story

pytestmark = pytest.mark.thorough

WHY = "A synthetic mistake."


@pytest.fixture
def case(address: str) -> str:
    """The path of a fresh Bolton case, of a child of 15 who is not looked after."""
    return f"/cases/{story(address, 'bolton').begin(('Agreeing', 'Example'))['case']}"


@pytest.fixture
def manager(address: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in("bolton-team-manager")
    return visitor


def proposal(visitor: Visitor, case: str, act: str, **typed: str) -> str:
    """Propose it; gives the address of the proposal."""
    visitor.send(f"{case}/do/{act}", reason=WHY, **typed)
    return re.findall(rf'href="({case}/agree/proposal/[^"]+)"', visitor.get(case).text)[-1]


def rows(page: str) -> list[list[str]]:
    """The rows of the page's tables, by the words in their cells."""
    found = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in found]


def test_a_correction_shows_what_is_known_beside_what_would_be_known(
    worker: Visitor, manager: Visitor, case: str
) -> None:
    page = manager.get(proposal(worker, case, "correction", looked_after="yes", family_area="bolton-south")).text
    assert ["What", "Now", "If it is agreed to"] in rows(page)
    assert ["Looked after", "No", "Yes"] in rows(page)
    assert ["Where the family lives", "North district", "South district"] in rows(page)
    assert all(words in page for words in (WHY, "Social worker", "Do you agree?"))


def test_a_correction_that_changes_the_route_shows_the_new_one_with_its_paragraph(
    worker: Visitor, manager: Visitor, case: str
) -> None:
    born = {"born-day": "4", "born-month": "5", "born-year": "2015"}
    page = manager.get(proposal(worker, case, "correction", **born)).text
    assert "4 May 2015" in page
    route = page.partition("would be answered otherwise")[2]
    assert "Response" in [row[0] for row in rows(route)]
    assert "because Bolton " in route


def test_ending_a_case_shows_what_is_owed_and_would_end_with_it(worker: Visitor, manager: Visitor, case: str) -> None:
    manager.until(case, "Consult your own manager")
    page = manager.get(proposal(worker, case, "voiding", kind="opened-in-error")).text
    assert "It should not have been opened" in page
    assert "Consult your own manager" in page.partition("What is owed ends with it")[2]


def test_a_decision_shows_what_was_decided_before(worker: Visitor, manager: Visitor, case: str) -> None:
    def decide(reason: str) -> str:
        made = worker.send(f"{case}/decisions/exit-only", option="exit-only", reason=reason).text
        return re.findall(rf'href="({case}/agree/decision/[^"]+)"', made)[-1]

    first = decide("A synthetic reason.")
    assert [row[:2] for row in rows(manager.get(first).text)][-1] == ["Decision", "Nothing was decided here before"]
    manager.send(first, agree="yes")
    assert "Nothing was decided here before" not in manager.get(decide("A second synthetic reason.")).text


def test_who_proposed_it_is_told_who_may_agree(worker: Visitor, case: str) -> None:
    page = worker.get(proposal(worker, case, "correction", looked_after="yes")).text
    assert "You made it, and nobody agrees to their own" in page
    assert "Social Work Team Manager" in page
    assert "Do you agree?" not in page


def test_who_may_not_answer_is_told_who_may_and_not_that_it_is_their_own(
    worker: Visitor, manager: Visitor, case: str
) -> None:
    asked = proposal(manager, case, "voiding", kind="opened-in-error")
    page = worker.get(asked).text
    assert "It waits for another person, one of these: Social Work Team Manager" in page
    assert "nobody agrees to their own" not in page


@pytest.mark.parametrize(("agree", "words"), [("yes", "agreed to by"), ("no", "refused by")])
def test_an_answered_proposal_says_who_answered_when_and_what(
    worker: Visitor, manager: Visitor, case: str, agree: str, words: str
) -> None:
    asked = proposal(worker, case, "correction", looked_after="yes")
    manager.send(asked, agree=agree)
    page = worker.get(asked)
    assert page.status_code == 200
    assert re.search(rf"This has been answered: {words} [^,]*, \d+ \w+ \d{{4}} at ", page.text)
    assert ["Looked after", "Yes"] in rows(page.text)


def test_a_second_answer_is_told_the_first(worker: Visitor, manager: Visitor, case: str) -> None:
    asked = proposal(worker, case, "correction", looked_after="yes")
    manager.send(asked, agree="yes")
    again = manager.send(asked, agree="no").text
    assert "This was answered already: agreed to by" in again


def test_a_second_case_of_the_child_is_ended_only_where_there_is_one_that_goes_on(worker: Visitor, case: str) -> None:
    form = worker.get(f"{case}/do/voiding").text
    assert "first merge the two records of the child" in form
    assert 'value="duplicate"' not in form


def test_a_proposal_is_found_under_its_own_case_alone(worker: Visitor, manager: Visitor, case: str) -> None:
    asked = proposal(worker, case, "correction", looked_after="yes")
    other = f"/cases/{story(worker.address, 'bolton').begin(('Another', 'Example'))['case']}"
    assert manager.get(asked.replace(case, other)).status_code == 404


def test_a_correction_that_another_one_contradicts_says_so_and_can_be_refused(
    worker: Visitor, manager: Visitor, case: str
) -> None:
    happened = {"happened_on-day": "1", "happened_on-month": "3", "happened_on-year": "2020"}
    born = {"born-day": "4", "born-month": "5", "born-year": "2022"}
    early, late = (proposal(worker, case, "correction", **each) for each in (happened, born))
    manager.send(late, agree="yes")
    page = manager.get(early)
    assert page.status_code == 200
    assert "It can&#39;t take effect any more" in page.text
    assert "refused" in manager.send(early, agree="no").text


def test_whoever_a_decision_waits_for_reads_which_clocks_it_would_start_and_until_when(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with serving(tmp_path_factory.mktemp("mill")) as address:
        manager, head = (of_the_panel(address, role) for role in ("team-manager", "head-of-service"))
        case, _ = held_panel(address)
        decided = manager.send(f"{case}/decisions/exit", option="accept", reason=WHY).text
        [agree] = set(re.findall(rf'href="({case}/agree/decision/[^"]+)"', decided))
        begins = head.get(agree).text.partition("What begins to run if it is agreed to")[2].partition("</ul>")[0]
        due = london(utcnow() + timedelta(days=VISIT_ONCE_ACCEPTED.within.amount))
        assert VISIT_ONCE_ACCEPTED.title in begins
        assert f"{due:%-d %B %Y}" in begins
        assert "because Mill MIL-9.visit" in re.sub(r"<[^>]+>", "", begins)
        assert "begins to run" not in manager.get(agree).text, "it does not wait for them"
        head.send(agree, agree="yes")
        assert "begins to run" not in head.get(agree).text, "it has begun"
        assert VISIT_ONCE_ACCEPTED.title in head.until(case, VISIT_ONCE_ACCEPTED.title)
