"""Below /account/, next to the other things of a person. The key in the address stands for one calendar alone."""

from django.urls import path

from cms.reviews.calendar import calendar

urlpatterns = [path("calendar/<str:key>.ics", calendar, name="review_calendar")]
