"""The site as a WSGI application, for any server that runs one: `gmg.site.application.wsgi:application`."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from gmg.site.application.settings import configure

configure()
application = get_wsgi_application()
