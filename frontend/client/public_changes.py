from datetime import datetime

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar


class PublicChanges(BaseModel):
    site: "PublicChangesSite"
    public_changes: list["PublicChangesPublicChanges"] = Field(alias="publicChanges")


PublicChangesSite = SiteBar


class PublicChangesPublicChanges(BaseModel):
    key: str
    kind: str
    title: str
    summary: str
    path: str
    at: datetime


PublicChanges.model_rebuild()
