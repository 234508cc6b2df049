from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ConfirmColumns(BaseModel):
    confirm_columns: Optional["ConfirmColumnsConfirmColumns"] = Field(
        alias="confirmColumns"
    )


class ConfirmColumnsConfirmColumns(BaseModel):
    sheet: str


ConfirmColumns.model_rebuild()
