"""Leeds: the child sexual exploitation procedure 1.4.11, a procedure of clocks around one coordinator."""

from __future__ import annotations

from datetime import date

from commonward.procedure import Edition, Layer

# The published text states no date from which it holds. The day is like configuration: earlier than any case here.
layer = Layer(
    "leeds", ((Edition("1.4.11", date(2018, 1, 1), (("national", "1"),)), "commonward_leeds.edition_1_4_11"),)
)
