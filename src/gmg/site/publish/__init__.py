"""The site written to disk: files that link to one another and need no server."""

from __future__ import annotations

from gmg.site.publish.publish import Published, publish

__all__ = ["Published", "publish"]
