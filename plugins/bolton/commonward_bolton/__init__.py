"""Bolton: the child sexual exploitation procedure 4.4.1, a procedure of roles, quorums and decisions around EXIT."""

from __future__ import annotations

from datetime import date

from commonward.procedure import Edition, Layer

# The published text states no date from which it holds. The day is like configuration: earlier than any case here.
layer = Layer(
    "bolton", ((Edition("4.4.1", date(2018, 1, 1), (("national", "1"),)), "commonward_bolton.edition_4_4_1"),)
)
