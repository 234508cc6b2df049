from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class ApplyExactRows(BaseModel):
    apply_exact_rows: Optional["ApplyExactRowsApplyExactRows"] = Field(
        alias="applyExactRows"
    )


class ApplyExactRowsApplyExactRows(BaseModel):
    applied: int


ApplyExactRows.model_rebuild()
