"""The API: everything that a page shows, as JSON, described by one OpenAPI document."""

from __future__ import annotations

from gmg.site.api.operations import api, described

__all__ = ["api", "described"]
