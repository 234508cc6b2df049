"""Invented people and agreements on the real organisations, so that every screen and demo sign-in has something to do.

Everything made here carries `is_example` and is labelled as an example wherever it shows.
"""
