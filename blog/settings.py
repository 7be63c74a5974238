"""The only settings file, so a long one. All comes from the environment; ``.env.example`` tells how."""

import secrets
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from blog import styles
from blog.environment import (
    WrongEnvironmentError,
    database_from_url,
    read_bool,
    read_email,
    read_folder,
    read_host,
    read_int,
    read_login_service,
    read_stand_in,
    read_text,
    read_url,
    read_webhook_secret,
)

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

# -- where the blog is, and what it keeps --------------------------------------------------------------

BLOG_DATA_DIR = read_folder("BLOG_DATA_DIR", BASE_DIR / "var")
HOST = read_host("HOST", "127.0.0.1")
PORT = read_int("PORT", 8000, least=1, most=65535)
WEB_WORKERS = read_int("WEB_WORKERS", 0, most=256)  # 0: the number of cores
_URL_HOST = f"[{HOST}]" if ":" in HOST else HOST
BLOG_SITE_URL = (
    read_url("BLOG_SITE_URL", ("http", "https"), path_allowed=False) or f"http://{_URL_HOST}:{PORT}"
)
SITE_HOST = urlsplit(BLOG_SITE_URL).hostname or ""
IS_HTTPS = BLOG_SITE_URL.startswith("https://")
IS_LOOPBACK = SITE_HOST in LOOPBACK and HOST in LOOPBACK
BLOG_DEMO = read_bool("BLOG_DEMO", False)
BLOG_OWNER_NAME = read_text("BLOG_OWNER_NAME") or "owner"
BLOG_OWNER_EMAIL = read_email("BLOG_OWNER_EMAIL")
BLOG_OWNER_PASSWORD = read_text("BLOG_OWNER_PASSWORD")
BLOG_COMMENT_INTERVAL = read_int("BLOG_COMMENT_INTERVAL", 15, most=3600)  # seconds
BLOG_IMPORT_MAX_MB = read_int("BLOG_IMPORT_MAX_MB", 2048, least=1)
BLOG_TRUSTED_PROXIES = read_int("BLOG_TRUSTED_PROXIES", 0, most=10)

DEBUG = False  # errors are told to the log, never to a visitor
_OWN_NAMES = ["127.0.0.1", "localhost", "[::1]"] if LOOPBACK & {SITE_HOST, HOST} else []
ALLOWED_HOSTS = [f"[{SITE_HOST}]" if ":" in SITE_HOST else SITE_HOST, *_OWN_NAMES]
CSRF_TRUSTED_ORIGINS = [BLOG_SITE_URL] if IS_HTTPS else []
ROOT_URLCONF = "blog.urls"
WSGI_APPLICATION = "blog.wsgi.application"
SITE_ID = 1
APPEND_SLASH = False  # blog.views decides, by the permalink structure


def _secret_key() -> str:
    """Return SECRET_KEY, or the one kept in the data folder, made at first use."""
    if key := read_text("SECRET_KEY"):
        if len(key) < 32:
            raise WrongEnvironmentError("SECRET_KEY is too short: give 50 random letters, or leave it out.")
        return key
    path = BLOG_DATA_DIR / "secret_key"
    try:
        if not path.exists():
            BLOG_DATA_DIR.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".secret_key.{secrets.token_hex(8)}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
            try:
                path.hardlink_to(draft)  # the first of two processes wins
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise WrongEnvironmentError(
            f"BLOG_DATA_DIR is {str(BLOG_DATA_DIR)!r}, where nothing can be kept ({error.strerror}): "
            "name a folder that this user may write to."
        ) from error
    if len(key) < 32:
        raise WrongEnvironmentError(f"{path} holds no key: delete it, and a new one is made.")
    return key


SECRET_KEY = _secret_key()

# -- apps ----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "accounts",
    "blog",
    "blog.subscriptions.apps.SubscriptionsConfig",
    "blog.comments.apps.CommentsConfig",
    "blog.comments.apps.QuietCommentsXtdConfig",
    "blog.importing.apps.ImportingConfig",
    "blog.moving.apps.MovingConfig",
    "django_comments",
    "markdownx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.facebook",
    "allauth.socialaccount.providers.twitter_oauth2",
    "accounts.wordpress_com",
    "accounts.stand_in",
    "django_tasks_db",
    "blog.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.sites",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "blog.views.health.probes",
    "blog.headers.add_headers",
    "blog.headers.compress",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "blog.middleware.refuse_odd_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "blog.middleware.site_time_zone",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

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
                "django.template.context_processors.csp",
                "blog.context_processors.site",
            ],
        },
    }
]

# -- database, cache, jobs -----------------------------------------------------------------------------

DATABASES = {
    "default": (
        database_from_url("DATABASE_URL")
        or {"ENGINE": "blog.embedded_postgres", "NAME": "blog", "HOST": str(BLOG_DATA_DIR / "postgres")}
    )
    | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": True}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = read_url("REDIS_URL", ("redis", "rediss", "unix"), host_needed=False)
# Limits must be shared by all workers, so the default is the database and not memory.
_DATABASE_CACHE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
CACHES = {
    "default": {"BACKEND": "blog.shared_cache.SharedCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else _DATABASE_CACHE,
    "database": _DATABASE_CACHE,
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# -- people --------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGIN_SERVICES = {
    key: read_login_service(key.upper(), is_site_loopback=IS_LOOPBACK)
    for key in ("wordpress_com", "google", "twitter", "facebook")
}
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.ReaderForm"
ACCOUNT_FORMS = {"request_login_code": "accounts.code_login.RequestCodeForm"}
ACCOUNT_USER_DISPLAY = str
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds: the mail has to arrive first
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # what makes known and unknown addresses look alike
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_HOST}] "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ACCOUNT_RATE_LIMITS = {
    "signup": "30/h/ip",  # first logins with a service count too, and offices share an address
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/10m/key",
    "request_login_code": "10/m/ip,3/5m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = BLOG_TRUSTED_PROXIES
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "optional"  # the service vouches for the person, not for the address
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_QUERY_EMAIL = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # accounts.adapters decides, service by service
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8  # seconds
# The newest (29 July 2026). Each lasts two years or more; then Facebook answers with the oldest it has.
# This is the only place to change it: our addresses are made of it, and allauth gets it below.
FACEBOOK_GRAPH_VERSION = "v26.0"
SOCIALACCOUNT_PROVIDERS = {
    "google": {
        "provider_class": "accounts.providers.google.GoogleProvider",
        "SCOPE": ["openid", "profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
    },
    "twitter_oauth2": {"provider_class": "accounts.providers.twitter.TwitterProvider"},
    "facebook": {
        "provider_class": "accounts.providers.facebook.FacebookProvider",
        "VERSION": FACEBOOK_GRAPH_VERSION,
        "FIELDS": ["id", "name", "email"],
    },
}
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.passkeys.AddPasskeyForm",
    "edit_webauthn": "accounts.passkeys.RenamePasskeyForm",
    "login_webauthn": "accounts.passkeys.LoginPasskeyForm",
    "authenticate_webauthn": "accounts.passkeys.SecondStepForm",
    "reauthenticate_webauthn": "accounts.passkeys.ReauthenticationForm",
}
# Passkeys belong to a name: a blog at a number has none, and this machine is called localhost, too.
MFA_PASSKEY_LOGIN_ENABLED = IS_LOOPBACK or not (":" in SITE_HOST or SITE_HOST.replace(".", "").isdigit())
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if MFA_PASSKEY_LOGIN_ENABLED else [])]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOOPBACK

# -- comments ------------------------------------------------------------------------------------------

AKISMET_KEY = read_text("AKISMET_KEY")
AKISMET_BASE_URL = read_stand_in("AKISMET_BASE_URL", is_site_loopback=IS_LOOPBACK)
COMMENTS_APP = "django_comments_xtd"
COMMENT_MAX_LENGTH = 65_525  # WordPress's limit
COMMENTS_XTD_MODEL = "blog.comments.models.BlogComment"
COMMENTS_XTD_FORM_CLASS = "blog.comments.forms.CommentForm"
COMMENTS_XTD_MAX_THREAD_LEVEL = 1_000  # depth is limited in display, never in store
COMMENTS_XTD_CONFIRM_EMAIL = True
COMMENTS_XTD_THREADED_EMAILS = False

# -- mail ----------------------------------------------------------------------------------------------

EMAIL_URL = read_url("EMAIL_URL", ("smtp", "smtps", "file"), host_needed=False) or "file:"
_mail = urlsplit(EMAIL_URL)
if _mail.scheme == "file":
    _mail_folder = Path(unquote(_mail.path)) if _mail.path.strip("/") else BLOG_DATA_DIR / "mail"
    _mailer: dict[str, object] = {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(_mail_folder)},
    }
else:
    _mailer = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail.hostname or "localhost",
            "port": _mail.port or (465 if _mail.scheme == "smtps" else 587),
            "username": unquote(_mail.username or ""),
            "password": unquote(_mail.password or ""),
            "use_ssl": _mail.scheme == "smtps",
            "use_tls": _mail.scheme == "smtp" and _mail.hostname not in LOOPBACK,
            "timeout": 20,  # seconds
        },
    }
# What is sent by Django's functions goes to the outbox too; only the worker uses "direct".
MAILERS = {"default": {"BACKEND": "blog.outbox.OutboxBackend"}, "direct": _mailer}
DEFAULT_FROM_EMAIL = read_email("BLOG_FROM_EMAIL") or BLOG_OWNER_EMAIL or f"blog@{SITE_HOST or 'localhost'}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# What mail services prove themselves with when they tell of bounces and complaints; without it they cannot.
ANYMAIL = {
    "WEBHOOK_SECRET": read_webhook_secret("ANYMAIL_WEBHOOK_SECRET"),
    "MAILGUN_WEBHOOK_SIGNING_KEY": read_text("MAILGUN_WEBHOOK_SIGNING_KEY"),
}

# -- language and time ---------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_TZ = True
TIME_ZONE = "UTC"  # what is stored; what is shown is the site's setting

# -- files ---------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BLOG_DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = BLOG_DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "blog.static_files.Storage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20  # bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# -- security headers and cookies ----------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, styles.csp_source()],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BLOG_TRUSTED_PROXIES else None
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""  # what browsers take from this host alone
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "blog.views.errors.csrf_failure"

# -- log -----------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"level": "WARNING"},
        # A refused host or a suspicious address is the visitor's fault, and comes by the thousand.
        "django.security": {"level": "CRITICAL"},
    },
}
