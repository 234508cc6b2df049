"""What changes the saved queries of a body, and what is noted of their use."""

from cms.tools.services.queries import change_saved_query, end_saved_query, make_saved_query, query_of
from cms.tools.services.use import flush_use, flush_use_of_all, note_use

__all__ = [
    "change_saved_query",
    "end_saved_query",
    "flush_use",
    "flush_use_of_all",
    "make_saved_query",
    "note_use",
    "query_of",
]
