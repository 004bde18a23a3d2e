"""The settings: the only reading of the environment. A wrong value stops the start and says what is allowed.

Each setting is an environment variable; `docs/reference/settings.md` has them all.
"""

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from upheld_desk.errors import Unstartable

PACKAGE: Final = Path(__file__).parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", __name__)  # whoever reads them goes by them


def for_programs(**more: str) -> dict[str, str]:
    """Return the environment in which other programs are started."""
    return {**os.environ, **more}


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def _whole(name: str, default: int, least: int, most: int) -> int:
    given = _text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", given) or not least <= int(given) <= most:
        raise Unstartable(f"{name}: '{given}' is not allowed; write a whole number from {least} to {most}")
    return int(given)


def _choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    given = _text(name, default)
    if given not in allowed:
        raise Unstartable(f"{name}: '{given}' is not allowed; write one of: {', '.join(allowed)}")
    return given


def _address(name: str, schemes: tuple[str, ...]) -> str:
    given = _text(name)
    if given and urlsplit(given).scheme not in schemes:
        wanted = " or ".join(f"{scheme}://..." for scheme in schemes)
        shown = re.sub(r"//[^/@]*@", "//...@", given)  # a password is for nobody's log
        raise Unstartable(f"{name}: '{shown}' is not an address for this; write it like {wanted}")
    return given


def _file(name: str) -> Path | None:
    given = _text(name)
    if given and not Path(given).is_file():
        raise Unstartable(f"{name}: there is no file '{given}'; write the path of one, or leave it empty")
    return Path(given) if given else None


def _files_of(package: str) -> Path:
    """Return the folder of an installed package."""
    found = find_spec(package)
    assert found
    assert found.origin
    return Path(found.origin).parent


# --- Where the desk lives ---------------------------------------------------------------------------------------------

DATA = Path(_text("UPHELD_DATA", "desk-data")).absolute()
DEBUG = _choice("UPHELD_DEBUG", "no", ("yes", "no")) == "yes"
_URL = _address("UPHELD_URL", ("http", "https")).rstrip("/")
HOST = _text("UPHELD_HOST", "127.0.0.1")  # what the server listens on
PORT = _whole("UPHELD_PORT", urlsplit(_URL).port or 8000, 1, 65535)
ADDRESS = _URL or f"http://127.0.0.1:{PORT}"  # as people reach it
SMTP_PORT = _whole("UPHELD_SMTP_PORT", 2525, 0, 65535)  # 0: no SMTP listener
THREADS = _whole("UPHELD_THREADS", 8, 1, 256)
SMTP_CERTIFICATE = _file("UPHELD_SMTP_CERTIFICATE")  # PEM with certificate and key: offers STARTTLS; empty: does not
MAIL_OUT = _address("UPHELD_MAIL_OUT", ("smtp", "smtps", "smtp+tls"))  # empty: files in the data folder
MAIL_IN = _address("UPHELD_MAIL_IN", ("imap", "imaps"))  # empty: nothing is fetched
MAIL_TRUST = _text("UPHELD_MAIL_TRUST").lower()  # whose word on senders is believed; empty: any address is believed
ATTACHMENTS = _address("UPHELD_ATTACHMENTS", ("s3",))  # empty: the data folder
ATTACHMENT_LIMIT = _whole("UPHELD_ATTACHMENT_LIMIT", 35, 1, 1000) * 1024 * 1024  # given in MiB


def _secret() -> str:
    """Return the key that signs cookies and addresses: from the environment, else one kept in the data folder."""
    given = _text("UPHELD_SECRET_KEY")
    if given:
        return given
    kept = DATA / "secret-key"
    return kept.read_text(encoding="ascii").strip() if kept.is_file() else "not made yet: run upheld desk init"


SECRET_KEY = _secret()

# --- The database -----------------------------------------------------------------------------------------------------

DATABASE_URL = _address("DATABASE_URL", ("postgres", "postgresql"))  # empty: the embedded server


def database(url: str) -> dict[str, Any]:
    """Return what Django wants to know of a database at an address like postgresql://user:word@host:5432/name."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "upheld",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10},
        "TEST": {"TEMPLATE": "template0"},
    }


# Without an address the commands start the embedded server and set this before anything connects.
DATABASES = {"default": database(DATABASE_URL or "postgresql:///upheld")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# How often somebody tried to sign in is for all processes to know. There is room for so many that nobody's tries are
# forgotten because somebody else makes up addresses.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- Django -----------------------------------------------------------------------------------------------------------

ALLOWED_HOSTS = ["*"] if DEBUG else [urlsplit(ADDRESS).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [f"{urlsplit(ADDRESS).scheme}://{urlsplit(ADDRESS).netloc}"]
ROOT_URLCONF = "upheld_desk.urls"
WSGI_APPLICATION = "upheld_desk.server.wsgi.application"
AUTH_USER_MODEL = "people.Account"
USE_TZ = True
TIME_ZONE = "UTC"

INSTALLED_APPS = [
    "upheld_desk.looks",  # before the packages whose templates and texts it replaces
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "tablericons",
    "upheld_desk.people",
    "upheld_desk.accounts",
    "upheld_desk.store",
    *(
        f"upheld_desk.{room}"
        for room in (
            "outbox",
            "notices",
            "actions",
            "intake",
            "timers",
            "mail",
            "staff",
            "portal",
            "contracts",
            "public",
            "api",
            "server",
            "demo",
        )
        if (PACKAGE / room / "__init__.py").is_file()
    ),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "upheld_desk.looks.slashes.without_slash",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "upheld_desk.accounts.middleware.person",
    "upheld_desk.accounts.middleware.language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "upheld_desk.accounts.middleware.content_policy",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "upheld_desk.accounts.middleware.above_forms",
    "upheld_desk.accounts.middleware.refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "upheld_desk.looks.context.page",
            ],
        },
    },
]

LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("sv", "Svenska")]
LANGUAGE_CODE = "en"
LOCALE_PATHS = sorted(PACKAGE.glob("*/locale"))  # a room need not be an app to have texts
FORMAT_MODULE_PATH = "upheld_desk.looks.formats"
LANGUAGE_COOKIE_NAME = "upheld_language"

FORM_RENDERER = "upheld_desk.looks.forms.Renderer"
CSRF_FAILURE_VIEW = "upheld_desk.looks.views.stale_form"

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
# The wheel with Tabler is an admin theme too; we take its files and leave the rest.
STATICFILES_DIRS = [("tabler", _files_of("jazzy_tabler") / "static" / "vendor" / "tabler")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "upheld_desk.looks.storage.Storage"},
}
WHITENOISE_MAX_AGE = 31_536_000

# --- Security ---------------------------------------------------------------------------------------------------------

_HTTPS = urlsplit(ADDRESS).scheme == "https"
SESSION_COOKIE_NAME = "upheld_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = False  # the proxy that speaks HTTPS does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
REQUEST_LIMIT = 4 * ATTACHMENT_LIMIT  # of all that is sent at once, files included
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "upheld_desk.accounts.signing_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the vendor, not by strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a password that was changed
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # the desk writes to nobody only because somebody typed an address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # the mail has to arrive meanwhile
ALLAUTH_TRUSTED_PROXY_COUNT = _whole("UPHELD_PROXIES", 0, 0, 9)  # whose word on the reader's address counts
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
USERSESSIONS_TRACK_ACTIVITY = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# --- Mail that leaves -------------------------------------------------------------------------------------------------


def _mail_out(url: str) -> dict[str, Any]:
    if not url:
        return {"EMAIL_BACKEND": "upheld_desk.outbox.folder.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 30,
    }


globals().update(_mail_out(MAIL_OUT))
MAIL_DOMAIN = _text("UPHELD_MAIL_DOMAIN", urlsplit(ADDRESS).hostname or "localhost")
DEFAULT_FROM_EMAIL = _text("UPHELD_MAIL_FROM", f"upheld@{MAIL_DOMAIN}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO" if DEBUG else "WARNING"},
    "loggers": {"upheld_desk": {"level": "INFO"}},
}
