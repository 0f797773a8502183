"""Raising a concern over real HTTP: kept page by page, the child looked for first, shown and then sent once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.services.portal.place import Visitor, person

pytestmark = pytest.mark.thorough

NOT_BORN = {"born-day": "", "born-month": "", "born-year": ""}


def cases_of(worker: Visitor, name: str) -> int:
    return len(re.findall(rf"<bdi>Synthetic {name}</bdi>", worker.get("/cases").text))


def test_danger_comes_first_and_leads_to_999_before_anything_is_written(worker: Visitor) -> None:
    page = worker.send("/raise", immediate_danger="yes")
    assert page.url.endswith("/call-999")
    assert "Call 999 now" in page.text


def test_a_faulty_page_says_so_at_the_field_and_keeps_what_was_typed(worker: Visitor) -> None:
    draft = worker.begin()
    name = "<b>'Kept\u202e' \U0001d51b</b>"
    page = worker.post(f"{draft}/child", worker.fill("child", family_name=name, **{"born-month": "13"}))
    assert page.status_code == 422
    assert 'href="#born-day"' in page.text
    kept = "&lt;b&gt;&#39;Kept\u202e&#39; \U0001d51b&lt;/b&gt;"
    assert kept in page.text
    assert kept in worker.get(f"{draft}/child").text, "what is faulty is kept too"


def test_a_day_to_come_is_refused_at_its_field(worker: Visitor) -> None:
    page = worker.post(f"{worker.begin()}/event", worker.fill("event", **{"happened_on-year": "2199"}))
    assert page.status_code == 422
    assert "When it happened must be today or in the past" in page.text
    assert 'href="#happened_on-day"' in page.text


def test_what_the_service_finds_wrong_leads_to_the_page_of_its_question(worker: Visitor) -> None:
    draft = worker.write(**{"born-year": "2026", "born-month": "3", "born-day": "2"})
    page = worker.get(f"{draft}/check")
    assert f'href="{draft}/event?back=check#happened_on-day"' in page.text
    assert worker.send(f"{draft}/check").status_code == 422


def test_who_is_no_child_any_more_is_told_of_on_the_page_of_the_birth_date(worker: Visitor) -> None:
    draft = worker.begin()
    page = worker.post(f"{draft}/child", worker.fill("child", **{"born-year": "1980"}))
    assert page.status_code == 422
    assert re.search(r'href="#born-day">Date of birth must be after [^<]+ under 18 today', page.text)
    worker.post(f"{draft}/event", worker.fill("event", **{"happened_on-year": "1995"}))
    assert worker.post(f"{draft}/child", worker.fill("child", **{"born-year": "1980"})).url.endswith("/match")


def test_another_birth_date_leads_back_to_the_check(worker: Visitor) -> None:
    draft = worker.write(family_name="Changed-Birth")
    page = worker.post(f"{draft}/child?back=check", worker.fill("child", family_name="Changed-Birth"))
    assert page.url.endswith(f"{draft}/check"), "nothing was changed"
    other = worker.fill("child", family_name="Changed-Birth", **{"born-day": "5"})
    page = worker.post(f"{draft}/child?back=check", other)
    assert page.url.endswith(f"{draft}/match?back=check"), "another child may be on record"
    assert worker.post(f"{draft}/match?back=check", worker.fill("match")).url.endswith(f"{draft}/check")


def test_the_child_is_looked_for_and_the_record_that_is_chosen_is_the_one(worker: Visitor) -> None:
    first = worker.raise_concern(family_name="Looked-For").url
    draft = worker.begin()
    page = worker.post(f"{draft}/child", worker.fill("child", family_name="Looked-For"))
    assert page.url.endswith("/match")
    assert "the same name and date of birth" in page.text
    child = re.findall(r'name="child_id" type="radio" value="([0-9a-f-]{36})"', page.text)[0]
    worker.post(f"{draft}/match", worker.fill("match", child_id=child))
    for step in ("event", "harm", "care"):
        worker.post(f"{draft}/{step}", worker.fill(step))
    check = worker.get(f"{draft}/check").text
    assert "It joins the child&#39;s open case" in check or "It joins the child's open case" in check
    assert worker.send(f"{draft}/check").url == first


def test_somebody_else_is_looked_for_anew(worker: Visitor) -> None:
    draft = worker.write(family_name="Before")
    page = worker.post(f"{draft}/child", worker.fill("child", family_name="After"))
    assert page.url.endswith("/match")
    assert "checked" not in page.text
    assert worker.get(f"{draft}/check").url.endswith(draft), "not ready before it is said who it is"


def test_a_new_record_needs_both_names(worker: Visitor) -> None:
    draft = worker.begin()
    worker.post(f"{draft}/child", worker.fill("child", given_name="", **NOT_BORN))
    page = worker.post(f"{draft}/match", worker.fill("match"))
    assert page.url.endswith("/child")
    assert 'href="#given_name"' in page.text


def test_what_the_procedure_would_do_stands_there_before_it_is_sent(worker: Visitor) -> None:
    page = worker.get(f"{worker.write(family_name='Shown-First')}/check").text
    assert "Referral &amp; Assessment, North" in page
    assert "because Bolton" in page
    assert "What begins to run" in page
    assert cases_of(worker, "Shown-First") == 0


def test_words_are_suggested_beside_the_answers_and_sending_stays_possible(worker: Visitor) -> None:
    draft = worker.write(account="She has made a lifestyle choice.")
    assert "These are suggestions. You may keep your words." in worker.get(f"{draft}/check").text
    assert "/cases/" in worker.send(f"{draft}/check").url


def test_it_waits_for_its_writer_and_is_offered_again(worker: Visitor) -> None:
    draft = worker.begin()
    left = worker.post(f"{draft}/child", worker.fill("child", family_name="Later", do="later"))
    assert "Your draft is kept until" in left.text
    worker.http.cookies.clear()
    worker.sign_in()
    assert f'href="{draft}"' in worker.get("/raise").text
    assert 'value="Later"' in worker.get(f"{draft}/child").text
    other = Visitor(worker.address)
    other.sign_in("bolton-team-manager")
    assert other.get(f"{draft}/child").status_code == 404


def test_the_script_saves_without_a_word_whatever_is_wrong(worker: Visitor) -> None:
    draft = worker.begin()
    typed = worker.fill("event", account="", do="autosave", **{"happened_on-day": "32"})
    assert worker.post(f"{draft}/event", typed).status_code == 204
    assert 'value="32"' in worker.get(f"{draft}/event").text


def test_it_can_be_thrown_away(worker: Visitor) -> None:
    draft = worker.begin()
    assert "thrown away" in worker.send(draft).text
    assert worker.get(draft).status_code == 404


def test_what_is_not_there_or_is_another_s_is_not_said_to_be_thrown_away(worker: Visitor) -> None:
    draft = worker.begin()
    other = Visitor(worker.address)
    other.sign_in("bolton-team-manager")
    told = other.post(draft, {"csrf": other.fill("match")["csrf"]})
    assert told.status_code == 404
    assert "is thrown away" not in told.text
    assert worker.get(f"{draft}/child").status_code == 200


def test_sent_again_it_leads_to_the_same_case_and_opens_no_other(worker: Visitor) -> None:
    draft = worker.write(family_name="Sent-Again", **NOT_BORN)
    sent = {"csrf": worker.fill("match")["csrf"]}
    first, second = worker.post(f"{draft}/check", sent), worker.post(f"{draft}/check", sent)
    assert first.url == second.url == worker.get(f"{draft}/event").url
    assert cases_of(worker, "Sent-Again") == 1


def test_a_double_click_raises_one_concern(worker: Visitor) -> None:
    draft = worker.write(family_name="Double-Click", **NOT_BORN)
    sent = {"csrf": worker.fill("match")["csrf"]}
    twins = [Visitor(worker.address) for _ in range(4)]
    for twin in twins:
        twin.http.cookies.update(worker.http.cookies)
    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(lambda twin: twin.post(f"{draft}/check", sent).url, twins))
    assert len(set(answers)) == 1
    assert cases_of(worker, "Double-Click") == 1


def test_a_role_that_may_not_raise_is_told_so_before_it_types_anything(visitor: Visitor) -> None:
    visitor.sign_in("bolton-reviewing-officer")
    page = visitor.get("/raise")
    assert page.status_code == 403
    assert 'name="immediate_danger"' not in page.text


@pytest.mark.parametrize("page", ["nothing", "Danger"])
def test_a_page_that_there_is_not_is_not_found(worker: Visitor, page: str) -> None:
    assert worker.get(f"{worker.begin()}/{page}").status_code == 404


def test_what_the_board_would_know_of_the_exploitation_is_asked_shown_and_kept_about_the_concern(
    worker: Visitor,
) -> None:
    draft = worker.write(family_name="Exploited")
    tasks = worker.get(draft).text
    assert "What is known of the exploitation" in tasks
    pages = list(dict.fromkeys(re.findall(rf'href="({draft}/exploitation-[0-9]+)"', tasks)))
    asked = " ".join(worker.get(page).text for page in pages)
    for code in ("received", "power", "models", "vulnerabilities", "behaviour", "situation", "account"):
        assert f'name="known.exploitation.{code}"' in asked, code
    assert 'name="known.exploitation.person-of-concern"' not in asked, "a reporter sees no list of other records"
    page = next(page for page in pages if "known.exploitation.received" in worker.get(page).text)
    worker.send(page, **{"known.exploitation.received": ["gifts", "money"]})
    models = next(page for page in pages if "known.exploitation.models" in worker.get(page).text)
    assert worker.send(models, **{"known.exploitation.models": "boyfriend"}).status_code == 200
    check = worker.get(f"{draft}/check").text
    assert "gifts, " in check.lower()
    assert "boyfriend" in check.lower()
    case = worker.send(f"{draft}/check").url.removeprefix(worker.address).partition("?")[0]
    [record] = person(worker.address, "bolton-team-manager").get("referral", f"{case}/records")["records"]
    assert (record["kind"], record["answers"]["models"]) == ("exploitation", ["boyfriend"])
    assert record["about"] is not None


def test_what_a_rule_of_the_board_wants_there_is_told_before_the_concern_is_sent(worker: Visitor) -> None:
    draft = worker.write(family_name="In-Need")
    worker.send(f"{draft}/exploitation-1", **{"known.exploitation.exploitation": "suspected"})
    check = worker.get(f"{draft}/check").text
    assert "There is a problem" in check
    assert f'href="{draft}/exploitation-1?back=check#known.exploitation.in-need"' in check
    assert (
        "There is a problem"
        not in worker.send(
            f"{draft}/exploitation-1",
            **{"known.exploitation.exploitation": "suspected", "known.exploitation.in-need": "yes"},
        ).text
    )
