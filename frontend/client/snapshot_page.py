from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import SnapshotAudience, SnapshotFileKind
from .fragments import SiteBar, ViewerBar


class SnapshotPage(BaseModel):
    site: "SnapshotPageSite"
    viewer: "SnapshotPageViewer"
    register_snapshot: Optional["SnapshotPageRegisterSnapshot"] = Field(
        alias="registerSnapshot"
    )


SnapshotPageSite = SiteBar
SnapshotPageViewer = ViewerBar


class SnapshotPageRegisterSnapshot(BaseModel):
    id: str
    month: str
    taken_at: datetime = Field(alias="takenAt")
    is_late: bool = Field(alias="isLate")
    audience: SnapshotAudience
    key: Optional["SnapshotPageRegisterSnapshotKey"]
    files: list["SnapshotPageRegisterSnapshotFiles"]


class SnapshotPageRegisterSnapshotKey(BaseModel):
    key_id: str = Field(alias="keyId")
    pem: str
    url: str


class SnapshotPageRegisterSnapshotFiles(BaseModel):
    id: str
    name: str
    kind: SnapshotFileKind
    rows: Optional[int]
    sha_256: str = Field(alias="sha256")
    size: int
    url: str


SnapshotPage.model_rebuild()
SnapshotPageRegisterSnapshot.model_rebuild()
