from datetime import datetime
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .fragments import IspLink, SiteBar, ViewerBar


class StoryPage(BaseModel):
    site: "StoryPageSite"
    viewer: "StoryPageViewer"
    success_story: Optional["StoryPageSuccessStory"] = Field(alias="successStory")


StoryPageSite = SiteBar
StoryPageViewer = ViewerBar


class StoryPageSuccessStory(BaseModel):
    title: str
    path: str
    first_published_at: Optional[datetime] = Field(alias="firstPublishedAt")
    summary: str
    period: str
    problem: str
    approach: str
    impact: str
    learning: str
    advice: str
    partners_text: str = Field(alias="partnersText")
    source: str
    quotes: list["StoryPageSuccessStoryQuotes"]
    partners: list["StoryPageSuccessStoryPartners"]
    isps: list["StoryPageSuccessStoryIsps"]
    benefits: list["StoryPageSuccessStoryBenefits"]
    body: list[
        Annotated[
            Union[
                "StoryPageSuccessStoryBodyStreamFieldInterface",
                "StoryPageSuccessStoryBodyCalloutBlock",
                "StoryPageSuccessStoryBodyDetailsBlock",
                "StoryPageSuccessStoryBodyDownloadBlock",
                "StoryPageSuccessStoryBodyHeadingBlock",
                "StoryPageSuccessStoryBodyLinkCardsBlock",
                "StoryPageSuccessStoryBodyPictureBlock",
                "StoryPageSuccessStoryBodyPlainTableBlock",
                "StoryPageSuccessStoryBodyProseBlock",
                "StoryPageSuccessStoryBodySpokenQuoteBlock",
                "StoryPageSuccessStoryBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class StoryPageSuccessStoryQuotes(BaseModel):
    text: str
    person: str
    role: str


class StoryPageSuccessStoryPartners(BaseModel):
    name: str
    slug: str


StoryPageSuccessStoryIsps = IspLink


class StoryPageSuccessStoryBenefits(BaseModel):
    title: str
    amount: str
    unit: str
    confidence: str


class StoryPageSuccessStoryBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class StoryPageSuccessStoryBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class StoryPageSuccessStoryBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class StoryPageSuccessStoryBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["StoryPageSuccessStoryBodyDownloadBlockDocument"]


class StoryPageSuccessStoryBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["StoryPageSuccessStoryBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class StoryPageSuccessStoryBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class StoryPageSuccessStoryBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class StoryPageSuccessStoryBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "StoryPageSuccessStoryBodyLinkCardsBlockCardsStreamFieldInterface",
                "StoryPageSuccessStoryBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class StoryPageSuccessStoryBodyLinkCardsBlockCardsStreamFieldInterface(BaseModel):
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


class StoryPageSuccessStoryBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional["StoryPageSuccessStoryBodyLinkCardsBlockCardsLinkCardBlockPage"]


class StoryPageSuccessStoryBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
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


class StoryPageSuccessStoryBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["StoryPageSuccessStoryBodyPictureBlockImage"]


class StoryPageSuccessStoryBodyPictureBlockImage(BaseModel):
    rendition: Optional["StoryPageSuccessStoryBodyPictureBlockImageRendition"]


class StoryPageSuccessStoryBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class StoryPageSuccessStoryBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "StoryPageSuccessStoryBodyPlainTableBlockRowsStreamFieldInterface",
                "StoryPageSuccessStoryBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class StoryPageSuccessStoryBodyPlainTableBlockRowsStreamFieldInterface(BaseModel):
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


class StoryPageSuccessStoryBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class StoryPageSuccessStoryBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class StoryPageSuccessStoryBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class StoryPageSuccessStoryBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "StoryPageSuccessStoryBodyStepsBlockStepsStreamFieldInterface",
                "StoryPageSuccessStoryBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class StoryPageSuccessStoryBodyStepsBlockStepsStreamFieldInterface(BaseModel):
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


class StoryPageSuccessStoryBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


StoryPage.model_rebuild()
StoryPageSuccessStory.model_rebuild()
StoryPageSuccessStoryBodyDownloadBlock.model_rebuild()
StoryPageSuccessStoryBodyDownloadBlockDocument.model_rebuild()
StoryPageSuccessStoryBodyLinkCardsBlock.model_rebuild()
StoryPageSuccessStoryBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
StoryPageSuccessStoryBodyPictureBlock.model_rebuild()
StoryPageSuccessStoryBodyPictureBlockImage.model_rebuild()
StoryPageSuccessStoryBodyPlainTableBlock.model_rebuild()
StoryPageSuccessStoryBodyStepsBlock.model_rebuild()
