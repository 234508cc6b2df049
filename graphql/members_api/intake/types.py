"""Old agreements on their way in: plain answers of `cms.intake`, which narrows them to the reader."""

from typing import Any

import graphene

from cms.intake import selectors, sheet_views
from cms.storage.text_scans import can_read_pictures


class IntakeBodyType(graphene.ObjectType):
    """A partner for which you may bring in old agreements."""

    shows = selectors.Body
    slug = graphene.String(required=True)
    name = graphene.String(required=True)

    class Meta:
        name = "IntakeBody"


class IntakeBatchType(graphene.ObjectType):
    shows = selectors.BatchCard
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    partner_name = graphene.String(required=True)
    made_by = graphene.String(required=True)
    made_at = graphene.DateTime(required=True)
    total = graphene.Int(required=True)
    open = graphene.Int(required=True, description="Papers that are not settled.")
    accepted = graphene.Int(required=True)
    waiting = graphene.Int(required=True, description="Papers still being read.")

    class Meta:
        name = "IntakeBatch"


class IntakePaperCardType(graphene.ObjectType):
    """One line of a batch's list. The state is a word for programs, its label one for people."""

    shows = selectors.PaperCard
    id = graphene.ID(required=True)
    number = graphene.Int(required=True)
    name = graphene.String(required=True)
    state = graphene.String(required=True)
    state_label = graphene.String(required=True)
    detail = graphene.String(required=True)
    isp_reference = graphene.String(required=True)
    can_undo = graphene.Boolean(required=True)

    class Meta:
        name = "IntakePaperCard"


class IntakeOptionType(graphene.ObjectType):
    shows = selectors.Option
    slug = graphene.String(required=True)
    name = graphene.String(required=True)

    class Meta:
        name = "IntakeOption"


class IntakeGuessType(graphene.ObjectType):
    """What a machine or a spreadsheet says of one field; never a fact. Without a value a person has to choose."""

    shows = selectors.GuessCard
    id = graphene.ID(required=True)
    field = graphene.String(required=True, description="title, party, lead, signed_on and so on.")
    value = graphene.String(required=True)
    text = graphene.String(required=True, description="The value as the form shows it.")
    printed = graphene.String(required=True, description="As it stands in the source.")
    source = graphene.String(required=True, description="Where it came from: page and words.")
    how_label = graphene.String(required=True)
    note = graphene.String(required=True)
    options = graphene.List(IntakeOptionType, description="What may be chosen; never applied by itself.")

    class Meta:
        name = "IntakeGuess"


class IntakePageType(graphene.ObjectType):
    shows = selectors.PageView
    number = graphene.Int(required=True)
    text = graphene.String(required=True)
    how = graphene.String(required=True)
    how_label = graphene.String(required=True)

    class Meta:
        name = "IntakePage"


class IntakePaperType(graphene.ObjectType):
    """One paper: what it says, and what it seems to be."""

    shows = selectors.PaperView
    card = graphene.Field(IntakePaperCardType, required=True)
    batch = graphene.Field(IntakeBatchType, required=True)
    revision = graphene.Int(required=True)
    file_url = graphene.String(required=True, description="Below the CMS's origin; empty where no file is held.")
    pdf_url = graphene.String(required=True, description="A PDF of a photograph, made here; empty for other files.")
    look = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="What to look at before more than the parties see it: sentences with counts, never its words.",
    )
    notes = graphene.String(required=True)
    reading_note = graphene.String(required=True)
    pages_total = graphene.Int(required=True)
    pages_read = graphene.Int(required=True)
    added_by = graphene.String(required=True)
    added_at = graphene.DateTime(required=True)
    guesses = graphene.List(IntakeGuessType)
    pages = graphene.List(IntakePageType)
    others = graphene.List(IntakePaperCardType, description="All papers of the batch, this one too.")
    themes = graphene.List(IntakeOptionType)
    question = graphene.String(required=True, description="What the core team was asked.")
    next_number = graphene.Int(required=True, description="0 where nothing else is open.")

    class Meta:
        name = "IntakePaper"


class IntakeSheetRowType(graphene.ObjectType):
    """A row with what it may be. A proposal counts for nothing until somebody presses."""

    shows = sheet_views.SheetRowView
    id = graphene.ID(required=True)
    number = graphene.Int(required=True)
    title = graphene.String(required=True)
    detail = graphene.String(required=True)
    done = graphene.String(required=True, description="Empty while it is open.")
    paper_id = graphene.ID()
    paper_name = graphene.String(required=True)
    exact = graphene.Boolean(required=True)
    why = graphene.String(required=True)
    isp_reference = graphene.String(required=True, description="The agreement of the register that it may be.")

    class Meta:
        name = "IntakeSheetRow"


class IntakeColumnType(graphene.ObjectType):
    shows = sheet_views.ColumnView
    field = graphene.String(required=True)
    label = graphene.String(required=True)
    column = graphene.String(required=True, description="As proposed or confirmed; empty for none.")

    class Meta:
        name = "IntakeColumn"


class IntakeSheetType(graphene.ObjectType):
    shows = sheet_views.SheetView
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    header = graphene.List(graphene.String)
    columns = graphene.List(IntakeColumnType)
    is_confirmed = graphene.Boolean(required=True)
    rows = graphene.List(IntakeSheetRowType)
    exact_count = graphene.Int(required=True)

    class Meta:
        name = "IntakeSheet"


class IntakeBatchPageType(graphene.ObjectType):
    shows = selectors.BatchView
    card = graphene.Field(IntakeBatchType, required=True)
    papers = graphene.List(IntakePaperCardType)
    sheets = graphene.List(IntakeSheetType)
    reads_pictures = graphene.Boolean(required=True, description="Whether scans are read on this installation.")
    next_number = graphene.Int(required=True)

    class Meta:
        name = "IntakeBatchPage"


class IntakeHome(graphene.ObjectType):
    """What you may bring in, and what you have brought."""

    bodies = graphene.List(IntakeBodyType)
    batches = graphene.List(IntakeBatchType)
    is_core_team = graphene.Boolean(required=True)
    reads_pictures = graphene.Boolean(required=True)

    def resolve_bodies(self, info: Any) -> Any:
        return selectors.bodies(info.context.requester)

    def resolve_batches(self, info: Any) -> Any:
        return selectors.batches(info.context.requester)

    def resolve_is_core_team(self, info: Any) -> bool:
        return bool(info.context.requester.is_editor)

    def resolve_reads_pictures(self, info: Any) -> bool:
        return can_read_pictures()
