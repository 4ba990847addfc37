"""Turnout's one settings file; config/environment.py says what each variable of the environment may hold."""

from pathlib import Path

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from environs import Env

from config.environment import at_least, broker_url, client_url, demand_safe_production, kept_secret
from config.single_sign_on import SingleSignOn

django_stubs_ext.monkeypatch()
env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("TURNOUT_VAR", "") or BASE_DIR / "var").absolute()
PRODUCTION = env.bool("TURNOUT_PRODUCTION", False)
DEBUG = env.bool("DEBUG", False) and not PRODUCTION
PORT = env.int("PORT", 8000)
SITE_URL = env.str("SITE_URL", "") or f"http://127.0.0.1:{PORT}"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", []) or ([] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])

if PRODUCTION:
    demand_safe_production(
        secret_key=env.str("SECRET_KEY", ""),
        equality_key=env.str("TURNOUT_EQUALITY_KEY", ""),
        allowed_hosts=ALLOWED_HOSTS,
        site_url=SITE_URL,
        database_url=env.str("DATABASE_URL", ""),
        redis_url=env.str("REDIS_URL", ""),
    )
VAR_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret(VAR_DIR / "secret.key")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
EQUALITY_KEY = env.str("TURNOUT_EQUALITY_KEY", "") or kept_secret(VAR_DIR / "equality.key")

# Applications, lowest floor first.
INSTALLED_APPS = [
    "core",
    "people",
    "training",
    "events",
    "evaluations",
    "reports",
    "config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.api.middleware.ForMachines",
    "core.middleware.KnownMethods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.PackedPages",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.SecondFactorFirst",
    "people.middleware.NothingKeptAtSignOut",
    "people.middleware.LastSeen",
    "core.middleware.NoStoreWhenSignedIn",
    "core.middleware.FormsOnce",
    "core.middleware.PlainRefusals",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "csp.context_processors.nonce",
                "config.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "core.forms.HouseRenderer"
DJANGO_TABLES2_TEMPLATE = "tables/table.html"

# Databases. Measured on SQLite: with Django's standard settings simultaneous bookings died of "database is locked", and
# without the queue of core.fair_sqlite somebody waited for seconds.
DATABASES = {
    "default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'turnout.sqlite3'}", conn_max_age=60)
    if not env.str("DATABASE_URL", "").startswith("sqlite:///")
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": env.str("DATABASE_URL").removeprefix("sqlite:///")}
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "core.fair_sqlite"
    # Said here, for runs of the tests on several cores know only Django's own engine as one that needs no name.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c lock_timeout=5000"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The limits on tries are counted here, so that they hold whatever becomes of Redis. Were there only the standard 300
# entries, somebody who makes up addresses could push out the counts that are against them.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Accounts.
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backends.UserAtWork"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "people.passwords.NotCommon"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.account_letters.AccountAdapter"
ACCOUNT_SIGNUP_REDIRECT_URL = "profile"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {
    "login": "people.account_forms.LoginForm",
    "signup": "people.account_forms.SignupForm",
    "reset_password": "people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "people.account_forms.ResetPasswordKeyForm",
    "change_password": "people.account_forms.ChangePasswordForm",
    "set_password": "people.account_forms.SetPasswordForm",
    "add_email": "people.account_forms.AddEmailForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https") else "http"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Wrong tries at checking in; a whole room shares one address. The library's own limits stay as they are.
ACCOUNT_RATE_LIMITS = {"check_in": "60/10m/ip", "check_in_member": "10/10m/user"}
# How many servers in front add an address to X-Forwarded-For: limits on tries count by whom they heard from.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.str("TURNOUT_PROXIES", "") or PRODUCTION)
USERSESSIONS_TRACK_ACTIVITY = True
SINGLE_SIGN_ON = SingleSignOn(
    server=env.str("TURNOUT_OIDC_SERVER", ""),
    client_id=env.str("TURNOUT_OIDC_CLIENT_ID", ""),
    client_secret=env.str("TURNOUT_OIDC_CLIENT_SECRET", ""),
    domains=tuple(env.list("TURNOUT_OIDC_DOMAINS", [])),
    name=env.str("TURNOUT_OIDC_NAME", "") or "your organisation",
    takes_strangers=env.str("TURNOUT_OIDC_STRANGERS", "") == "1",
    asks_second_factor=env.str("TURNOUT_OIDC_SECOND_FACTOR", "") == "1",
)
SOCIALACCOUNT_ADAPTER = "people.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": SINGLE_SIGN_ON.provider}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_ADAPTER = "people.second_factor.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "people.account_forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Turnout"
# Nobody can own an address there (RFC 2606), and production has no demonstration.
DEMONSTRATION_DOMAIN = "turnout.example"

# Language and time.
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# Files that everybody may have.
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
FONTS_DIR = BASE_DIR / "build" / "static" / "fonts"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static_files.StaticFiles"},
}

# Mail.
EMAIL_URL = env.str("EMAIL_URL", "")
if EMAIL_URL:
    vars().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "") or "Turnout <turnout@localhost>"

# Whose site it is, for the pages that say whom to ask.
BOARD_NAME = env.str("TURNOUT_BOARD_NAME", "") or "the safeguarding children board"
CONTACT_EMAIL = env.str("TURNOUT_CONTACT_EMAIL", "")

# So many days before an event everybody with a place is told once more when, where and how to join.
REMINDER_DAYS = int(env.str("TURNOUT_REMINDER_DAYS", "") or 7)

# So many days before a refresher falls due people are told of it once; 0 turns these letters off.
REFRESHER_DAYS = int(env.str("TURNOUT_REFRESHER_DAYS", "") or 60)

# For so many days a key opens an agency's records to its own system.
API_KEY_DAYS = max(int(env.str("TURNOUT_API_KEY_DAYS", "") or 365), 1)

# Who was erased, for when a backup is put back: to be kept where the database’s backup is not (docs/forgetting.md).
ERASURES_FILE = Path(env.str("TURNOUT_ERASURES_FILE", "") or VAR_DIR / "erasures.jsonl")

# For how many months what is kept, and whether the clock sees to it: in production, unless it is told not to.
RETENTION = {
    name: at_least(env.str(f"TURNOUT_KEEP_{name.upper()}", ""), 1, f"TURNOUT_KEEP_{name.upper()}", usual=usual)
    for name, usual in {
        "training": 72,
        "who_said_it": 12,
        "equality_answers": 12,
        "messages": 3,
        "unused_accounts": 24,
    }.items()
}
RETENTION_BY_CLOCK = (env.str("TURNOUT_KEEP_BY_CLOCK", "") or str(int(PRODUCTION))) == "1"

# Whose numbers are small in what is published; a board may ask for more, never for less.
SMALL_NUMBERS = {
    "work": at_least(env.str("TURNOUT_SMALL_FROM", ""), 5, "TURNOUT_SMALL_FROM"),
    "personal": at_least(env.str("TURNOUT_SMALL_PERSONAL_FROM", ""), 10, "TURNOUT_SMALL_PERSONAL_FROM"),
    "rounded_to": at_least(env.str("TURNOUT_ROUNDED_TO", ""), 5, "TURNOUT_ROUNDED_TO", most=10),
    "answers": at_least(env.str("TURNOUT_FEWEST_ANSWERS", ""), 5, "TURNOUT_FEWEST_ANSWERS"),
}

# Background work: due work is rows, the queue is only a nudge (docs/decisions/0002).
REDIS_URL = env.str("REDIS_URL", "") or str(VAR_DIR / "valkey.sock")
REDIS_CLIENT_URL = client_url(REDIS_URL)
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "send-due-mail": {"task": "core.tasks.send_due_mail", "schedule": 20.0},
    "forget-forms-carried-out": {"task": "core.tasks.forget_sent_forms", "schedule": 6 * 3600.0},
    "keep-to-retention": {"task": "config.tasks.keep_to_retention", "schedule": 1800.0},
    "write-ledger-of-erasures": {"task": "config.tasks.write_ledger", "schedule": 60.0},
    "forget-lapsed-invitations": {"task": "people.tasks.forget_lapsed_invitations", "schedule": 3600.0},
    "warn-of-lapsing-keys": {"task": "people.tasks.warn_of_lapsing_keys", "schedule": 6 * 3600.0},
    "compile-requested-reports": {"task": "reports.tasks.compile_requested", "schedule": 20.0},
    "compile-the-year-that-ended": {"task": "reports.tasks.compile_the_year_that_ended", "schedule": 1800.0},
    "invite-attendees-to-evaluate": {"task": "evaluations.tasks.invite_attendees", "schedule": 300.0},
    "read-comments": {"task": "evaluations.tasks.read_comments", "schedule": 60.0},
    "issue-certificates": {"task": "evaluations.tasks.issue_certificates", "schedule": 300.0},
    "move-waiting-lists": {"task": "events.tasks.move_waiting_lists", "schedule": 60.0},
    "lapse-offers-not-answered": {"task": "events.tasks.lapse_offers", "schedule": 60.0},
    "settle-requests-not-answered": {"task": "events.tasks.settle_requests", "schedule": 60.0},
    "settle-check-ins": {"task": "events.tasks.settle_check_ins", "schedule": 20.0},
    "remind-of-what-is-soon": {"task": "events.tasks.remind", "schedule": 300.0},
    "tell-of-next-dates": {"task": "events.tasks.tell_of_next_dates", "schedule": 300.0},
    "tell-of-alarms": {"task": "events.tasks.tell_of_alarms", "schedule": 1800.0},
    "remind-of-refreshers": {"task": "events.tasks.remind_of_refreshers", "schedule": 6 * 3600.0},
    "allot-ranked-workshops": {"task": "events.tasks.allot_workshops", "schedule": 300.0},
    "lapse-waiting-when-begun": {"task": "events.tasks.lapse_waiting", "schedule": 300.0},
}

# The browser.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Browsers hold a form to this even where its answer leads on to the provider.
        "form-action": [SELF, *SINGLE_SIGN_ON.origins],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING")},
}
