from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import HorizonLevel, HorizonStage
from .fragments import IspLink, SiteBar, ViewerBar


class HorizonPage(BaseModel):
    site: "HorizonPageSite"
    viewer: "HorizonPageViewer"
    horizon_item: Optional["HorizonPageHorizonItem"] = Field(alias="horizonItem")


HorizonPageSite = SiteBar
HorizonPageViewer = ViewerBar


class HorizonPageHorizonItem(BaseModel):
    title: str
    path: str
    summary: str
    source: str
    source_url: str = Field(alias="sourceUrl")
    stage: HorizonStage
    stage_detail: str = Field(alias="stageDetail")
    likelihood: HorizonLevel
    effect: HorizonLevel
    key_date: str = Field(alias="keyDate")
    key_date_means: str = Field(alias="keyDateMeans")
    so_what: str = Field(alias="soWhat")
    action_needed: str = Field(alias="actionNeeded")
    topics: list["HorizonPageHorizonItemTopics"]
    affected_isps: list["HorizonPageHorizonItemAffectedIsps"] = Field(
        alias="affectedIsps"
    )
    affected_guidance: list["HorizonPageHorizonItemAffectedGuidance"] = Field(
        alias="affectedGuidance"
    )
    body: list[
        Annotated[
            Union[
                "HorizonPageHorizonItemBodyStreamFieldInterface",
                "HorizonPageHorizonItemBodyCalloutBlock",
                "HorizonPageHorizonItemBodyDetailsBlock",
                "HorizonPageHorizonItemBodyDownloadBlock",
                "HorizonPageHorizonItemBodyHeadingBlock",
                "HorizonPageHorizonItemBodyLinkCardsBlock",
                "HorizonPageHorizonItemBodyPictureBlock",
                "HorizonPageHorizonItemBodyPlainTableBlock",
                "HorizonPageHorizonItemBodyProseBlock",
                "HorizonPageHorizonItemBodySpokenQuoteBlock",
                "HorizonPageHorizonItemBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class HorizonPageHorizonItemTopics(BaseModel):
    slug: str
    name: str


HorizonPageHorizonItemAffectedIsps = IspLink


class HorizonPageHorizonItemAffectedGuidance(BaseModel):
    title: str
    path: str


class HorizonPageHorizonItemBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class HorizonPageHorizonItemBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class HorizonPageHorizonItemBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class HorizonPageHorizonItemBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["HorizonPageHorizonItemBodyDownloadBlockDocument"]


class HorizonPageHorizonItemBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["HorizonPageHorizonItemBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class HorizonPageHorizonItemBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class HorizonPageHorizonItemBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class HorizonPageHorizonItemBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "HorizonPageHorizonItemBodyLinkCardsBlockCardsStreamFieldInterface",
                "HorizonPageHorizonItemBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class HorizonPageHorizonItemBodyLinkCardsBlockCardsStreamFieldInterface(BaseModel):
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


class HorizonPageHorizonItemBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional["HorizonPageHorizonItemBodyLinkCardsBlockCardsLinkCardBlockPage"]


class HorizonPageHorizonItemBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
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


class HorizonPageHorizonItemBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["HorizonPageHorizonItemBodyPictureBlockImage"]


class HorizonPageHorizonItemBodyPictureBlockImage(BaseModel):
    rendition: Optional["HorizonPageHorizonItemBodyPictureBlockImageRendition"]


class HorizonPageHorizonItemBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class HorizonPageHorizonItemBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "HorizonPageHorizonItemBodyPlainTableBlockRowsStreamFieldInterface",
                "HorizonPageHorizonItemBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class HorizonPageHorizonItemBodyPlainTableBlockRowsStreamFieldInterface(BaseModel):
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


class HorizonPageHorizonItemBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class HorizonPageHorizonItemBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class HorizonPageHorizonItemBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class HorizonPageHorizonItemBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "HorizonPageHorizonItemBodyStepsBlockStepsStreamFieldInterface",
                "HorizonPageHorizonItemBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class HorizonPageHorizonItemBodyStepsBlockStepsStreamFieldInterface(BaseModel):
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


class HorizonPageHorizonItemBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


HorizonPage.model_rebuild()
HorizonPageHorizonItem.model_rebuild()
HorizonPageHorizonItemBodyDownloadBlock.model_rebuild()
HorizonPageHorizonItemBodyDownloadBlockDocument.model_rebuild()
HorizonPageHorizonItemBodyLinkCardsBlock.model_rebuild()
HorizonPageHorizonItemBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
HorizonPageHorizonItemBodyPictureBlock.model_rebuild()
HorizonPageHorizonItemBodyPictureBlockImage.model_rebuild()
HorizonPageHorizonItemBodyPlainTableBlock.model_rebuild()
HorizonPageHorizonItemBodyStepsBlock.model_rebuild()
