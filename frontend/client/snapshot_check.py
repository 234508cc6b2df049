from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import SnapshotAudience
from .fragments import SiteBar, ViewerBar


class SnapshotCheck(BaseModel):
    site: "SnapshotCheckSite"
    viewer: "SnapshotCheckViewer"
    snapshot_by_sha_256: Optional["SnapshotCheckSnapshotBySha256"] = Field(
        alias="snapshotBySha256"
    )


SnapshotCheckSite = SiteBar
SnapshotCheckViewer = ViewerBar


class SnapshotCheckSnapshotBySha256(BaseModel):
    id: str
    name: str
    snapshot: Optional["SnapshotCheckSnapshotBySha256Snapshot"]


class SnapshotCheckSnapshotBySha256Snapshot(BaseModel):
    month: str
    taken_at: datetime = Field(alias="takenAt")
    audience: SnapshotAudience


SnapshotCheck.model_rebuild()
SnapshotCheckSnapshotBySha256.model_rebuild()
