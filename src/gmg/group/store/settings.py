"""Django's settings for a process that has no site: commands, migrations, type checks."""

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "gmg.group.store",
]
AUTH_USER_MODEL = "room.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
DATABASES: dict[str, object] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
USE_TZ = True
USE_I18N = False
SECRET_KEY = "nothing is signed here"
LOGGING_CONFIG = None
