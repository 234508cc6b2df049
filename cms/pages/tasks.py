"""What runs by itself for pages."""

from django.core.management import call_command


def publish_scheduled() -> None:
    """Publish what is due and take down what has expired. Both follow from dates: a missed run catches up."""
    call_command("publish_scheduled", verbosity=0)
