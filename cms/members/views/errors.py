"""Refusals that Django answers by itself, in the theme and in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old tab or a form from elsewhere. The reason stays in the log."""
    return render(request, "account/csrf.html", status=403)
