from cms.signing.models.signature import Signature

__all__ = ["Signature"]
