from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ChooseIspOwner(BaseModel):
    choose_isp_owner: Optional["ChooseIspOwnerChooseIspOwner"] = Field(
        alias="chooseIspOwner"
    )


class ChooseIspOwnerChooseIspOwner(BaseModel):
    reference: str
    owner_name: str = Field(alias="ownerName")


ChooseIspOwner.model_rebuild()
