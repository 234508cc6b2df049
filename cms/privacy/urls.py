"""Below /account/, next to the other things that a person decides."""

from django.urls import path

from cms.privacy import views

urlpatterns = [path("data/", views.data, name="account_data"), path("close/", views.close, name="account_close")]
