"""Filled in with the production checks."""
