from cms.overview.models.credit import Credit, GuidanceSource
from cms.overview.models.data_quality import LinkCheck, NotTheSame

__all__ = ["Credit", "GuidanceSource", "LinkCheck", "NotTheSame"]
