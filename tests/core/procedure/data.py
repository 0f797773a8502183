"""Synthetic data files of a plugin, whole ones, which a test spoils where it is about that."""

from __future__ import annotations

from pathlib import Path

TOOL = """\
code = "checklist"
version = "1"
title = "Synthetic checklist"
source = "made up"
text_label = "Evidence"

[[choices]]
code = "yes"
title = "Yes"

[[choices]]
code = "no"
title = "No"

[[sections]]
code = "home"
title = "Home"

[[sections.items]]
code = "missing"
title = "Goes missing"

[[sections.items]]
code = "phone"
title = "New phone"

[ages]
youngest = 10
oldest = 17
"""
REGISTER = """\
edition = "4.1"

[[rules]]
id = "EXA-1.look"
paragraph = "1"
summary = "Look at it."
force = "must"
kind = "clock"

[[rules]]
id = "EXA-2.tell"
paragraph = "2"
summary = "Tell somebody."
force = "should"
kind = "notice"

[[questions]]
id = "EXA-Q.early"
asks = "How early?"
reading = "A day before."
rules = ["EXA-1.look"]
setting = "day-before"
choices = ["day-before", "week-before"]

[[questions]]
id = "EXA-Q.who"
asks = "Who?"
reading = "Anybody."
settled = "It is law."
gaps = [7]
"""


def written(folder: Path, text: str, name: str = "data.toml") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
