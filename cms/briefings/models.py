"""Editions of news that go out by mail, who gets them, and where they are kept."""
