"""Search: Elasticsearch when ELASTICSEARCH_URL is set, else a SQLite FTS5 file beside the database (docs/adr/0005)."""

from cms.settings.env import DATA_DIR, env

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")  # https://name:secret@host:9200, or without the name
ELASTICSEARCH_API_KEY = env.str("ELASTICSEARCH_API_KEY", default="")  # instead of a name and a secret
ELASTICSEARCH_CA_CERTS = env.str("ELASTICSEARCH_CA_CERTS", default="")  # a file, where the server has its own authority
ELASTICSEARCH_REPLICAS = env.int("ELASTICSEARCH_REPLICAS", default=0)  # copies on other nodes; 1 in a cluster
SEARCH_READ_TIMEOUT_S = env.float("SEARCH_READ_TIMEOUT_S", default=1.0)  # what a page may cost more when it is away
SEARCH_WRITE_TIMEOUT_S = env.float("SEARCH_WRITE_TIMEOUT_S", default=30.0)  # jobs only
SEARCH_FILE = DATA_DIR / "search.sqlite3"
SEARCH_INDEX = env.str("SEARCH_INDEX", default="intranet")  # the alias in Elasticsearch; generations are named after it
# What people look for is shown to editors only where so many organisations asked; a demonstration may say 1.
SEARCH_LOG_MIN_ORGANISATIONS = env.int("SEARCH_LOG_MIN_ORGANISATIONS", default=5)
SEARCH_LOG_KEEP_DAYS = env.int("SEARCH_LOG_KEEP_DAYS", default=396)  # 13 months
