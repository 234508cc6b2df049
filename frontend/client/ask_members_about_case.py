from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AskMembersAboutCase(BaseModel):
    ask_members_about_case: Optional["AskMembersAboutCaseAskMembersAboutCase"] = Field(
        alias="askMembersAboutCase"
    )


class AskMembersAboutCaseAskMembersAboutCase(BaseModel):
    thread_number: int = Field(alias="threadNumber")


AskMembersAboutCase.model_rebuild()
