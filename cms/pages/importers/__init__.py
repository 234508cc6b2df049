"""Importers of editorial pages: guidance, changes ahead, success stories."""
