#!/usr/bin/env python
"""Django's command line: `python manage.py help` lists what it can do."""

import gc
import os
import sys


def main() -> None:
    gc.set_threshold(50_000)  # thousands of classes are made at the start: walking them again and again is in vain
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
