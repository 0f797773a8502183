"""What is alike in names that are one."""

from __future__ import annotations

from datetime import date

import pytest

from commonward_referral.names import one_slip_apart, parts, sound, traits, words


@pytest.mark.parametrize(
    ("one", "other"),
    [("robert", "rupert"), ("ashcraft", "ashcroft"), ("catherine", "catharine"), ("example", "exampel")],
)
def test_words_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("robert", "rubin"), ("stone", "quill"), ("katherine", "catherine")])
def test_words_that_do_not_have_two(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize("name", ["O'Neill", "o\u2019neill", "ONeill", " oneill "])
def test_apostrophes_case_and_spaces_make_no_other_name(name: str) -> None:
    assert words(name) == ("oneill",)


def test_a_name_of_several_words_is_each_of_them_once() -> None:
    assert words("Zoë Anne-Marie", "Marie") == ("zoe", "anne", "marie")


@pytest.mark.parametrize("name", ["漢", "Ł", "محمد", "1234", "--", ""])
def test_whatever_is_written_has_traits_or_none_and_never_fails(name: str) -> None:
    assert all(value for _, value in traits(name, name, date(2011, 5, 4)))


def test_a_word_has_overlapping_parts_from_before_its_beginning() -> None:
    assert list(parts("zara")) == ["^za", "zar", "ara"]


def test_a_date_of_birth_is_a_trait_only_together_with_a_sound() -> None:
    assert traits("", "", date(2011, 5, 4)) == frozenset()
    born = [value for kind, value in traits("Zara", "", date(2011, 5, 4)) if "2011" in value]
    assert born == [f"2011-05-04|{sound('zara')}"]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("robert", "robert", True),
        ("robert", "robbert", True),
        ("robert", "rbert", True),
        ("robert", "rohert", True),
        ("robert", "orbert", True),
        ("robert", "robetr", True),
        ("robert", "rboetr", False),
        ("robert", "rohirt", False),
        ("jo", "mo", False),
        ("amy", "may", True),
        ("amy", "tim", False),
    ],
)
def test_one_slip_is_a_letter_more_less_or_other_or_two_exchanged(one: str, other: str, apart: bool) -> None:
    assert one_slip_apart(one, other) is one_slip_apart(other, one) is apart
