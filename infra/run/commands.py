"""How each process of the intranet is run: the same on somebody's own machine and in a real installation."""

import sys

PYTHON = sys.executable


def commands(host: str, cms_port: int, frontend_port: int, workers: int = 1) -> dict[str, list[str]]:
    """{process: command}. `workers` are processes of the CMS, of eight threads each."""
    jobs = [PYTHON, "-m", "cms.jobs.watchdog", PYTHON, "manage.py", "qcluster"]  # never without the watchdog
    return {
        "cms": [PYTHON, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"{host}:{cms_port}"]
        + ["--workers", str(workers), "--worker-class", "gthread", "--threads", "8", "--no-control-socket"]
        + ["--timeout", "120", "--graceful-timeout", "4"],
        "frontend": [PYTHON, "-m", "uvicorn", "frontend.app:create_app", "--factory", "--host", host]
        + ["--port", str(frontend_port), "--log-level", "warning", "--no-access-log", "--no-server-header"]
        + ["--timeout-graceful-shutdown", "3"],
        "jobs": jobs,
        "slow": jobs,  # the same, told by Q_CLUSTER_NAME that the long jobs are its own
    }
