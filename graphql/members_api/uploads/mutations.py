"""Leave to send files: a form with the address as its action takes them, straight to the CMS."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.storage import uploads
from members_api.guards import MEMBER
from members_api.mutations import ServiceMutation


class StartUploadInput(graphene.InputObjectType):
    purpose = graphene.String(required=True, description="What the files are for, such as intake.files.")
    target = graphene.String(required=True, description="Which one of its kind, in the purpose's own words.")


class StartUpload(ServiceMutation):
    """Post the files as multipart/form-data in the field `file`, from a page of the site, within the hour and once."""

    class Arguments:
        input = StartUploadInput(required=True)

    id = graphene.ID(required=True, description="For `uploadResult`.")
    url = graphene.String(required=True, description="Below the CMS's origin; works for the person who asked alone.")
    most_files = graphene.Int(required=True)
    most_megabytes = graphene.Int(required=True, description="Of one file.")
    scope = uploads.SCOPE
    audience = MEMBER

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        ticket = uploads.start_upload(by=by, purpose=data["purpose"], target=data["target"])
        limits = uploads.purpose_of(ticket).limits
        return {
            "id": ticket.pk,
            "url": uploads.address_of(ticket),
            "most_files": limits.files,
            "most_megabytes": limits.file_bytes >> 20,
        }


class UploadsMutation(graphene.ObjectType):
    start_upload = StartUpload.exposed("By whoever may give files to the target; 60 times in 10 minutes at most.")
