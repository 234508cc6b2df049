"""Importers of the registers: the same for commands, for the admin and for `make run`. Start at services.py."""
