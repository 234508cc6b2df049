"""Sign-in: django-allauth under /account/, on the CMS's origin, dressed as the members' frontend."""

from cms.settings.env import FRONTEND_ORIGIN, env

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = FRONTEND_ORIGIN + "/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"

ACCOUNT_ADAPTER = "cms.members.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # an accepted invitation counts as verified
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = FRONTEND_ORIGIN + "/"
ACCOUNT_FORMS = {"login": "cms.members.sign_in_form.SignInForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "cms.members.forms.SignupForm"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
# By account, and strict. What one network address may do is counted by cms.members.limits.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "10/5m/key",  # the key is account and address (cms.members.adapter)
    "signup": None,
    "reset_password": "3/15m/key",
    "reset_password_from_key": None,
    "reauthenticate": "10/m/user",
    "confirm_email": "1/3m/key",
}
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60  # seconds that a link for a new password works
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False  # accounts are made by invitation
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # face, finger or PIN: a passkey is then two factors
MFA_RATE_LIMITS = {"webauthn_login": None}  # counted by cms.members.limits
MFA_FORMS = {"add_webauthn": "cms.members.passkeys.AddPasskeyForm"}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # else nobody with a second factor could change their address: it waits for its link
MFA_TRUST_ENABLED = False
MFA_ADAPTER = "cms.members.adapter.MFAAdapter"
USERSESSIONS_ADAPTER = "cms.members.sign_in_audit.SessionsAdapter"
MFA_TOTP_ISSUER = "Members' intranet"
MFA_KEYS = env.list("MFA_KEYS", default=[])
MFA_REQUIRED = env.bool("MFA_REQUIRED", default=True)

# Sign-in through an organisation's directory. The rows are members.SignInProvider: nothing of it is in these settings.
SOCIALACCOUNT_ADAPTER = "cms.members.sso.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address from somebody else's directory never opens an account
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_AUTO_SIGNUP = True  # for the holder of an invitation alone (cms.members.sso)
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 8
OIDC_TEST_ISSUER = env.str("OIDC_TEST_ISSUER", default="")  # the directory of tests; production refuses it
