from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class JoinPage(BaseModel):
    site: "JoinPageSite"
    viewer: "JoinPageViewer"
    sectors: list["JoinPageSectors"]


JoinPageSite = SiteBar
JoinPageViewer = ViewerBar


class JoinPageSectors(BaseModel):
    code: str
    label: str


JoinPage.model_rebuild()
