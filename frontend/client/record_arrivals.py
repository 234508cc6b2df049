from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RecordArrivals(BaseModel):
    record_arrivals: Optional["RecordArrivalsRecordArrivals"] = Field(
        alias="recordArrivals"
    )


class RecordArrivalsRecordArrivals(BaseModel):
    isp: Optional["RecordArrivalsRecordArrivalsIsp"]


class RecordArrivalsRecordArrivalsIsp(BaseModel):
    reference: str


RecordArrivals.model_rebuild()
RecordArrivalsRecordArrivals.model_rebuild()
