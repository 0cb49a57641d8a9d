"""What is made before the first reader comes."""

from __future__ import annotations


def warm() -> None:
    """Open the current release, its shelf and its search; read the words of English."""
    from gmg.site import search
    from gmg.site.application.assets import assets
    from gmg.site.application.releases import releases
    from gmg.site.frame.render import environment

    opened = releases().get()
    search.warm(opened.base)
    assets()
    environment("en")
