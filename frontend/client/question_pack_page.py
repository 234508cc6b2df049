from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class QuestionPackPage(BaseModel):
    site: "QuestionPackPageSite"
    viewer: "QuestionPackPageViewer"
    question_pack: Optional["QuestionPackPageQuestionPack"] = Field(
        alias="questionPack"
    )


QuestionPackPageSite = SiteBar
QuestionPackPageViewer = ViewerBar


class QuestionPackPageQuestionPack(BaseModel):
    slug: str
    title: str
    asker_label: str = Field(alias="askerLabel")
    when_to_ask: str = Field(alias="whenToAsk")
    theme: Optional["QuestionPackPageQuestionPackTheme"]
    questions: list["QuestionPackPageQuestionPackQuestions"]


class QuestionPackPageQuestionPackTheme(BaseModel):
    name: str


class QuestionPackPageQuestionPackQuestions(BaseModel):
    text: str
    why: str
    good_answer: str = Field(alias="goodAnswer")


QuestionPackPage.model_rebuild()
QuestionPackPageQuestionPack.model_rebuild()
