from django.apps import AppConfig


class SnippetsConfig(AppConfig):
    name = "cms.snippets"
    label = "snippets"
    verbose_name = "Registers"

    def ready(self) -> None:
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model

        from cms.core import content_version, visibility
        from cms.jobs.recurring import recurring
        from cms.snippets import models, permissions, search

        permissions.register()
        files_of_isps = visibility.held_by(models.IspFile, "document", exclusive=True)
        visibility.register_file_owner(get_document_model(), files_of_isps)
        visibility.register_file_owner(get_image_model(), visibility.held_by(models.Partner, "logo", exclusive=False))
        search.connect()
        recurring("sweep held imports", "cms.snippets.tasks.sweep_held_files", minutes=60)
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
            models.IspSuccession,
            models.IspVersion,
            models.LegalBasis,
            models.LegalCondition,
            models.LegalGateway,
            models.Partner,
            models.PartnerAlias,
            models.PartnerContact,
            models.Question,
            models.QuestionPack,
            models.Sector,
            models.Succession,
            models.TemplateClause,
            models.TemplateVersion,
            models.Theme,
            models.Topic,
        )
