"""The screen “Files and copies”: where files are, whether all are there, and what a person decides of what is not."""

from collections.abc import Callable
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail.admin.menu import MenuItem

from cms.core.errors import DomainError, NotFound
from cms.core.policy import may
from cms.discovery.screens import Screen
from cms.members.selectors import requester_for
from cms.storage.expunging import expunge_now
from cms.storage.permissions import EXPUNGE, HEAL, RECONCILE
from cms.storage.ports import StoreUnavailable
from cms.storage.reconcile import repairs, runs
from cms.storage.reconcile.status import files_status

FILES = "overview_files"


class FilesScreen(Screen):
    """POST `do` names a button: compare, mend, back (from a place or from an uploaded copy), gone, forget, expunge."""

    action = RECONCILE
    template_name = "overview/files.html"
    page_title = "Files and copies"
    header_icon = "folder-open-inverse"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = files_status(by=self.by)
        earlier = [(run, runs.summary(run)) for run in found.runs]
        rights = {"may_heal": may(self.by, HEAL), "may_expunge": may(self.by, EXPUNGE)}
        context: dict[str, Any] = super().get_context_data(found=found, runs=earlier, **rights, **kwargs)
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do = self.buttons().get(request.POST.get("do", ""))
        try:
            if do is None:
                raise NotFound("There is no such button.")
            messages.success(request, do(request))
        except DomainError as error:
            messages.warning(request, str(error))
        except StoreUnavailable as error:
            messages.warning(request, f"The place where the file is does not answer. Nothing was changed. ({error})")
        return HttpResponseRedirect(reverse(FILES))

    def buttons(self) -> dict[str, Callable[[HttpRequest], str]]:
        return {
            "compare": self.compare,
            "mend": self.mend,
            "back": self.put_back,
            "gone": self.say_gone,
            "forget": self.forget,
            "expunge": self.expunge,
        }

    def compare(self, request: HttpRequest) -> str:
        repairs.compare_now(by=self.by)
        return "The files are compared in the background. This page shows what was found."

    def mend(self, request: HttpRequest) -> str:
        repairs.mend_now(by=self.by)
        return "What can be mended is mended in the background. Nothing is deleted."

    def put_back(self, request: HttpRequest) -> str:
        content, row = number(request, "content"), number(request, "row") or None
        if copy := request.FILES.get("copy"):
            repairs.put_back_file(by=self.by, content_id=content, file=cast(BinaryIO, copy), row_id=row)
            return "The file is back: its content is exactly what was kept."
        source = request.POST.get("source", "")
        repairs.put_back_from(by=self.by, content_id=content, source=source, row_id=row)
        return "The file is back. It was read again after it was put there."

    def say_gone(self, request: HttpRequest) -> str:
        names = repairs.say_gone(by=self.by, content_id=number(request, "content"))
        shown = f" Give these another file, or delete them: {', '.join(names)}." if names else ""
        return f"The file is no longer looked for.{shown}"

    def forget(self, request: HttpRequest) -> str:
        repairs.say_name_gone(by=self.by, name=request.POST.get("name", ""))
        return "It is forgotten, and made again when it is next needed."

    def expunge(self, request: HttpRequest) -> str:
        left = expunge_now(by=self.by, content_id=number(request, "content"), why=request.POST.get("why", ""))
        if left:
            return (
                "The file’s content is removed for good from every place that the site reaches. Whoever runs the site "
                f"removes it from {', '.join(left)}."
            )
        return "The file’s content is removed for good, from every place."


def number(request: HttpRequest, name: str) -> int:
    """0 for what is none: no row has it."""
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


class FilesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(requester_for(request), RECONCILE)


def files_item() -> MenuItem:
    return FilesItem("Files and copies", reverse(FILES), name="files", icon_name="folder-open-inverse", order=1105)
