"""Who is found as one who can help, and that everyone decides what of them is seen."""

import datetime

import pytest

from cms.core import clock
from cms.core.errors import BadInput, Unauthenticated
from cms.core.requester import ANONYMOUS, Requester
from cms.forum.expertise import Known, change_card, choose_topics, my_topics
from cms.forum.expertise_finder import find_helpers
from cms.forum.models import Expertise, TopicInterest
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.notifications.models import Preference
from cms.snippets.models import Topic
from tests.factories.people import PartnerFactory, PartnerRoleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return PartnerFactory(slug="town", name="Town Council")


@pytest.fixture
def topics():
    return [Topic.objects.create(name=name, slug=name.lower()) for name in ("Fire", "Housing", "Schools")]


def names(by, **asked):
    return [helper.name for helper in find_helpers(by, **asked).people]


def test_people_are_found_by_topic_role_and_words_and_seen_as_they_chose(town, topics):
    reader = requester_of(UserFactory(member_of=[town]))
    ann = UserFactory(first_name="Ann", last_name="Archer", member_of=[town], phone="01234 567890")
    PartnerRoleFactory(
        user=UserFactory(first_name="Ben", last_name="Baker", member_of=[town]), partner=town, role="dpo"
    )
    UserFactory(first_name="Cat", last_name="Carter", member_of=[town])
    assert names(reader) == ["Ben Baker"], "somebody who said nothing and holds no role is not offered"

    by = requester_of(ann)
    choose_topics(by=by, knows=["fire", "housing"], follows=["schools"])
    change_card(
        by=by, about="I  run the fire desk", topics={"fire": Known("hoarding"), "housing": Known("", is_listed=False)}
    )
    found = find_helpers(reader, topic="fire")
    (helper,) = found.people
    assert (helper.name, helper.about, found.total) == ("Ann Archer", "I run the fire desk", 1)
    assert [(topic.slug, topic.note) for topic in helper.topics] == [("fire", "hoarding")]
    assert (helper.email, helper.phone) == (ann.email, ""), "a telephone number shows only where it was chosen"
    assert names(reader, topic="housing") == [], "known, but not shown to others"
    assert names(reader, role="dpo") == ["Ben Baker"]
    assert names(reader, text="hoarding") == ["Ann Archer"] == names(reader, text="town arch")
    assert names(reader, text="town") == ["Ann Archer", "Ben Baker"], "who knows a topic comes first"

    change_card(by=by, shows_email=False, shows_phone=True)
    (helper,) = find_helpers(reader, topic="fire").people
    assert (helper.email, helper.phone, helper.about) == ("", "01234 567890", "I run the fire desk")

    change_card(by=by, is_findable=False)
    assert names(reader) == ["Ben Baker"]
    assert Expertise.objects.filter(user=ann).count() == 2, "still asked when a question waits"


def test_who_left_and_tools_and_visitors_find_and_are_found_no_more(town, topics):
    reader, ann = requester_of(UserFactory(member_of=[town])), UserFactory(first_name="Ann", member_of=[town])
    choose_topics(by=requester_of(ann), knows=["fire"])
    assert len(names(reader)) == 1
    tool = Requester(partners=frozenset({town.pk}), token_id=1, scopes=frozenset())
    assert names(ANONYMOUS) == names(tool) == []
    Membership.objects.filter(user=ann).update(ends_on=clock.today() - datetime.timedelta(days=1))
    assert names(reader) == []
    with pytest.raises(Unauthenticated):
        choose_topics(by=requester_of(ann), knows=[])


def test_what_is_chosen_replaces_what_was_and_keeps_its_words(town, topics):
    by = requester_of(UserFactory(member_of=[town]))
    assert my_topics(by).has_chosen is False
    choose_topics(by=by, knows=["fire", "housing"], follows=["schools"])
    change_card(by=by, topics={"fire": Known("hoarding")})
    choose_topics(by=by, knows=["fire"])
    assert list(Expertise.objects.values_list("topic__slug", "note")) == [("fire", "hoarding")]
    assert list(TopicInterest.objects.values_list("topic__slug", flat=True)) == ["schools"], (
        "not asked about: as it was"
    )
    mine = my_topics(by)
    assert [(one.slug, one.knows, one.follows) for one in mine.topics] == [
        ("fire", True, False),
        ("housing", False, False),
        ("schools", False, True),
    ]
    assert mine.has_chosen
    choose_topics(by=by, how_often={"topics": "never"})
    assert Preference.objects.get(user=by.user_id, kind="topics").frequency == "never"
    with pytest.raises(BadInput):
        choose_topics(by=by, knows=[], how_often={"reviews": "never"})
    assert Expertise.objects.exists(), "all of it, or nothing"
    with pytest.raises(BadInput) as refused:
        choose_topics(by=by, follows=["schools", "nothing"])
    assert refused.value.details["fields"] == {"follows": ["One of these topics is not there any more."]}
    with pytest.raises(BadInput) as refused:
        change_card(by=by, about="x" * 301, topics={"fire": Known("y" * 201)})
    assert set(refused.value.details["fields"]) == {"about", "fire"}


def test_finding_costs_the_same_for_one_and_for_forty(town, topics, django_assert_max_num_queries):
    reader = requester_of(UserFactory(member_of=[town]))
    for n in range(40):
        user = UserFactory(member_of=[town])
        Expertise.objects.create(user=user, topic=topics[n % 3])
        PartnerRoleFactory(user=user, partner=town, role="ig_lead")
    with django_assert_max_num_queries(7):
        assert len(find_helpers(reader, page_size=40).people) == 40
