"""The API: grapple declares what pages show, members_api seals it."""

GRAPPLE = {"APPS": ["pages"], "PAGE_INTERFACE": "members_api.types.PageInterface"}
GRAPHENE = {"SCHEMA": "members_api.schema.schema"}
MEMBERS_API = {"CALLS_PER_MINUTE": 600, "COST_PER_MINUTE": 2_000_000, "CACHE_SECONDS": 60}
