from datetime import date, datetime
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import GuidanceAuthority, GuidanceSupportLevel
from .fragments import SiteBar, ViewerBar


class GuidancePage(BaseModel):
    site: "GuidancePageSite"
    viewer: "GuidancePageViewer"
    glossary: list["GuidancePageGlossary"]
    page_credits: list["GuidancePagePageCredits"] = Field(alias="pageCredits")
    guidance_item: Optional["GuidancePageGuidanceItem"] = Field(alias="guidanceItem")


GuidancePageSite = SiteBar
GuidancePageViewer = ViewerBar


class GuidancePageGlossary(BaseModel):
    slug: str
    term: str
    definition: str


class GuidancePagePageCredits(BaseModel):
    name: str
    organisation: str
    part: str


class GuidancePageGuidanceItem(BaseModel):
    title: str
    path: str
    first_published_at: Optional[datetime] = Field(alias="firstPublishedAt")
    summary: str
    review_on: Optional[date] = Field(alias="reviewOn")
    authority: GuidanceAuthority
    issuer: str
    edition: str
    source_url: str = Field(alias="sourceUrl")
    support_level: GuidanceSupportLevel = Field(alias="supportLevel")
    topics: list["GuidancePageGuidanceItemTopics"]
    interprets: Optional["GuidancePageGuidanceItemInterprets"]
    superseded_by: Optional["GuidancePageGuidanceItemSupersededBy"] = Field(
        alias="supersededBy"
    )
    supersedes: list["GuidancePageGuidanceItemSupersedes"]
    interpreted_by: list["GuidancePageGuidanceItemInterpretedBy"] = Field(
        alias="interpretedBy"
    )
    body: list[
        Annotated[
            Union[
                "GuidancePageGuidanceItemBodyStreamFieldInterface",
                "GuidancePageGuidanceItemBodyCalloutBlock",
                "GuidancePageGuidanceItemBodyDetailsBlock",
                "GuidancePageGuidanceItemBodyDownloadBlock",
                "GuidancePageGuidanceItemBodyHeadingBlock",
                "GuidancePageGuidanceItemBodyLinkCardsBlock",
                "GuidancePageGuidanceItemBodyPictureBlock",
                "GuidancePageGuidanceItemBodyPlainTableBlock",
                "GuidancePageGuidanceItemBodyProseBlock",
                "GuidancePageGuidanceItemBodySpokenQuoteBlock",
                "GuidancePageGuidanceItemBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class GuidancePageGuidanceItemTopics(BaseModel):
    slug: str
    name: str


class GuidancePageGuidanceItemInterprets(BaseModel):
    title: str
    path: str


class GuidancePageGuidanceItemSupersededBy(BaseModel):
    title: str
    path: str


class GuidancePageGuidanceItemSupersedes(BaseModel):
    title: str
    path: str


class GuidancePageGuidanceItemInterpretedBy(BaseModel):
    title: str
    path: str


class GuidancePageGuidanceItemBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class GuidancePageGuidanceItemBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class GuidancePageGuidanceItemBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class GuidancePageGuidanceItemBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["GuidancePageGuidanceItemBodyDownloadBlockDocument"]


class GuidancePageGuidanceItemBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["GuidancePageGuidanceItemBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class GuidancePageGuidanceItemBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class GuidancePageGuidanceItemBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class GuidancePageGuidanceItemBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "GuidancePageGuidanceItemBodyLinkCardsBlockCardsStreamFieldInterface",
                "GuidancePageGuidanceItemBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class GuidancePageGuidanceItemBodyLinkCardsBlockCardsStreamFieldInterface(BaseModel):
    typename__: Literal[
        "CalloutBlock",
        "DetailsBlock",
        "DownloadBlock",
        "HeadingBlock",
        "LinkCardsBlock",
        "PictureBlock",
        "PlainTableBlock",
        "ProseBlock",
        "SpokenQuoteBlock",
        "StepBlock",
        "StepsBlock",
        "StreamFieldInterface",
        "TableRowBlock",
    ] = Field(alias="__typename")


class GuidancePageGuidanceItemBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional["GuidancePageGuidanceItemBodyLinkCardsBlockCardsLinkCardBlockPage"]


class GuidancePageGuidanceItemBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
    typename__: Literal[
        "EventPage",
        "GuidancePage",
        "HorizonPage",
        "NewsPage",
        "PageInterface",
        "StoryPage",
    ] = Field(alias="__typename")
    title: str
    path: str


class GuidancePageGuidanceItemBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["GuidancePageGuidanceItemBodyPictureBlockImage"]


class GuidancePageGuidanceItemBodyPictureBlockImage(BaseModel):
    rendition: Optional["GuidancePageGuidanceItemBodyPictureBlockImageRendition"]


class GuidancePageGuidanceItemBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class GuidancePageGuidanceItemBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "GuidancePageGuidanceItemBodyPlainTableBlockRowsStreamFieldInterface",
                "GuidancePageGuidanceItemBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class GuidancePageGuidanceItemBodyPlainTableBlockRowsStreamFieldInterface(BaseModel):
    typename__: Literal[
        "CalloutBlock",
        "DetailsBlock",
        "DownloadBlock",
        "HeadingBlock",
        "LinkCardBlock",
        "LinkCardsBlock",
        "PictureBlock",
        "PlainTableBlock",
        "ProseBlock",
        "SpokenQuoteBlock",
        "StepBlock",
        "StepsBlock",
        "StreamFieldInterface",
    ] = Field(alias="__typename")


class GuidancePageGuidanceItemBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class GuidancePageGuidanceItemBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class GuidancePageGuidanceItemBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class GuidancePageGuidanceItemBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "GuidancePageGuidanceItemBodyStepsBlockStepsStreamFieldInterface",
                "GuidancePageGuidanceItemBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class GuidancePageGuidanceItemBodyStepsBlockStepsStreamFieldInterface(BaseModel):
    typename__: Literal[
        "CalloutBlock",
        "DetailsBlock",
        "DownloadBlock",
        "HeadingBlock",
        "LinkCardBlock",
        "LinkCardsBlock",
        "PictureBlock",
        "PlainTableBlock",
        "ProseBlock",
        "SpokenQuoteBlock",
        "StepsBlock",
        "StreamFieldInterface",
        "TableRowBlock",
    ] = Field(alias="__typename")


class GuidancePageGuidanceItemBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


GuidancePage.model_rebuild()
GuidancePageGuidanceItem.model_rebuild()
GuidancePageGuidanceItemBodyDownloadBlock.model_rebuild()
GuidancePageGuidanceItemBodyDownloadBlockDocument.model_rebuild()
GuidancePageGuidanceItemBodyLinkCardsBlock.model_rebuild()
GuidancePageGuidanceItemBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
GuidancePageGuidanceItemBodyPictureBlock.model_rebuild()
GuidancePageGuidanceItemBodyPictureBlockImage.model_rebuild()
GuidancePageGuidanceItemBodyPlainTableBlock.model_rebuild()
GuidancePageGuidanceItemBodyStepsBlock.model_rebuild()
