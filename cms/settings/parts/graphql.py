"""The API: grapple declares what pages show, members_api seals it."""

import warnings

from cms.settings.env import env

# Known, and not ours to mend: they are said at every start.
for module in ("grapple", "graphene", "graphene_django"):
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=rf"{module}(\.|$)")

GRAPPLE = {"APPS": ["pages"], "PAGE_INTERFACE": "members_api.types.PageInterface"}
MEMBERS_API = {
    "CALLS_PER_MINUTE": 600,  # of one token
    "COST_PER_MINUTE": 2_000_000,  # of one token, in fields x rows
    "PUBLIC_WRITES_PER_10_MINUTES": env.int("PUBLIC_WRITES_PER_10_MINUTES", default=30),  # of one network address
    "PUBLIC_SIGNALS_PER_10_MINUTES": 2000,  # of one network address: results opened, which browsers send by themselves
    "CACHE_SECONDS": 60,
    # Whose word about the caller's address counts: the members' frontend and our proxies.
    "TRUSTED_PROXIES": env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"]),
}
