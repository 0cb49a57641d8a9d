"""Serving the site from this machine, with a server written in Python."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

THREADS = 8
LARGEST_HEADER = 16_384
PROXY = "GMG_PROXY"
PATIENCE = 5  # seconds that answers under way may take after a stop


def serve(
    base: Path | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    origin: str = "",
    ready: Callable[[str], None] | None = None,
    logs: bool = True,
    room: str = "",
) -> None:
    """Answer requests until stopped; `ready` is told the address once it listens.

    `origin` is the public address, such as `https://gmg.example`, where a proxy stands before;
    `room` the address of the room's database, without which there is no room.
    Raises NoBase where there is no release, and OSError where the port is taken.
    """
    from waitress.server import create_server

    from gmg.site.application.settings import LARGEST_FORM, configure

    configure(GMG_BASE=str(base) if base else None, GMG_ORIGIN=origin, **room_of(base, room))
    if room:
        from gmg.group.store.database import open_room

        open_room(room)
    from django.core.wsgi import get_wsgi_application

    from gmg.site.application.releases import releases
    from gmg.site.application.warm import warm

    if logs:
        log_to(sys.stderr)
    application = get_wsgi_application()
    warm()
    server = create_server(
        application,
        host=host,
        port=port,
        threads=THREADS,
        ident=None,
        max_request_header_size=LARGEST_HEADER,
        max_request_body_size=LARGEST_FORM,
        clear_untrusted_proxy_headers=True,
        **behind(os.environ.get(PROXY, "")),
    )
    if ready:
        ready(f"http://{host}:{getattr(server, 'effective_port', port)}")
    try:
        server.run()
    finally:
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=PATIENCE)
        server.close()
        releases().close()


def behind(proxy: str) -> dict[str, Any]:
    """What a proxy at an address may say of the reader: their address, and that they came by https.

    Without it nobody's word is taken, and every reader has the address of the proxy.
    """
    if not proxy:
        return {}
    said = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": said}


def room_of(base: Path | None, room: str) -> dict[str, object]:
    """The settings of the room: where it is, and a key that this machine alone knows."""
    from gmg.evidence.base import base_folder
    from gmg.group.store.secret import secret

    if not room:
        return {}
    return {"GMG_ROOM": room, "GMG_HELD": True, "SECRET_KEY": secret(base_folder(base))}


def log_to(stream: TextIO) -> None:
    """Write the site's log to a stream, a line of JSON for every answer."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("gmg.site")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
