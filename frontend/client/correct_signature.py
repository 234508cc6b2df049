from typing import Optional

from pydantic import Field

from .base_model import BaseModel


class CorrectSignature(BaseModel):
    correct_signature: Optional["CorrectSignatureCorrectSignature"] = Field(
        alias="correctSignature"
    )


class CorrectSignatureCorrectSignature(BaseModel):
    signature_id: str = Field(alias="signatureId")


CorrectSignature.model_rebuild()
