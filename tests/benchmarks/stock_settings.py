"""The same models behind stock grapple: its own schema, view and page interface, nothing of ours."""

from tests.benchmarks.our_settings import *  # noqa: F403
from tests.benchmarks.our_settings import INSTALLED_APPS

INSTALLED_APPS = [
    *(app for app in INSTALLED_APPS if app not in ("grapple", "members_api")),
    "tests.benchmarks.stock.StockConfig",
    "grapple",
]
GRAPPLE = {"APPS": ["pages", "snippets", "members"]}
GRAPHENE = {"SCHEMA": "grapple.schema.schema"}
ROOT_URLCONF = "tests.benchmarks.stock"
