"""The baseline that every board shares. It answers last; a board's own plugin overrides it."""

from __future__ import annotations

from datetime import date

from commonward.procedure import Edition, Layer

layer = Layer("national", ((Edition("1", date(2018, 1, 1)), "commonward_national.edition_1"),))
