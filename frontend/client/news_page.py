from datetime import date
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class NewsPage(BaseModel):
    site: "NewsPageSite"
    viewer: "NewsPageViewer"
    news_item: Optional["NewsPageNewsItem"] = Field(alias="newsItem")


NewsPageSite = SiteBar
NewsPageViewer = ViewerBar


class NewsPageNewsItem(BaseModel):
    title: str
    path: str
    summary: str
    published_on: date = Field(alias="publishedOn")
    topics: list["NewsPageNewsItemTopics"]
    body: list[
        Annotated[
            Union[
                "NewsPageNewsItemBodyStreamFieldInterface",
                "NewsPageNewsItemBodyCalloutBlock",
                "NewsPageNewsItemBodyDetailsBlock",
                "NewsPageNewsItemBodyDownloadBlock",
                "NewsPageNewsItemBodyHeadingBlock",
                "NewsPageNewsItemBodyLinkCardsBlock",
                "NewsPageNewsItemBodyPictureBlock",
                "NewsPageNewsItemBodyPlainTableBlock",
                "NewsPageNewsItemBodyProseBlock",
                "NewsPageNewsItemBodySpokenQuoteBlock",
                "NewsPageNewsItemBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class NewsPageNewsItemTopics(BaseModel):
    slug: str
    name: str


class NewsPageNewsItemBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class NewsPageNewsItemBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class NewsPageNewsItemBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class NewsPageNewsItemBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["NewsPageNewsItemBodyDownloadBlockDocument"]


class NewsPageNewsItemBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["NewsPageNewsItemBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class NewsPageNewsItemBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class NewsPageNewsItemBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class NewsPageNewsItemBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "NewsPageNewsItemBodyLinkCardsBlockCardsStreamFieldInterface",
                "NewsPageNewsItemBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class NewsPageNewsItemBodyLinkCardsBlockCardsStreamFieldInterface(BaseModel):
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


class NewsPageNewsItemBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional["NewsPageNewsItemBodyLinkCardsBlockCardsLinkCardBlockPage"]


class NewsPageNewsItemBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
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


class NewsPageNewsItemBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["NewsPageNewsItemBodyPictureBlockImage"]


class NewsPageNewsItemBodyPictureBlockImage(BaseModel):
    rendition: Optional["NewsPageNewsItemBodyPictureBlockImageRendition"]


class NewsPageNewsItemBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class NewsPageNewsItemBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "NewsPageNewsItemBodyPlainTableBlockRowsStreamFieldInterface",
                "NewsPageNewsItemBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class NewsPageNewsItemBodyPlainTableBlockRowsStreamFieldInterface(BaseModel):
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


class NewsPageNewsItemBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class NewsPageNewsItemBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class NewsPageNewsItemBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class NewsPageNewsItemBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "NewsPageNewsItemBodyStepsBlockStepsStreamFieldInterface",
                "NewsPageNewsItemBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class NewsPageNewsItemBodyStepsBlockStepsStreamFieldInterface(BaseModel):
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


class NewsPageNewsItemBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


NewsPage.model_rebuild()
NewsPageNewsItem.model_rebuild()
NewsPageNewsItemBodyDownloadBlock.model_rebuild()
NewsPageNewsItemBodyDownloadBlockDocument.model_rebuild()
NewsPageNewsItemBodyLinkCardsBlock.model_rebuild()
NewsPageNewsItemBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
NewsPageNewsItemBodyPictureBlock.model_rebuild()
NewsPageNewsItemBodyPictureBlockImage.model_rebuild()
NewsPageNewsItemBodyPlainTableBlock.model_rebuild()
NewsPageNewsItemBodyStepsBlock.model_rebuild()
