"""Who comes to an event: places, waiting list, attendance, and what came of it."""
