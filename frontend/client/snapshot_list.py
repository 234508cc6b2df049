from datetime import datetime

from pydantic import Field

from .base_model import BaseModel
from .enums import SnapshotAudience
from .fragments import SiteBar, ViewerBar


class SnapshotList(BaseModel):
    site: "SnapshotListSite"
    viewer: "SnapshotListViewer"
    register_snapshots: "SnapshotListRegisterSnapshots" = Field(
        alias="registerSnapshots"
    )


SnapshotListSite = SiteBar
SnapshotListViewer = ViewerBar


class SnapshotListRegisterSnapshots(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    items: list["SnapshotListRegisterSnapshotsItems"]


class SnapshotListRegisterSnapshotsItems(BaseModel):
    id: str
    month: str
    taken_at: datetime = Field(alias="takenAt")
    is_late: bool = Field(alias="isLate")
    audience: SnapshotAudience


SnapshotList.model_rebuild()
SnapshotListRegisterSnapshots.model_rebuild()
