"""The admin as a whole."""

from cms.core.admin import make_exports_safe

make_exports_safe()
