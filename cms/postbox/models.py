"""Mail that comes in: read once, checked, and handed to whom it is for."""
