"""The site of a small base, asked through Django's test client or through a server of its own."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.test import Client

from gmg.site.application.settings import configure

PATHS = (
    "", "where", "what", "who", "when", "findings", "flows", "gaps", "activities", "instruments", "data",
    "note", "about", "method", "licences", "api",
)  # fmt: skip


def client_of(folder: Path) -> Client:
    """A client of the site of a base; whatever was kept of another base is forgotten."""
    configure(GMG_BASE=str(folder))
    from django.conf import settings

    from gmg.site.application import views
    from gmg.site.application.releases import releases

    settings.GMG_BASE = str(folder)
    settings.GMG_ORIGIN = ""
    releases.cache_clear()
    views.KEEP.answers.clear()
    views.KEEP.held = 0
    return Client()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A server of the site of a base, with threads, and its address."""
    client_of(folder)
    from django.core.wsgi import get_wsgi_application
    from waitress.server import create_server

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=port, threads=8)

    def run() -> None:
        with suppress(OSError):  # its sockets are closed under it at the end
            server.run()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()
        thread.join(timeout=5)


def links(html: str) -> set[str]:
    """Addresses inside the site that a page leads to."""
    found = re.findall(r'href="(/[^"#]*)', html)
    return {link.replace("&amp;", "&") for link in found}


__all__ = ["PATHS", "client_of", "links", "served"]
