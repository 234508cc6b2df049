"""The public part of an agreement, in one list. A field that is not in it is empty for everybody who is no member.

`docs/permissions.md` says the same to people. The seal (guards.py) holds the types to it, so a new field is for members
until it is written here. Rows behind a field have their own rules besides.
"""

from collections.abc import Mapping

PUBLIC_PART: Mapping[str, frozenset[str]] = {
    "Isp": frozenset(
        {
            *("id", "reference", "title", "kind", "kind_label", "theme", "lead", "summary"),
            *("visibility", "is_example"),  # that it is public, and that it is invented where it is
            *("status", "status_label", "status_kind"),
            *("next_review", "next_review_precision", "days_to_review", "under_review"),
            *("version", "covered_count", "party_count"),
            *("affected_by", "stories"),  # public pages that name the agreement themselves
        }
    ),
    "IspVersion": frozenset(
        {
            *("id", "number", "state", "state_label"),  # which words these are
            *("summary", "purpose", "data_subjects", "expected_benefit"),
            "joint_arrangement",  # its essence is for anybody to read (UK GDPR Article 26(2))
            *("data_items", "parties", "covered_count", "party_count"),
        }
    ),
    "IspParty": frozenset(
        {
            *("id", "partner", "role", "role_label", "coverage", "coverage_label"),
            "controller_status",  # part of the role; an enum that is never null in the contract
        }
    ),
    "DataItem": frozenset({"id", "name"}),
}
