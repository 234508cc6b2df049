"""Drafts that members comment on, paragraph by paragraph, and what was answered."""
