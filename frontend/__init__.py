"""The members' frontend: turns answers of the API into HTML. Imports nothing of the CMS."""
