from datetime import date, datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class SponsorPage(BaseModel):
    site: "SponsorPageSite"
    viewer: "SponsorPageViewer"
    our_sponsors: list["SponsorPageOurSponsors"] = Field(alias="ourSponsors")
    partners: "SponsorPagePartners"


SponsorPageSite = SiteBar
SponsorPageViewer = ViewerBar


class SponsorPageOurSponsors(BaseModel):
    id: str
    asked_at: datetime = Field(alias="askedAt")
    accepted_on: Optional[date] = Field(alias="acceptedOn")
    person_name: str = Field(alias="personName")
    may_accept: bool = Field(alias="mayAccept")
    may_end: bool = Field(alias="mayEnd")
    partner: Optional["SponsorPageOurSponsorsPartner"]
    sponsor: Optional["SponsorPageOurSponsorsSponsor"]


class SponsorPageOurSponsorsPartner(BaseModel):
    slug: str
    name: str


class SponsorPageOurSponsorsSponsor(BaseModel):
    slug: str
    name: str


class SponsorPagePartners(BaseModel):
    total_count: int = Field(alias="totalCount")
    items: list["SponsorPagePartnersItems"]


class SponsorPagePartnersItems(BaseModel):
    slug: str
    name: str


SponsorPage.model_rebuild()
SponsorPageOurSponsors.model_rebuild()
SponsorPagePartners.model_rebuild()
