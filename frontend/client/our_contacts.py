from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class OurContacts(BaseModel):
    site: "OurContactsSite"
    viewer: "OurContactsViewer"
    our_contacts: Optional["OurContactsOurContacts"] = Field(alias="ourContacts")


OurContactsSite = SiteBar
OurContactsViewer = ViewerBar


class OurContactsOurContacts(BaseModel):
    slug: str
    name: str
    contacts: list["OurContactsOurContactsContacts"]


class OurContactsOurContactsContacts(BaseModel):
    id: str
    name: str
    job_title: str = Field(alias="jobTitle")
    email: str
    phone: str
    confirmed_on: Optional[date] = Field(alias="confirmedOn")
    bounced_on: Optional[date] = Field(alias="bouncedOn")
    is_due: bool = Field(alias="isDue")


OurContacts.model_rebuild()
OurContactsOurContacts.model_rebuild()
