"""What members ask each other: spaces, threads, posts."""
