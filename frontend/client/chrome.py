from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class Chrome(BaseModel):
    site: "ChromeSite"
    viewer: "ChromeViewer"


ChromeSite = SiteBar
ChromeViewer = ViewerBar
Chrome.model_rebuild()
