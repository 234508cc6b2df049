"""A simulation for tools and for spreadsheets: before and after, agreement by agreement."""

from typing import Any

from cms.core.tabular import write_xlsx
from cms.reorganisation.simulation import WORDS, IspEffect, Simulation

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ISP_COLUMNS = (
    *("Reference", "Title", "Theme", "State", "Led by", "Led by, after", "Parties", "Parties, after"),
    *("What becomes of each part", "Within one body", "Parties that become one", "Without a lead", "Without its owner"),
    *("No approver at", "Versions on their way"),
)
PEOPLE_COLUMNS = ("Kind", "Who or what", "Belongs to", "What happens", "Goes to", "Why")


def as_json(found: Simulation) -> dict[str, Any]:
    """Plain values with names of bodies, references of agreements and the words of `simulation.Way`."""
    names = found.names
    return {
        "title": found.outline.title,
        "counts": found.counts,
        "warnings": found.warnings,
        "missing": found.missing,
        "bodies": [
            {"name": name, "change": kind, "after": after, "isps": isps} for name, kind, after, isps in found.bodies
        ],
        "isps": [_isp(effect, names) for effect in found.isps],
        "placements": [
            {
                "kind": str(row.kind),
                "label": row.label,
                "before": names[row.before],
                "after": names.get(row.after or 0, ""),
                "way": str(row.way),
                "why": row.why,
            }
            for row in found.placements
        ],
    }


def _isp(effect: IspEffect, names: dict[int, str]) -> dict[str, Any]:
    return {
        "reference": effect.reference,
        "title": effect.title,
        "theme": effect.theme,
        "state": effect.state,
        "lead": {"before": effect.lead_before, "after": effect.lead_after},
        "parties": {"before": effect.parties_before, "after": effect.parties_after},
        "parts": [
            {
                "before": names[part.before],
                "after": names.get(part.after or 0, ""),
                "way": str(part.way),
                "why": part.why,
                "leads": part.leads,
                "covered": part.covered,
            }
            for part in effect.parts
        ],
        "within_one_body": effect.within_one,
        "become_one": effect.become_one,
        "loses_lead": effect.loses_lead,
        "loses_owner": effect.loses_owner,
        "no_approver": effect.no_approver,
        "open_versions": effect.open_versions,
    }


def isps_as_xlsx(found: Simulation) -> bytes:
    names = found.names

    def parts(effect: IspEffect) -> str:
        return "\n".join(
            f"{names[part.before]} → {names.get(part.after or 0, 'nobody')}: {WORDS[part.way]}" for part in effect.parts
        )

    rows = [
        [
            *(effect.reference, effect.title, effect.theme, effect.state, effect.lead_before, effect.lead_after),
            *("\n".join(effect.parties_before), "\n".join(effect.parties_after), parts(effect)),
            *(effect.within_one, ", ".join(effect.become_one), effect.loses_lead, effect.loses_owner),
            *(", ".join(effect.no_approver), ", ".join(map(str, effect.open_versions))),
        ]
        for effect in found.isps
    ]
    return write_xlsx(ISP_COLUMNS, rows, sheet="Agreements")


def people_as_xlsx(found: Simulation) -> bytes:
    rows = [
        [
            *(str(row.kind).capitalize(), row.label, found.names[row.before], WORDS[row.way]),
            *(found.names.get(row.after or 0, ""), row.why),
        ]
        for row in found.placements
    ]
    rows += [["API token", str(token), found.names[token.partner_id], "Stops", "", ""] for token in found.tokens]
    return write_xlsx(PEOPLE_COLUMNS, rows, sheet="People and data")
