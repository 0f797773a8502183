"""Declarations that several boards share word for word: functions to which a board gives its own citations."""
