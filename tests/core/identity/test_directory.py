"""Who holds a role on a day."""

from __future__ import annotations

from datetime import date

import pytest

from commonward.identity import Contact, Directory, person_id
from commonward.settings import Settings

TODAY = date(2026, 3, 2)
ANNA = person_id("bolton", "anna")


@pytest.fixture
def directory() -> Directory:
    entries = [
        {"role": "team-manager", "mailbox": "managers@bolton.example"},
        {"role": "team-manager", "team": "north", "person": "anna", "mailbox": "anna@bolton.example"},
        {"role": "exit-worker", "team": "exit", "mailbox": "exit@bolton.example"},
        {"role": "clerk", "mailbox": "old@bolton.example", "until": "2026-03-01"},
        {"role": "clerk", "mailbox": "new@bolton.example", "since": "2026-03-03"},
        {"role": "chair", "mailbox": "first@bolton.example"},
        {"role": "chair", "mailbox": "second@bolton.example", "since": "2026-01-01"},
    ]
    bolton = {"duty_mailbox": "duty@bolton.example", "directory": entries}
    leeds = {"duty_mailbox": "duty@leeds.example"}
    values = {"mode": "embedded", "environment": "development", "authorities": {"bolton": bolton, "leeds": leeds}}
    return Directory(Settings.model_validate(values))


def test_a_teams_own_holder_wins_over_the_role_wide_one(directory: Directory) -> None:
    assert directory.resolve("bolton", "team-manager", team="north", on=TODAY) == Contact(
        "anna@bolton.example", ANNA, True
    )


def test_a_team_without_its_own_holder_gets_the_role_wide_one(directory: Directory) -> None:
    contact = directory.resolve("bolton", "team-manager", team="south", on=TODAY)
    assert contact == Contact("managers@bolton.example", None, True)


def test_another_teams_holder_does_not_answer(directory: Directory) -> None:
    assert not directory.resolve("bolton", "exit-worker", team="north", on=TODAY).found
    assert not directory.resolve("bolton", "exit-worker", on=TODAY).found


def test_nobody_means_the_duty_mailbox_and_says_so(directory: Directory) -> None:
    assert directory.resolve("leeds", "team-manager", on=TODAY) == Contact("duty@leeds.example", None, False)


@pytest.mark.parametrize(
    ("day", "mailbox"),
    [(1, "old@bolton.example"), (2, "duty@bolton.example"), (3, "new@bolton.example")],
)
def test_posts_begin_and_end_on_their_days(directory: Directory, day: int, mailbox: str) -> None:
    assert directory.resolve("bolton", "clerk", on=date(2026, 3, day)).mailbox == mailbox


def test_of_two_holders_the_later_one_answers(directory: Directory) -> None:
    assert directory.resolve("bolton", "chair", on=TODAY).mailbox == "second@bolton.example"


def test_the_allocated_person_is_reached_whatever_their_post_is_called(directory: Directory) -> None:
    contact = directory.resolve("bolton", "allocated-social-worker", person=ANNA, on=TODAY)
    assert contact == Contact("anna@bolton.example", ANNA, True)


def test_a_person_unknown_here_leaves_it_to_the_role(directory: Directory) -> None:
    stranger = person_id("leeds", "anna")
    assert directory.resolve("bolton", "team-manager", person=stranger, on=TODAY).mailbox == "managers@bolton.example"


def test_a_person_exists_only_where_and_while_they_hold_a_post(directory: Directory) -> None:
    assert directory.person_exists("bolton", ANNA, TODAY)
    assert not directory.person_exists("leeds", ANNA, TODAY)
    assert not directory.person_exists("bolton", ANNA, date(1999, 1, 1))
    assert directory.mailbox_of("bolton", ANNA, TODAY) == "anna@bolton.example"


def test_an_authority_of_another_region_is_a_key_error(directory: Directory) -> None:
    with pytest.raises(KeyError):
        directory.resolve("kent", "team-manager", on=TODAY)
