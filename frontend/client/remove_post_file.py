from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class RemovePostFile(BaseModel):
    remove_post_file: Optional["RemovePostFileRemovePostFile"] = Field(
        alias="removePostFile"
    )


class RemovePostFileRemovePostFile(BaseModel):
    id: str


RemovePostFile.model_rebuild()
