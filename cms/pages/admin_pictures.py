"""Pictures on the editors' screens: thumbnails and originals, for those who keep the pictures, and nothing else."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from cms.storage.files import media_type_of
from cms.storage.kinds import kind_of

PERMISSION = "wagtailimages.change_image"


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """The file of this name, when it is a picture's or one of its sizes. Documents never leave by this way."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    images = get_image_model()
    found = images.get_rendition_model().objects.filter(file=name).first() or images.objects.filter(file=name).first()
    if found is None or not found.file.storage.exists(name):
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:  # gone, or it waits to be checked for viruses
        raise Http404 from error
    return FileResponse(file, content_type=media_type_of(kind_of(file, "")), headers=headers)
