from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class WithdrawVersion(BaseModel):
    withdraw_version: Optional["WithdrawVersionWithdrawVersion"] = Field(
        alias="withdrawVersion"
    )


class WithdrawVersionWithdrawVersion(BaseModel):
    isp: Optional["WithdrawVersionWithdrawVersionIsp"]


class WithdrawVersionWithdrawVersionIsp(BaseModel):
    reference: str


WithdrawVersion.model_rebuild()
WithdrawVersionWithdrawVersion.model_rebuild()
