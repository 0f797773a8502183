"""Configuration: one TOML file for a region, overridden by environment variables, validated at start."""

from __future__ import annotations

from commonward.settings.load import SettingsError, load_settings
from commonward.settings.model import (
    AuthoritySettings,
    DirectoryEntry,
    IssuerSettings,
    LimitSettings,
    MailSettings,
    NoticeSettings,
    Settings,
    TelemetrySettings,
)

__all__ = [
    "AuthoritySettings",
    "DirectoryEntry",
    "IssuerSettings",
    "LimitSettings",
    "MailSettings",
    "NoticeSettings",
    "Settings",
    "SettingsError",
    "TelemetrySettings",
    "load_settings",
]
