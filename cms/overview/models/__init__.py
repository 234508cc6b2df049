from cms.overview.models.data_quality import LinkCheck, NotTheSame

__all__ = ["LinkCheck", "NotTheSame"]
