"""django-q2 with the database as broker, and Wagtail's own tasks through the same queue."""

from cms.settings.env import env

Q_CLUSTER = {
    "name": "default",
    "orm": "default",
    "workers": env.int("JOBS_WORKERS", default=2),
    "queue_limit": 2,  # rows wait in the table, where they can be seen; time in memory counts against retry
    "bulk": 1,
    "timeout": env.int("JOBS_TIMEOUT", default=60),
    "retry": env.int("JOBS_RETRY", default=300),  # more than timeout plus the wait in memory, or a task runs twice
    "max_attempts": 5,
    "catch_up": False,
    "save_limit": -1,  # successes are not stored: the ledgers are the record
    "poll": 0.2,
    "recycle": 500,  # the watchdog knows a recycled worker from a lost one by this number
    "log_level": "WARNING",
    "ALT_CLUSTERS": {"slow": {"timeout": 900, "retry": 1200, "workers": 1}},
}
TASKS = {"default": {"BACKEND": "cms.jobs.backend.Q2Backend"}}
# The clusters that are run. Where "slow" is not (the embedded default), the default one takes its work.
JOBS_CLUSTERS = env.list("JOBS_CLUSTERS", default=["default"])
DELIVERY_LEASE_S = 300  # longer than a task may take: an e-mail that is being sent belongs to its worker for so long
