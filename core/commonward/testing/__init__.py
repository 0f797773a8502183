"""The test kit for boards' plugins: what every procedure must keep to, run from the plugin's own test suite.

`from commonward.testing.laws import *` in a test module takes over its tests; `cases` and `purity` help with a
board's own.
"""
