"""The ledger and the places compared: what is missing, too much or changed, and what of it mends itself."""

from cms.storage.reconcile.findings import KINDS, Finding, register_survey

__all__ = ["KINDS", "Finding", "register_survey"]
