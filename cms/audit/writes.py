"""Which tables a request wrote to, read from its SQL, and whether that needs an event of the trail."""

import re

WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.I)
SAVEPOINT = re.compile(r'^\s*(SAVEPOINT|ROLLBACK TO SAVEPOINT) "?(\w+)"?', re.I)
TRAIL = "audit_auditevent"
# Not what somebody changed: sessions, queues, copies for reading, logs, and how a screen looks for one person.
BESIDES = re.compile(
    r"^(django_session|django_cache|usersessions_\w+|django_q_\w+|jobs_\w+|search_\w+|core_contentversion|core_counter"
    r"|core_communitysettings|wagtailcore_referenceindex|wagtailcore_\w+logentry|wagtailsearch_\w+"
    r"|wagtailadmin_formstate|wagtailadmin_editingsession|wagtailusers_userprofile|wagtailimages_\w*rendition"
    r"|notifications_\w+|members_user_groups|wagtailcore_uploadedfile|storage_\w+|account_\w+)$"
)


def standing(statements: list[str]) -> set[str]:
    """The tables that these statements wrote to; what went back to a savepoint was not written."""
    tables: list[str] = []
    marks: dict[str, int] = {}
    for sql in statements:
        if step := SAVEPOINT.match(sql):
            if step[1].upper() == "SAVEPOINT":
                marks[step[2]] = len(tables)
            else:
                del tables[marks.get(step[2], 0) :]
        elif write := WRITE.match(sql):
            tables.append(write[1].lower())
    return set(tables)


def untold(tables: set[str]) -> list[str]:
    """The tables of which something was changed without an event of the trail."""
    return [] if TRAIL in tables else sorted(table for table in tables if not BESIDES.match(table))
