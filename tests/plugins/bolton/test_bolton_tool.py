"""The Risk Indicator Tool: yes with evidence, no, or not known; a person sums up."""

from __future__ import annotations

import pytest

from commonward.procedure import Answer, Procedure, Tool, problems


@pytest.fixture
def indicators(bolton: Procedure) -> Tool:
    found = bolton.tool("exit-risk-indicators")
    assert found is not None
    return found


@pytest.mark.rule("BOL-5.1.vuln")
@pytest.mark.rule("BOL-5.2.ind")
@pytest.mark.rule("BOL-5.3.sit")
def test_it_asks_for_every_sign_of_the_lists(indicators: Tool) -> None:
    assert [(section.code, len(section.items)) for section in indicators.sections] == [
        ("vulnerabilities", 13),
        ("personal", 4),
        ("situational", 8),
        ("relationship", 7),
        ("harm", 2),
    ]


@pytest.mark.rule("BOL-10.6.tool")
@pytest.mark.parametrize(("choice", "found"), [("yes", ["no-text"]), ("no", []), ("not-known", [])])
def test_only_a_yes_wants_evidence(indicators: Tool, choice: str, found: list[str]) -> None:
    first, *others = [Answer(item=item.code, choice="not-known") for item in indicators.items]
    assert [each.kind for each in problems(indicators, [Answer(item=first.item, choice=choice), *others])] == found


@pytest.mark.rule("BOL-5.3.context")
def test_a_person_sums_up_and_nothing_is_added_up(indicators: Tool) -> None:
    assert indicators.summary_label == "Summary of risk and analysis"
    assert indicators.figure is None


@pytest.mark.rule("BOL-5.3.context")
def test_no_word_of_it_blames_the_child(indicators: Tool) -> None:
    words = " ".join(f"{item.title} {item.help}" for item in indicators.items).lower()
    blaming = ("promiscuous", "lifestyle", "prostitut", "chooses", "chose to", "consents", "consensual")
    assert [word for word in blaming if word in words] == []
