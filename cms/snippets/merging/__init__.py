"""Two rows of one body put together, with history kept. A body that really ended is a succession, not this."""
