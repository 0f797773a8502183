"""The pages say what the code says, and no hook goes untested."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from types import ModuleType

import pytest

from commonward.contracts import event_types
from commonward.contracts.describe import events_page
from commonward.contracts.envelope import report_id
from commonward.contracts.topics import TOPICS
from commonward.identity.describe import page as access_page
from commonward.procedure import hookspecs
from commonward.procedure.describe import hooks, hooks_page, signature
from commonward.procedure.describe_declarations import page as declarations_page

ROOT = Path(__file__).parents[2]
EVENTS_PAGE = (ROOT / "docs/events.md").read_text(encoding="utf-8")
HOOKS_PAGE = (ROOT / "docs/hooks.md").read_text(encoding="utf-8")
HOOKS = pytest.mark.parametrize("name", hooks())


def test_the_page_of_events_is_up_to_date() -> None:
    assert events_page() == EVENTS_PAGE, "python -m commonward.contracts.describe > docs/events.md"


def test_the_page_of_hooks_is_up_to_date() -> None:
    assert hooks_page() == HOOKS_PAGE, "python -m commonward.procedure.describe > docs/hooks.md"


def test_the_page_of_declarations_is_up_to_date() -> None:
    kept = (ROOT / "docs/declarations.md").read_text(encoding="utf-8")
    assert declarations_page() == kept, "python -m commonward.procedure.describe_declarations > docs/declarations.md"


def test_the_page_of_access_is_up_to_date() -> None:
    kept = (ROOT / "docs/access.md").read_text(encoding="utf-8")
    assert access_page() == kept, "python -m commonward.identity.describe > docs/access.md"


@pytest.mark.parametrize("topic", [topic.name for topic in TOPICS])
def test_every_topic_is_documented(topic: str) -> None:
    assert f"\n## Topic `{topic}`\n" in EVENTS_PAGE


@pytest.mark.parametrize("type", event_types())
def test_every_event_is_documented_with_each_of_its_fields(type: str) -> None:
    cls = event_types()[type]
    section = EVENTS_PAGE.split(f"\n`{type}` (")[1].split("\n### ")[0]
    assert section.startswith(f"[schema](../contracts/events/{type}.json)")
    documented = re.findall(r"^\| `([a-z_]+)` \| \S", section, re.MULTILINE)
    assert documented == list(cls.model_fields)


def test_every_link_of_the_pages_leads_somewhere() -> None:
    links = re.findall(r"\]\((\.\./[^)]+)\)", EVENTS_PAGE + HOOKS_PAGE)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


@HOOKS
def test_every_hook_is_documented_with_its_exact_signature_and_kind(name: str) -> None:
    section = HOOKS_PAGE.split(f"\n### `{signature(name, hooks()[name])}`\n")[1].split("\n### ")[0]
    only_first = getattr(hooks()[name], f"{hookspecs.NAME}_spec")["firstresult"]
    kind = re.match(r"\n\*(\w+)\* · ", section)
    assert kind is not None
    assert (kind[1] in {"describe", "decide"}) is bool(only_first)


@HOOKS
def test_every_hook_says_what_none_means(name: str) -> None:
    section = HOOKS_PAGE.split(f"\n### `{name}(")[1].split("\n### ")[0]
    assert "None" in section


@HOOKS
def test_every_hook_has_a_test_that_names_it(name: str) -> None:
    tests = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    assert any(re.search(rf"def test_{name}_", path.read_text(encoding="utf-8")) for path in tests)


def test_all_hooks_are_there_in_the_order_of_a_cases_life() -> None:
    names = list(hooks())
    assert names[0] == "commonward_authority"
    assert names.index("commonward_route") < names.index("commonward_answer_level") < names.index("commonward_gates")


def test_the_example_of_the_page_is_python_with_hooks_that_exist() -> None:
    (example,) = re.findall(r"```python\n(.+?)```", HOOKS_PAGE, re.DOTALL)
    module = ModuleType("example_of_the_page")
    exec(compile(example, "docs/hooks.md", "exec"), module.__dict__)
    marked = [name for name, value in vars(module).items() if hasattr(value, f"{hookspecs.NAME}_impl")]
    assert marked == ["commonward_authority", "commonward_route"]
    assert set(marked) < set(hooks())


def test_a_partner_can_compute_which_answer_belongs_to_which_report() -> None:
    page = (ROOT / "docs/partners.md").read_text(encoding="utf-8")
    [line] = [line for line in page.splitlines() if line.startswith("uuid.uuid5(")]
    sent = {"authority": "bolton", "partner": "school", "ce_source": "/school", "ce_id": "2026-0001"}
    headers = {name: value.encode() for name, value in sent.items() if name.startswith("ce_")}
    assert eval(line, {"uuid": uuid, **sent}) == report_id(headers, "bolton", "school")  # our own page
