from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ObjectToAmendment(BaseModel):
    object_to_amendment: Optional["ObjectToAmendmentObjectToAmendment"] = Field(
        alias="objectToAmendment"
    )


class ObjectToAmendmentObjectToAmendment(BaseModel):
    amendment: Optional["ObjectToAmendmentObjectToAmendmentAmendment"]


class ObjectToAmendmentObjectToAmendmentAmendment(BaseModel):
    number: int


ObjectToAmendment.model_rebuild()
ObjectToAmendmentObjectToAmendment.model_rebuild()
