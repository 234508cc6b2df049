from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class AnswerRoleOffers(BaseModel):
    answer_role_offers: Optional["AnswerRoleOffersAnswerRoleOffers"] = Field(
        alias="answerRoleOffers"
    )


class AnswerRoleOffersAnswerRoleOffers(BaseModel):
    count: int


AnswerRoleOffers.model_rebuild()
