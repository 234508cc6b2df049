from django.apps import AppConfig


class SnippetsConfig(AppConfig):
    name = "cms.snippets"
    label = "snippets"
    verbose_name = "Registers"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.snippets import models, permissions

        permissions.register()
        content_version.watch(
            models.Benefit,
            models.DataFlow,
            models.DataItem,
            models.Dataset,
            models.ExampleAgreement,
            models.GlossaryTerm,
            models.Isp,
            models.IspContact,
            models.IspFile,
            models.IspParty,
            models.IspVersion,
            models.LegalBasis,
            models.LegalCondition,
            models.LegalGateway,
            models.Partner,
            models.PartnerAlias,
            models.PartnerContact,
            models.Sector,
            models.Succession,
            models.Theme,
            models.Topic,
        )
