"""The site with the empty views beside it: `python -m bench.site_server BASE PORT [ROOM]`."""

import sys
from pathlib import Path

from gmg.site.application.settings import configure
from gmg.site.serve import serve

KEY = "of a bench, at random it is not, and nobody but it is served here"

if __name__ == "__main__":
    base, port = Path(sys.argv[1]), int(sys.argv[2])
    room = sys.argv[3] if len(sys.argv) > 3 else ""
    configure(
        GMG_BASE=str(base),
        GMG_ROOM=room,
        GMG_HELD=True,
        ROOT_URLCONF="bench.site_urls",
        SECRET_KEY=KEY,
    )
    serve(base, port=port, logs=False, room=room)
