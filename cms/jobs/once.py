"""Asking once for what would be asked many times in one transaction."""

from django.db import connection

ATTRIBUTE = "_jobs_asked"


def first_in_transaction(key: str) -> bool:
    """True for the first call with this key in the present transaction; always true outside one.

    Django gives the connection a new list of commit hooks whenever a transaction ends or a savepoint is undone. What
    was remembered holds for one such list only: at worst a job is asked for twice, never forgotten.
    """
    if not connection.in_atomic_block:
        return True
    hooks, asked = getattr(connection, ATTRIBUTE, (None, set[str]()))
    if hooks is not connection.run_on_commit:
        asked = set[str]()
        setattr(connection, ATTRIBUTE, (connection.run_on_commit, asked))
    if key in asked:
        return False
    asked.add(key)
    return True
