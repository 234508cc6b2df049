"""The web server's way in. A schema or an operation that breaks a rule stops it before it answers anybody."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
gc.disable()  # nothing that is made at the start goes again
application = get_wsgi_application()

from members_api import schema  # noqa: E402 - the apps are ready now

schema.load()
gc.freeze()
gc.enable()
