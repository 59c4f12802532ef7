"""Settings: the only reader of the environment.

Three ways to run, told apart by DEBUG:
- unset: the embedded default of one machine. Its key is made once under the data folder, it answers on loopback.
- DEBUG=0: a server for an office. SECRET_KEY and ALLOWED_HOSTS are required, cookies and links are https only.
- DEBUG=1: for working on Eraser itself.
"""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from eraser_site import env, providers
from eraser_site.database import database_settings
from eraser_site.paths import BASE_DIR, data_dir, make_writable, own_secret_key
from eraser_site.queue import queue_settings

SMTPS = 465
"""The port at which mail servers speak TLS from the first byte."""

DEBUG = env.switch("DEBUG", default=False)
PRODUCTION = env.text("DEBUG") != "" and not DEBUG
DATA_DIR = data_dir(env.text("ERASER_DATA"))
make_writable(DATA_DIR)

BIND = env.text("BIND", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1)
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if PRODUCTION and not SECRET_KEY:
    raise ImproperlyConfigured("DEBUG=0 needs SECRET_KEY (or SECRET_KEY_FILE): a long random text that stays the same.")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("DEBUG=0 needs ALLOWED_HOSTS: the host names people use, separated by commas.")
if not PRODUCTION:
    SECRET_KEY = SECRET_KEY or own_secret_key(DATA_DIR)
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]", BIND]

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "eraser_site.apps.StaticFiles",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    "huey.contrib.djhuey",
    "editor",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "editor.views.people.two_steps.BothSteps",
    "editor.views.asking.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "editor.views.gone.TellsWhatIsGone",
]

ROOT_URLCONF = "eraser_site.urls"
WSGI_APPLICATION = "eraser_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Data.
DATABASES = {"default": database_settings(env.text("DATABASE_URL"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
HUEY = queue_settings(env.text("QUEUE_URL"), DATA_DIR)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Files. Media has no URL: every picture goes through a view that checks who asks.
MEDIA_ROOT = DATA_DIR / "media"
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "eraser_site.static.HashedStaticFiles"},
}
FILE_UPLOAD_PERMISSIONS = 0o600

# People.
AUTH_USER_MODEL = "editor.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "orders"
LOGOUT_REDIRECT_URL = "sign_in"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
OTP_TOTP_ISSUER = "Eraser"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# Mail: printed where Eraser runs until there is a server to send it.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.number("EMAIL_PORT", 587, least=1)
EMAIL_USE_SSL = env.switch("EMAIL_USE_SSL", default=EMAIL_PORT == SMTPS)
EMAIL_USE_TLS = env.switch("EMAIL_USE_TLS", default=not EMAIL_USE_SSL)
if EMAIL_USE_SSL and EMAIL_USE_TLS:
    raise ImproperlyConfigured("EMAIL_USE_SSL and EMAIL_USE_TLS exclude each other: give one of them.")
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_TIMEOUT = 10  # seconds; somebody waits for the page
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", EMAIL_HOST_USER if "@" in EMAIL_HOST_USER else "eraser@localhost")

DIGEST_MINUTES = env.number("DIGEST_MINUTES", 15, least=0)

# Browsers.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
# Whoever watches the server from beside it asks over plain http.
SECURE_REDIRECT_EXEMPT = [r"^healthz/$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "blob:", "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_TZ = True

# Photos in.
PHOTO_MAX_BYTES = env.number("PHOTO_MAX_MB", 50, least=1) * 2**20
PHOTO_MAX_PIXELS = env.number("PHOTO_MAX_MEGAPIXELS", 100, least=1) * 1_000_000
# A draft or mask comes through memory; photos are streamed to disk beyond this size.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20
FILE_UPLOAD_HANDLERS = ["editor.uploads.CappedUploadHandler"]

# Old files: days after the last change of an order; 0 keeps them.
RETENTION_ORIGINALS_DAYS = env.number("RETENTION_ORIGINALS_DAYS", 0)
RETENTION_MASKS_DAYS = env.number("RETENTION_MASKS_DAYS", 0)
RETENTION_RESULTS_DAYS = env.number("RETENTION_RESULTS_DAYS", 0)

# Smart select: the paths of a Segment Anything encoder and decoder, as ONNX files.
SAM_ENCODER = env.text("SAM_ENCODER")
SAM_DECODER = env.text("SAM_DECODER")

# Work.
SUBMISSION_LEASE_SECONDS = env.number("SUBMISSION_LEASE_SECONDS", 10, least=2)

# Services. The names of their own settings stand with their adapters.
PROVIDER_CONFIG = providers.config() | {"TRUSTED_RESULT_HOSTS": env.text("TRUSTED_RESULT_HOSTS")}
PROVIDER_PRICES = providers.prices()
PROVIDER_DEADLINES = providers.deadlines()
PRICE_CURRENCY = env.text("PRICE_CURRENCY", "USD").upper()[:3]
PROVIDER_FAULTS = env.number("PROVIDER_FAULTS", 5, least=1)
PROVIDER_PAUSE_SECONDS = env.number("PROVIDER_PAUSE_SECONDS", 300, least=1)
PUBLIC_BASE_URL = env.text("PUBLIC_BASE_URL")
AIHOMEDESIGN_WEBHOOK_SECRET = env.text("AIHOMEDESIGN_WEBHOOK_SECRET")

# The web server that `manage.py start` runs.
WEB_THREADS = env.number("WEB_THREADS", 8, least=1)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Huey would otherwise add a handler of its own and tell of every start and stop.
    "loggers": {"huey": {"handlers": ["console"], "propagate": False}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "ERROR").upper()},
}
