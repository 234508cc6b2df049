"""The screens for people in the Wagtail admin."""
