"""The parts a page's body is made of. Each is a named StructBlock with its own field names (docs/adr/0004)."""

from typing import Any

from django.core.exceptions import ValidationError
from grapple.helpers import register_streamfield_block
from grapple.models import (
    GraphQLBoolean,
    GraphQLDocument,
    GraphQLImage,
    GraphQLPage,
    GraphQLRichText,
    GraphQLStreamfield,
    GraphQLString,
)
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

PROSE = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote"]


@register_streamfield_block
class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=120)
    graphql_fields = [GraphQLString("text", required=True)]

    class Meta:
        icon = "title"


@register_streamfield_block
class ProseBlock(blocks.StructBlock):
    html = blocks.RichTextBlock(features=PROSE, label="Text")
    graphql_fields = [GraphQLRichText("html", required=True)]

    class Meta:
        icon = "pilcrow"
        label = "Text"


@register_streamfield_block
class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = blocks.CharBlock(
        required=False,
        max_length=250,
        label="Description",
        help_text="What a person who cannot see the picture needs to know.",
    )
    decorative = blocks.BooleanBlock(required=False, help_text="It says nothing that the words do not.")
    caption = blocks.CharBlock(required=False, max_length=250)
    graphql_fields = [
        GraphQLImage("image"),
        GraphQLString("alt", required=True),
        GraphQLBoolean("decorative", required=True),
        GraphQLString("caption", required=True),
    ]

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["decorative"] and not cleaned["alt"]:
            message = "Describe the picture, or say that it is decorative."
            raise StructBlockValidationError(block_errors={"alt": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "image"


@register_streamfield_block
class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    note = blocks.CharBlock(required=False, max_length=250)
    graphql_fields = [GraphQLDocument("document"), GraphQLString("note", required=True)]

    class Meta:
        icon = "doc-full"
        label = "Document"


@register_streamfield_block
class LinkCardBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    text = blocks.CharBlock(required=False, max_length=250)
    page = blocks.PageChooserBlock(required=False)
    url = blocks.URLBlock(required=False, label="Address elsewhere")
    graphql_fields = [
        GraphQLString("title", required=True),
        GraphQLString("text", required=True),
        GraphQLPage("page"),
        GraphQLString("url", required=True),
    ]

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            message = "Choose a page, or give an address elsewhere: one of the two."
            raise StructBlockValidationError(block_errors={"page": ValidationError(message)})
        return cleaned


@register_streamfield_block
class LinkCardsBlock(blocks.StructBlock):
    cards = blocks.ListBlock(LinkCardBlock(), min_num=1, max_num=8)
    graphql_fields = [GraphQLStreamfield("cards", required=True)]

    class Meta:
        icon = "link"


@register_streamfield_block
class SpokenQuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    person = blocks.CharBlock(max_length=120)
    role = blocks.CharBlock(required=False, max_length=120)
    graphql_fields = [
        GraphQLString("text", required=True),
        GraphQLString("person", required=True),
        GraphQLString("role", required=True),
    ]

    class Meta:
        icon = "openquote"
        label = "Quote"


@register_streamfield_block
class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[("note", "Note"), ("important", "Important"), ("urgent", "Act at once")], default="note"
    )
    title = blocks.CharBlock(max_length=120)
    html = blocks.RichTextBlock(features=["bold", "italic", "link", "ul"], label="Text")
    graphql_fields = [
        GraphQLString("kind", required=True),
        GraphQLString("title", required=True),
        GraphQLRichText("html", required=True),
    ]

    class Meta:
        icon = "warning"


@register_streamfield_block
class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    html = blocks.RichTextBlock(features=["bold", "italic", "link", "ul"], required=False, label="Text")
    graphql_fields = [GraphQLString("title", required=True), GraphQLRichText("html", required=True)]


@register_streamfield_block
class StepsBlock(blocks.StructBlock):
    steps = blocks.ListBlock(StepBlock(), min_num=1)
    graphql_fields = [GraphQLStreamfield("steps", required=True)]

    class Meta:
        icon = "list-ol"
        label = "Numbered steps"


@register_streamfield_block
class TableRowBlock(blocks.StructBlock):
    cells = blocks.TextBlock(help_text="One cell a line.")
    graphql_fields = [GraphQLString("cells", required=True)]


@register_streamfield_block
class PlainTableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(max_length=250, help_text="What the table shows. Screen readers say it first.")
    columns = blocks.TextBlock(help_text="The column headings, one a line. The first column holds the row headings.")
    rows = blocks.ListBlock(TableRowBlock(), min_num=1)
    graphql_fields = [
        GraphQLString("caption", required=True),
        GraphQLString("columns", required=True),
        GraphQLStreamfield("rows", required=True),
    ]

    class Meta:
        icon = "table"
        label = "Table"


@register_streamfield_block
class DetailsBlock(blocks.StructBlock):
    summary = blocks.CharBlock(max_length=120)
    html = blocks.RichTextBlock(features=PROSE, label="Text")
    graphql_fields = [GraphQLString("summary", required=True), GraphQLRichText("html", required=True)]

    class Meta:
        icon = "collapse-down"


class BodyBlock(blocks.StreamBlock):
    """The one body that all page types share."""

    heading = HeadingBlock()
    prose = ProseBlock()
    picture = PictureBlock()
    document = DownloadBlock()
    link_cards = LinkCardsBlock()
    quote = SpokenQuoteBlock()
    callout = CalloutBlock()
    steps = StepsBlock()
    table = PlainTableBlock()
    details = DetailsBlock()
