"""The site as a WSGI application, for any server that runs one: `gmg.site.application.wsgi:application`.

The evidence base is the one that `$GMG_BASE` names, the room the one of `$DATABASE_URL`, the public
address `$GMG_ORIGIN`; without `$DATABASE_URL` there is no room.
"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from gmg.group.store.database import ENV, open_room
from gmg.site.application.settings import configure
from gmg.site.serve import room_of

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tables of flows are small
room = os.environ.get(ENV, "")
configure(GMG_ORIGIN=os.environ.get("GMG_ORIGIN", ""), **room_of(None, room))
if room:
    open_room(room)
application = get_wsgi_application()
