"""One settings file: the environment decides what differs between machines (see .env.example)."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from agii.accent import checked_accent
from agii.paper import checked_document, checked_fonts, checked_logo
from papers.roots import signature_roots
from papers.storage import document_storage

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- What makes a machine safe ---------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="only-for-development" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if DEBUG else [])
ALLOWED_HOSTS = [host.strip() for host in ALLOWED_HOSTS if host.strip()]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]"}
# False only where there is no https: on your own machine.
SECURE_COOKIES = env.bool("SECURE_COOKIES", default=not DEBUG)


def refuse_unsafe_production() -> None:
    """Stop before the first request when this machine would serve the register unsafely.

    Raises ImproperlyConfigured with what to set.
    """
    if DEBUG and (SECURE_COOKIES or not OWN_MACHINE.issuperset(ALLOWED_HOSTS)):
        raise ImproperlyConfigured("Unset DEBUG: by SECURE_COOKIES or ALLOWED_HOSTS this is not your own machine.")
    if not SECRET_KEY or (not DEBUG and len(SECRET_KEY) < 50):
        raise ImproperlyConfigured("Set SECRET_KEY to a random text of at least 50 characters.")
    if not ALLOWED_HOSTS or ("*" in ALLOWED_HOSTS):
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the names this register is reached by, separated by commas.")


refuse_unsafe_production()

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_AGE = 60 * 60 * 12
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the ticks and arrows in Bootstrap's stylesheet
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- The house -------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "opendata.apps.OpendataConfig",
    "publications.apps.PublicationsConfig",
    "dashboards.apps.DashboardsConfig",
    "batches.apps.BatchesConfig",
    "agreements.apps.AgreementsConfig",
    "municipalities.apps.MunicipalitiesConfig",
    "papers.apps.PapersConfig",
    "exports.apps.ExportsConfig",
    "accounts.apps.AccountsConfig",
    "accounts.apps.AdministratorsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "phonenumber_field",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "papers.middleware.CompressPages",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.no_null_characters",
    "accounts.middleware.LoginKeepsWhatWasTyped",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "agii.urls"
WSGI_APPLICATION = "agii.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.house_style",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "_table.html"

# --- Databases -------------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'register.sqlite3'}")
}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE, writers that begin by reading lose to "database is locked" whatever the time-out.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    # A connection a request costs 8 ms; a health check keeps most errors away when the server restarts. Compiling a
    # statement (jit) takes PostgreSQL longer than the figures of a register ten times Flanders without it.
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    POSTGRES_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
    POSTGRES_OPTIONS["options"] = "-c statement_timeout=30s -c lock_timeout=10s -c jit=off"

# --- Work in the background ------------------------------------------------------------------------------------------

# Queued in the database, inside the transaction that asks for it; done by `manage.py work`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Who works here --------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "accounts.backends.AdministratorsMayAll",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.NoSignupAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# Attempts are counted per address and per account; behind a proxy the address is the one the proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
CSRF_FAILURE_VIEW = "agii.views.csrf_failure"

# --- Words, days and numbers -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["agii.formats"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True
USE_I18N = True
PHONENUMBER_DEFAULT_REGION = "BE"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"

# --- Mail, files, look -----------------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="register@agii.invalid")

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": document_storage(env),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = Path(env.str("DOCUMENTS_FOLDER", default=str(VAR_DIR / "media")))  # never served by an address
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Drafts as PDF (papers.printing.drafts), shared by the processes of a machine: some 15 MB, each kept for a day.
    "papers": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache" / "papers",
        "TIMEOUT": 60 * 60 * 24,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
# What is sent goes to the disk, not to memory; papers.uploads says how much of it is read.
FILE_UPLOAD_HANDLERS = [
    "papers.uploads.NoMoreThanNeeded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# The roots of certificates that are believed. Without any, no electronic signature is called known.
SIGNATURE_ROOTS = signature_roots(env.str("SIGNATURE_ROOTS", default=""))
FIXTURES_DIR = BASE_DIR / "fixtures"

SITE_NAME = env.str("SITE_NAME", default="Register lokale besturen")
SITE_LOGO = env.str("SITE_LOGO", default="")
SITE_NOTICE = env.str("SITE_NOTICE", default="")
SITE_ACCENT = checked_accent("SITE_ACCENT", env.str("SITE_ACCENT", default="#0b5c6b"), on="light")
SITE_ACCENT_DARK = checked_accent("SITE_ACCENT_DARK", env.str("SITE_ACCENT_DARK", default="#6cc5d4"), on="dark")
PAPER_OWNER = env.str("PAPER_OWNER", default="Agentschap Integratie en Inburgering")
PAPER_LOGO = checked_logo("PAPER_LOGO", env.str("PAPER_LOGO", default=""))
PAPER_FONTS = checked_fonts("PAPER_FONTS", env.str("PAPER_FONTS", default=""))
ANSWER_TEMPLATE = checked_document("ANSWER_TEMPLATE", env.str("ANSWER_TEMPLATE", default=""))
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # They tell each step of each document.
    "loggers": {
        name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf", "django_tasks", "django_tasks_db")
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}

SILENCED_SYSTEM_CHECKS: list[str] = []
