from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class StartUpload(BaseModel):
    start_upload: Optional["StartUploadStartUpload"] = Field(alias="startUpload")


class StartUploadStartUpload(BaseModel):
    id: str
    url: str
    most_files: int = Field(alias="mostFiles")
    most_megabytes: int = Field(alias="mostMegabytes")


StartUpload.model_rebuild()
