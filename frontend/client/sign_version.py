from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class SignVersion(BaseModel):
    sign_version: Optional["SignVersionSignVersion"] = Field(alias="signVersion")


class SignVersionSignVersion(BaseModel):
    isp: Optional["SignVersionSignVersionIsp"]


class SignVersionSignVersionIsp(BaseModel):
    reference: str


SignVersion.model_rebuild()
SignVersionSignVersion.model_rebuild()
