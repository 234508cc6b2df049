import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from wagtail.models import RevisionMixin

from cms.core import clock
from cms.discovery.phrases import lines, normal
from search import registry
from search.ports import STOP
from search.text import words

MOST_PHRASES = 30
MOST_PINS = 3  # shown first for one search


class SynonymSet(RevisionMixin, models.Model):
    """Words that people use for one thing. Search widens a question by them; nothing that is written changes."""

    class Direction(models.TextChoices):
        TWO_WAY = "two_way", "Each finds all the others"
        ONE_WAY = "one_way", "The other words find the main one, not the reverse"

    code = models.SlugField(max_length=40, unique=True, help_text="A short name for lists and imports.")
    canonical = models.CharField("main term", max_length=120)
    terms = models.TextField("other words for it", help_text="One a line.")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.TWO_WAY)
    also_finds = models.CharField(
        max_length=120, blank=True, help_text="For one way: what these words find, where it is not the main term."
    )
    case_sensitive = models.TextField(
        "only as written",
        blank=True,
        help_text="Of the words above, those that mean something else in small letters, such as SET. One a line.",
    )
    source = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["canonical"]
        verbose_name = "set of synonyms"
        verbose_name_plural = "synonyms"

    def __str__(self) -> str:
        return self.canonical

    @property
    def term_list(self) -> list[str]:
        return lines(self.terms)

    @property
    def case_sensitive_list(self) -> list[str]:
        return lines(self.case_sensitive)

    def clean(self) -> None:
        """A term needs a word that search keeps; rules of other engines choke on commas and arrows in some places."""
        errors: dict[str, str] = {}
        for field, terms in (("canonical", [self.canonical]), ("terms", self.term_list)):
            for term in terms:
                if not set(words(term)) - STOP:
                    errors[field] = f"“{term}” has no word that search looks at."
                if "=>" in term:
                    errors[field] = f"“{term}” holds an arrow."
        if not self.term_list:
            errors["terms"] = "Give at least one other word."
        extra = [term for term in self.case_sensitive_list if term not in [self.canonical, *self.term_list]]
        if extra:
            errors["case_sensitive"] = f"“{extra[0]}” is not among the words above, written in the same way."
        if self.also_finds and self.direction == self.Direction.TWO_WAY:
            errors["also_finds"] = "Only for words that go one way."
        if errors:
            raise ValidationError(errors)


class SteeringQuerySet(models.QuerySet[Any]):
    def in_force(self, day: datetime.date) -> Self:
        """Those whose days include this one; the last day counts."""
        begun = Q(from_on=None) | Q(from_on__lte=day)
        return self.filter(begun, Q(until_on=None) | Q(until_on__gte=day))

    def for_phrases(self, phrases: list[str]) -> Self:
        """Those that name one of these phrases, given in normal form."""
        if not phrases:
            return self.none()
        return self.filter(Q(*[Q(matched__contains=f"\n{phrase}\n") for phrase in phrases], _connector=Q.OR))


class Steering(RevisionMixin, models.Model):
    """A thing and the searches for which an editor decides about it."""

    phrases = models.TextField(
        "searches",
        help_text="What people type, one a line. Capitals, accents and punctuation make no difference; "
        "other words do: “asb” does not stand for “anti-social behaviour”.",
    )
    matched = models.TextField(editable=False)  # the phrases in normal form, each between line breaks
    key = models.CharField(max_length=60, editable=False, db_index=True)  # "isp:7"
    from_on = models.DateField("from", null=True, blank=True, help_text="Empty: at once.")
    until_on = models.DateField("until", null=True, blank=True, help_text="The last day. Empty: until you change it.")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    objects = SteeringQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.matched = "".join(f"\n{phrase}\n" for phrase in self.phrase_list)
        super().save(*args, **kwargs)

    @property
    def phrase_list(self) -> list[str]:
        """The phrases in normal form, each once."""
        return list(dict.fromkeys(phrase for line in lines(self.phrases) if (phrase := normal(line))))

    def state_on(self, day: datetime.date) -> str:
        """ "over", "to come" or "in force", from the dates alone."""
        if self.until_on is not None and self.until_on < day:
            return "over"
        return "to come" if self.from_on is not None and self.from_on > day else "in force"

    def overlapping(self, rows: SteeringQuerySet) -> SteeringQuerySet:
        """Of these rows, those that share a phrase and a day with this one, itself left out."""
        if isinstance(self, rows.model):
            rows = rows.exclude(pk=self.pk)
        if self.until_on is not None:
            rows = rows.filter(Q(from_on=None) | Q(from_on__lte=self.until_on))
        if self.from_on is not None:
            rows = rows.filter(Q(until_on=None) | Q(until_on__gte=self.from_on))
        return rows.for_phrases(self.phrase_list)

    def clean(self) -> None:
        """Phrases that can be typed, days in their order, and no second decision on the same thing and search."""
        errors: dict[str, str] = {}
        empty = [line for line in lines(self.phrases) if not normal(line)]
        if empty:
            errors["phrases"] = f"“{empty[0]}” has no word in it."
        elif not self.phrase_list:
            errors["phrases"] = "Give at least one search."
        elif len(self.phrase_list) > MOST_PHRASES:
            errors["phrases"] = f"At most {MOST_PHRASES} searches. Make a second one for the others."
        else:
            typed = next((phrase for phrase in self.phrase_list if is_reference(phrase)), "")
            if typed:
                errors["phrases"] = f"“{typed}” is the reference of an agreement, which always comes first by itself."
        if self.from_on and self.until_on and self.until_on < self.from_on:
            errors["until_on"] = "This is before the first day."
        if self.until_on and self.until_on < clock.today() and self.pk is None:
            errors["until_on"] = "This day is past."
        if not errors:
            errors = self.conflicts()
        if errors:
            raise ValidationError(errors)

    def conflicts(self) -> dict[str, str]:
        """What speaks against this row, by field."""
        raise NotImplementedError

    def shared_phrase(self, other: "Steering") -> str:
        return next(phrase for phrase in self.phrase_list if phrase in other.phrase_list)


def is_reference(text: str) -> bool:
    """Whether the words are the reference of something that exists, and nothing else."""
    return any(source.by_reference and source.by_reference(text) for source in registry.sources())


class Pin(Steering):
    """What stands first for some searches, chosen by the core team. Readers see it where they may open it."""

    position = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PINS)],
        help_text=f"1 to {MOST_PINS}: the place among the things chosen for the same search.",
    )
    note = models.CharField(
        max_length=250, blank=True, help_text="Why, for the rest of the core team. Readers do not see it."
    )

    class Meta:
        ordering = ["phrases", "position"]
        verbose_name = "chosen result"
        verbose_name_plural = "chosen results"

    def __str__(self) -> str:
        return f"First for “{next(iter(self.phrase_list), '')}”"

    def conflicts(self) -> dict[str, str]:
        for other in self.overlapping(Pin.objects.all()):
            phrase = self.shared_phrase(other)
            if other.key == self.key:
                return {"phrases": f"This is already chosen for “{phrase}” on some of these days."}
            if other.position == self.position:
                text = f"Something else has position {other.position} for “{phrase}” on some of these days."
                return {"position": text}
        left_out = self.overlapping(Exclusion.objects.filter(key=self.key)).first()
        if left_out is not None:
            phrase = self.shared_phrase(left_out)
            return {"phrases": f"For “{phrase}” this is left out on some of these days: change that first."}
        return {}


class Exclusion(Steering):
    """What is not shown for some searches, though it has the words: the right page for another question."""

    reason = models.CharField(max_length=250, help_text="Why, for the rest of the core team. Readers do not see it.")

    class Meta:
        ordering = ["phrases"]
        verbose_name = "result left out"
        verbose_name_plural = "results left out"

    def __str__(self) -> str:
        return f"Not for “{next(iter(self.phrase_list), '')}”"

    def conflicts(self) -> dict[str, str]:
        twin = self.overlapping(Exclusion.objects.filter(key=self.key)).first()
        if twin is not None:
            return {"phrases": f"For “{self.shared_phrase(twin)}” this is already left out on some of these days."}
        pinned = self.overlapping(Pin.objects.filter(key=self.key)).first()
        if pinned is not None:
            phrase = self.shared_phrase(pinned)
            return {"phrases": f"For “{phrase}” this is chosen to come first on some of these days: change that first."}
        return {}
