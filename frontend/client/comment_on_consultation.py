from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CommentOnConsultation(BaseModel):
    comment_on_consultation: Optional["CommentOnConsultationCommentOnConsultation"] = (
        Field(alias="commentOnConsultation")
    )


class CommentOnConsultationCommentOnConsultation(BaseModel):
    comment: Optional["CommentOnConsultationCommentOnConsultationComment"]


class CommentOnConsultationCommentOnConsultationComment(BaseModel):
    id: str
    paragraph_number: Optional[int] = Field(alias="paragraphNumber")


CommentOnConsultation.model_rebuild()
CommentOnConsultationCommentOnConsultation.model_rebuild()
