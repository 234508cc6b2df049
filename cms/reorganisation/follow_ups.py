"""What higher rooms do when bodies change: they say so in AppConfig.ready, because this room may not import them."""

from collections.abc import Callable

from cms.core.requester import Requester

# (by, ISP key, what changed in words, source key): called in the transaction of the change, and perhaps twice.
FollowUp = Callable[[Requester, int, str, str], None]
_known: list[FollowUp] = []


def register_follow_up(function: FollowUp) -> None:
    """Call this for each agreement that somebody should look at again. It must do nothing the second time."""
    if function not in _known:
        _known.append(function)


def follow_up(by: Requester, isp_id: int, why: str, source_key: str) -> None:
    for function in _known:
        function(by, isp_id, why, source_key)
