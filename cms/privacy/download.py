"""What is held on a person, as one file: for people to read and for machines. Made when it is asked for, never kept."""

import io
import json
import zipfile
from typing import Any

from django.template.loader import render_to_string

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import Forbidden
from cms.core.models import CommunitySettings
from cms.core.requester import Requester
from cms.members.models import User
from cms.privacy.held import all_held, section, trail_of


def data_of(user: User) -> dict[str, Any]:
    """{"about", "made", "account": {…}, "sections": [{"what", "closing", "rows": [{column: value}]}], "record": […]}.
    Sections without rows are left out."""
    sections = []
    for held in all_held():
        rows = section(held, user)
        if rows:
            sections.append({"what": held.what, "closing": held.then.value, "rows": rows})
    return {
        "about": CommunitySettings.load().name,
        "made": clock.now().isoformat(timespec="seconds"),
        "account": {
            "first name": user.first_name,
            "last name": user.last_name,
            "e-mail address": user.email,
            "job title": user.job_title,
            "telephone": user.phone,
            "account made": user.date_joined.isoformat(),
            "last signed in": user.last_login.isoformat() if user.last_login else None,
        },
        "sections": sections,
        "record": trail_of(user),
    }


def download(*, by: Requester, user: User) -> bytes:
    """A ZIP file of data.json and of the same to read, read-me.html. On record. Raises Forbidden for another person."""
    if not policy.may(by, "person.download", user):
        raise Forbidden("You can take away only what is held on you.")
    data = data_of(user)
    record(by, "person.downloaded", user)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2, default=str))
        file.writestr("read-me.html", render_to_string("privacy/read_me.html", {"data": data}))
    return out.getvalue()
