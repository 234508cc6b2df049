from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class LeaveAgreement(BaseModel):
    leave_agreement: Optional["LeaveAgreementLeaveAgreement"] = Field(
        alias="leaveAgreement"
    )


class LeaveAgreementLeaveAgreement(BaseModel):
    isp: Optional["LeaveAgreementLeaveAgreementIsp"]


class LeaveAgreementLeaveAgreementIsp(BaseModel):
    reference: str


LeaveAgreement.model_rebuild()
LeaveAgreementLeaveAgreement.model_rebuild()
