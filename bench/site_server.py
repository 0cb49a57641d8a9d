"""The site with the empty view beside it: `python -m bench.site_server BASE PORT`."""

import sys
from pathlib import Path

from gmg.site.application.settings import configure
from gmg.site.serve import serve

if __name__ == "__main__":
    base, port = Path(sys.argv[1]), int(sys.argv[2])
    configure(GMG_BASE=str(base), ROOT_URLCONF="bench.site_urls")
    serve(base, port=port, logs=False)
