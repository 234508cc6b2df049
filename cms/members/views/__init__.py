from cms.members.views.account import to_account

__all__ = ["to_account"]
