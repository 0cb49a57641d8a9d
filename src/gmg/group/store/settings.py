"""Django's settings for a process that has no site: commands, migrations, type checks."""

INSTALLED_APPS = ["gmg.group.store"]
DATABASES: dict[str, object] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
USE_I18N = False
SECRET_KEY = "nothing is signed here"
LOGGING_CONFIG = None
