from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class TakeCopy(BaseModel):
    take_copy: Optional["TakeCopyTakeCopy"] = Field(alias="takeCopy")


class TakeCopyTakeCopy(BaseModel):
    on: date
    name: str
    withheld_count: int = Field(alias="withheldCount")
    left_out: list[str] = Field(alias="leftOut")
    isps: list["TakeCopyTakeCopyIsps"]


class TakeCopyTakeCopyIsps(BaseModel):
    reference: str
    title: str
    sentence: str
    not_known: list[str] = Field(alias="notKnown")
    sections: list["TakeCopyTakeCopyIspsSections"]


class TakeCopyTakeCopyIspsSections(BaseModel):
    heading: str
    items: list["TakeCopyTakeCopyIspsSectionsItems"]


class TakeCopyTakeCopyIspsSectionsItems(BaseModel):
    label: str
    value: str
    withheld: Optional[str]


TakeCopy.model_rebuild()
TakeCopyTakeCopy.model_rebuild()
TakeCopyTakeCopyIsps.model_rebuild()
TakeCopyTakeCopyIspsSections.model_rebuild()
