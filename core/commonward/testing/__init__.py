"""The test kit for boards' plugins: what every procedure must keep to, to be run from its own test suite."""

from __future__ import annotations

from commonward.testing.conformance import check_layer, faults

__all__ = ["check_layer", "faults"]
