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
        from cms.snippets import mirrored, models, permissions, search
        from cms.snippets.importers import inward
        from cms.storage.mirror import register_published

        permissions.register()
        files_of_isps = visibility.held_by(models.IspFile, "document", exclusive=True)
        visibility.register_file_owner(get_document_model(), files_of_isps)
        visibility.register_file_owner(get_image_model(), visibility.held_by(models.Partner, "logo", exclusive=False))
        search.connect()
        inward.register()
        recurring("sweep held imports", "cms.snippets.tasks.sweep_held_files", minutes=60)
        recurring("registers: tables", "cms.snippets.tasks.export_registers", minutes=1, cluster="slow")
        recurring("registers: snapshot", "cms.snippets.tasks.take_snapshot", minutes=60, cluster="slow")
        register_published("files of agreements", mirrored.wanted_files)
        register_published("registers", mirrored.wanted_registers)
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
            models.RegisterKey,
            models.RegisterSnapshot,
            models.Sector,
            models.SnapshotFile,
            models.Succession,
            models.TemplateClause,
            models.TemplateVersion,
            models.Theme,
            models.Topic,
        )
