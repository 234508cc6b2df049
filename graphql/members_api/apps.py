import warnings

from django.apps import AppConfig


class MembersApiConfig(AppConfig):
    name = "members_api"

    def ready(self) -> None:
        """Build, seal and check everything now: a schema or an operation that breaks a rule stops the process."""
        from members_api import schema

        for module in (r"grapple\.", r"graphene_django\."):
            warnings.filterwarnings("ignore", category=DeprecationWarning, module=module)
        schema.load()
