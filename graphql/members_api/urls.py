from django.urls import path, re_path

from members_api import cover_views, file_views, part_views, snapshot_views, upload_views, views
from members_api.data.views import data_view

urlpatterns = [
    path("graphql/", views.graphql_view, name="graphql"),
    re_path(r"^graphql/data/(?P<key>[0-9a-f]{20})\.(?P<kind>json|csv|xlsx)\Z", data_view, name="data"),
    path("documents/uploads/<str:signed>/", upload_views.upload, name="upload"),
    path("documents/uploads/<str:signed>/<int:number>/", part_views.part, name="upload_part"),
    re_path(
        r"^documents/registers/keys/(?P<key_id>[0-9a-f]{16})\.pem\Z", snapshot_views.public_key, name="register_key"
    ),
    re_path(r"^documents/registers/(?P<name>[a-z0-9.-]{1,80})\Z", snapshot_views.snapshot_file, name="snapshot_file"),
    path("documents/get/<str:signed>/", file_views.from_file_host, name="from_file_host"),
    path("documents/<int:pk>/", file_views.document, name="document"),
    path("documents/<int:pk>/cover", cover_views.cover, name="cover"),
    path("documents/images/<int:pk>/<str:name>", file_views.picture, name="picture"),
]
