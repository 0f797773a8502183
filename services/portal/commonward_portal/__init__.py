"""The portal: the practitioners' pages. It holds no case data; it asks the services with the user's own token."""

from __future__ import annotations

from commonward.runtime import Service
from commonward_portal.app import create_app

service = Service("portal", app=create_app)
