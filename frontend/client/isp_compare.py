from typing import Optional

from .base_model import BaseModel
from .fragments import AgreementHead, AgreementText, SiteBar, ViewerBar


class IspCompare(BaseModel):
    site: "IspCompareSite"
    viewer: "IspCompareViewer"
    isp: Optional["IspCompareIsp"]
    before: Optional["IspCompareBefore"]
    after: Optional["IspCompareAfter"]


IspCompareSite = SiteBar
IspCompareViewer = ViewerBar
IspCompareIsp = AgreementHead
IspCompareBefore = AgreementText
IspCompareAfter = AgreementText
IspCompare.model_rebuild()
