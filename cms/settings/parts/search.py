"""Search: Elasticsearch when ELASTICSEARCH_URL is set, else a SQLite FTS5 file beside the database (docs/adr/0005)."""

from cms.settings.env import DATA_DIR, env

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
SEARCH_FILE = DATA_DIR / "search.sqlite3"
SEARCH_INDEX = env.str("SEARCH_INDEX", default="intranet")  # the alias in Elasticsearch; generations are named after it
