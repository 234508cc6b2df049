from datetime import date, datetime
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    EventKind,
    GuidanceAuthority,
    GuidanceSupportLevel,
    HorizonLevel,
    HorizonStage,
)
from .fragments import IspLink, SiteBar, ViewerBar


class Preview(BaseModel):
    site: "PreviewSite"
    viewer: "PreviewViewer"
    glossary: list["PreviewGlossary"]
    preview_page: Optional[
        Annotated[
            Union[
                "PreviewPreviewPagePageInterface",
                "PreviewPreviewPageEventPage",
                "PreviewPreviewPageGuidancePage",
                "PreviewPreviewPageHorizonPage",
                "PreviewPreviewPageNewsPage",
                "PreviewPreviewPageStoryPage",
            ],
            Field(discriminator="typename__"),
        ]
    ] = Field(alias="previewPage")


PreviewSite = SiteBar
PreviewViewer = ViewerBar


class PreviewGlossary(BaseModel):
    slug: str
    term: str
    definition: str


class PreviewPreviewPagePageInterface(BaseModel):
    typename__: Literal["PageInterface"] = Field(alias="__typename")
    title: str
    path: str
    first_published_at: Optional[datetime] = Field(alias="firstPublishedAt")


class PreviewPreviewPageEventPage(BaseModel):
    typename__: Literal["EventPage"] = Field(alias="__typename")
    title: str
    path: str
    first_published_at: Optional[datetime] = Field(alias="firstPublishedAt")
    summary: str
    kind: EventKind
    starts_at: datetime = Field(alias="startsAt")
    ends_at: datetime = Field(alias="endsAt")
    place: str
    online_url: str = Field(alias="onlineUrl")
    host_partner: Optional["PreviewPreviewPageEventPageHostPartner"] = Field(
        alias="hostPartner"
    )
    body: list[
        Annotated[
            Union[
                "PreviewPreviewPageEventPageBodyStreamFieldInterface",
                "PreviewPreviewPageEventPageBodyCalloutBlock",
                "PreviewPreviewPageEventPageBodyDetailsBlock",
                "PreviewPreviewPageEventPageBodyDownloadBlock",
                "PreviewPreviewPageEventPageBodyHeadingBlock",
                "PreviewPreviewPageEventPageBodyLinkCardsBlock",
                "PreviewPreviewPageEventPageBodyPictureBlock",
                "PreviewPreviewPageEventPageBodyPlainTableBlock",
                "PreviewPreviewPageEventPageBodyProseBlock",
                "PreviewPreviewPageEventPageBodySpokenQuoteBlock",
                "PreviewPreviewPageEventPageBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageEventPageHostPartner(BaseModel):
    name: str
    slug: str


class PreviewPreviewPageEventPageBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class PreviewPreviewPageEventPageBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class PreviewPreviewPageEventPageBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class PreviewPreviewPageEventPageBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["PreviewPreviewPageEventPageBodyDownloadBlockDocument"]


class PreviewPreviewPageEventPageBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["PreviewPreviewPageEventPageBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class PreviewPreviewPageEventPageBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class PreviewPreviewPageEventPageBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class PreviewPreviewPageEventPageBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "PreviewPreviewPageEventPageBodyLinkCardsBlockCardsStreamFieldInterface",
                "PreviewPreviewPageEventPageBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageEventPageBodyLinkCardsBlockCardsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageEventPageBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional[
        "PreviewPreviewPageEventPageBodyLinkCardsBlockCardsLinkCardBlockPage"
    ]


class PreviewPreviewPageEventPageBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
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


class PreviewPreviewPageEventPageBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["PreviewPreviewPageEventPageBodyPictureBlockImage"]


class PreviewPreviewPageEventPageBodyPictureBlockImage(BaseModel):
    rendition: Optional["PreviewPreviewPageEventPageBodyPictureBlockImageRendition"]


class PreviewPreviewPageEventPageBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class PreviewPreviewPageEventPageBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "PreviewPreviewPageEventPageBodyPlainTableBlockRowsStreamFieldInterface",
                "PreviewPreviewPageEventPageBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageEventPageBodyPlainTableBlockRowsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageEventPageBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class PreviewPreviewPageEventPageBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class PreviewPreviewPageEventPageBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class PreviewPreviewPageEventPageBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "PreviewPreviewPageEventPageBodyStepsBlockStepsStreamFieldInterface",
                "PreviewPreviewPageEventPageBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageEventPageBodyStepsBlockStepsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageEventPageBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


class PreviewPreviewPageGuidancePage(BaseModel):
    typename__: Literal["GuidancePage"] = Field(alias="__typename")
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
    topics: list["PreviewPreviewPageGuidancePageTopics"]
    interprets: Optional["PreviewPreviewPageGuidancePageInterprets"]
    superseded_by: Optional["PreviewPreviewPageGuidancePageSupersededBy"] = Field(
        alias="supersededBy"
    )
    supersedes: list["PreviewPreviewPageGuidancePageSupersedes"]
    interpreted_by: list["PreviewPreviewPageGuidancePageInterpretedBy"] = Field(
        alias="interpretedBy"
    )
    body: list[
        Annotated[
            Union[
                "PreviewPreviewPageGuidancePageBodyStreamFieldInterface",
                "PreviewPreviewPageGuidancePageBodyCalloutBlock",
                "PreviewPreviewPageGuidancePageBodyDetailsBlock",
                "PreviewPreviewPageGuidancePageBodyDownloadBlock",
                "PreviewPreviewPageGuidancePageBodyHeadingBlock",
                "PreviewPreviewPageGuidancePageBodyLinkCardsBlock",
                "PreviewPreviewPageGuidancePageBodyPictureBlock",
                "PreviewPreviewPageGuidancePageBodyPlainTableBlock",
                "PreviewPreviewPageGuidancePageBodyProseBlock",
                "PreviewPreviewPageGuidancePageBodySpokenQuoteBlock",
                "PreviewPreviewPageGuidancePageBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageGuidancePageTopics(BaseModel):
    slug: str
    name: str


class PreviewPreviewPageGuidancePageInterprets(BaseModel):
    title: str
    path: str


class PreviewPreviewPageGuidancePageSupersededBy(BaseModel):
    title: str
    path: str


class PreviewPreviewPageGuidancePageSupersedes(BaseModel):
    title: str
    path: str


class PreviewPreviewPageGuidancePageInterpretedBy(BaseModel):
    title: str
    path: str


class PreviewPreviewPageGuidancePageBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class PreviewPreviewPageGuidancePageBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class PreviewPreviewPageGuidancePageBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class PreviewPreviewPageGuidancePageBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["PreviewPreviewPageGuidancePageBodyDownloadBlockDocument"]


class PreviewPreviewPageGuidancePageBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["PreviewPreviewPageGuidancePageBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class PreviewPreviewPageGuidancePageBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class PreviewPreviewPageGuidancePageBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class PreviewPreviewPageGuidancePageBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "PreviewPreviewPageGuidancePageBodyLinkCardsBlockCardsStreamFieldInterface",
                "PreviewPreviewPageGuidancePageBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageGuidancePageBodyLinkCardsBlockCardsStreamFieldInterface(
    BaseModel
):
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


class PreviewPreviewPageGuidancePageBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional[
        "PreviewPreviewPageGuidancePageBodyLinkCardsBlockCardsLinkCardBlockPage"
    ]


class PreviewPreviewPageGuidancePageBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
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


class PreviewPreviewPageGuidancePageBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["PreviewPreviewPageGuidancePageBodyPictureBlockImage"]


class PreviewPreviewPageGuidancePageBodyPictureBlockImage(BaseModel):
    rendition: Optional["PreviewPreviewPageGuidancePageBodyPictureBlockImageRendition"]


class PreviewPreviewPageGuidancePageBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class PreviewPreviewPageGuidancePageBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "PreviewPreviewPageGuidancePageBodyPlainTableBlockRowsStreamFieldInterface",
                "PreviewPreviewPageGuidancePageBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageGuidancePageBodyPlainTableBlockRowsStreamFieldInterface(
    BaseModel
):
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


class PreviewPreviewPageGuidancePageBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class PreviewPreviewPageGuidancePageBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class PreviewPreviewPageGuidancePageBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class PreviewPreviewPageGuidancePageBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "PreviewPreviewPageGuidancePageBodyStepsBlockStepsStreamFieldInterface",
                "PreviewPreviewPageGuidancePageBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageGuidancePageBodyStepsBlockStepsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageGuidancePageBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


class PreviewPreviewPageHorizonPage(BaseModel):
    typename__: Literal["HorizonPage"] = Field(alias="__typename")
    title: str
    path: str
    first_published_at: Optional[datetime] = Field(alias="firstPublishedAt")
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
    topics: list["PreviewPreviewPageHorizonPageTopics"]
    affected_isps: list["PreviewPreviewPageHorizonPageAffectedIsps"] = Field(
        alias="affectedIsps"
    )
    affected_guidance: list["PreviewPreviewPageHorizonPageAffectedGuidance"] = Field(
        alias="affectedGuidance"
    )
    body: list[
        Annotated[
            Union[
                "PreviewPreviewPageHorizonPageBodyStreamFieldInterface",
                "PreviewPreviewPageHorizonPageBodyCalloutBlock",
                "PreviewPreviewPageHorizonPageBodyDetailsBlock",
                "PreviewPreviewPageHorizonPageBodyDownloadBlock",
                "PreviewPreviewPageHorizonPageBodyHeadingBlock",
                "PreviewPreviewPageHorizonPageBodyLinkCardsBlock",
                "PreviewPreviewPageHorizonPageBodyPictureBlock",
                "PreviewPreviewPageHorizonPageBodyPlainTableBlock",
                "PreviewPreviewPageHorizonPageBodyProseBlock",
                "PreviewPreviewPageHorizonPageBodySpokenQuoteBlock",
                "PreviewPreviewPageHorizonPageBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageHorizonPageTopics(BaseModel):
    slug: str
    name: str


PreviewPreviewPageHorizonPageAffectedIsps = IspLink


class PreviewPreviewPageHorizonPageAffectedGuidance(BaseModel):
    title: str
    path: str


class PreviewPreviewPageHorizonPageBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class PreviewPreviewPageHorizonPageBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class PreviewPreviewPageHorizonPageBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class PreviewPreviewPageHorizonPageBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["PreviewPreviewPageHorizonPageBodyDownloadBlockDocument"]


class PreviewPreviewPageHorizonPageBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["PreviewPreviewPageHorizonPageBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class PreviewPreviewPageHorizonPageBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class PreviewPreviewPageHorizonPageBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class PreviewPreviewPageHorizonPageBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "PreviewPreviewPageHorizonPageBodyLinkCardsBlockCardsStreamFieldInterface",
                "PreviewPreviewPageHorizonPageBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageHorizonPageBodyLinkCardsBlockCardsStreamFieldInterface(
    BaseModel
):
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


class PreviewPreviewPageHorizonPageBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional[
        "PreviewPreviewPageHorizonPageBodyLinkCardsBlockCardsLinkCardBlockPage"
    ]


class PreviewPreviewPageHorizonPageBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
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


class PreviewPreviewPageHorizonPageBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["PreviewPreviewPageHorizonPageBodyPictureBlockImage"]


class PreviewPreviewPageHorizonPageBodyPictureBlockImage(BaseModel):
    rendition: Optional["PreviewPreviewPageHorizonPageBodyPictureBlockImageRendition"]


class PreviewPreviewPageHorizonPageBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class PreviewPreviewPageHorizonPageBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "PreviewPreviewPageHorizonPageBodyPlainTableBlockRowsStreamFieldInterface",
                "PreviewPreviewPageHorizonPageBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageHorizonPageBodyPlainTableBlockRowsStreamFieldInterface(
    BaseModel
):
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


class PreviewPreviewPageHorizonPageBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class PreviewPreviewPageHorizonPageBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class PreviewPreviewPageHorizonPageBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class PreviewPreviewPageHorizonPageBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "PreviewPreviewPageHorizonPageBodyStepsBlockStepsStreamFieldInterface",
                "PreviewPreviewPageHorizonPageBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageHorizonPageBodyStepsBlockStepsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageHorizonPageBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


class PreviewPreviewPageNewsPage(BaseModel):
    typename__: Literal["NewsPage"] = Field(alias="__typename")
    title: str
    path: str
    first_published_at: Optional[datetime] = Field(alias="firstPublishedAt")
    summary: str
    published_on: date = Field(alias="publishedOn")
    topics: list["PreviewPreviewPageNewsPageTopics"]
    body: list[
        Annotated[
            Union[
                "PreviewPreviewPageNewsPageBodyStreamFieldInterface",
                "PreviewPreviewPageNewsPageBodyCalloutBlock",
                "PreviewPreviewPageNewsPageBodyDetailsBlock",
                "PreviewPreviewPageNewsPageBodyDownloadBlock",
                "PreviewPreviewPageNewsPageBodyHeadingBlock",
                "PreviewPreviewPageNewsPageBodyLinkCardsBlock",
                "PreviewPreviewPageNewsPageBodyPictureBlock",
                "PreviewPreviewPageNewsPageBodyPlainTableBlock",
                "PreviewPreviewPageNewsPageBodyProseBlock",
                "PreviewPreviewPageNewsPageBodySpokenQuoteBlock",
                "PreviewPreviewPageNewsPageBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageNewsPageTopics(BaseModel):
    slug: str
    name: str


class PreviewPreviewPageNewsPageBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class PreviewPreviewPageNewsPageBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class PreviewPreviewPageNewsPageBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class PreviewPreviewPageNewsPageBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["PreviewPreviewPageNewsPageBodyDownloadBlockDocument"]


class PreviewPreviewPageNewsPageBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["PreviewPreviewPageNewsPageBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class PreviewPreviewPageNewsPageBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class PreviewPreviewPageNewsPageBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class PreviewPreviewPageNewsPageBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "PreviewPreviewPageNewsPageBodyLinkCardsBlockCardsStreamFieldInterface",
                "PreviewPreviewPageNewsPageBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageNewsPageBodyLinkCardsBlockCardsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageNewsPageBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional["PreviewPreviewPageNewsPageBodyLinkCardsBlockCardsLinkCardBlockPage"]


class PreviewPreviewPageNewsPageBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
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


class PreviewPreviewPageNewsPageBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["PreviewPreviewPageNewsPageBodyPictureBlockImage"]


class PreviewPreviewPageNewsPageBodyPictureBlockImage(BaseModel):
    rendition: Optional["PreviewPreviewPageNewsPageBodyPictureBlockImageRendition"]


class PreviewPreviewPageNewsPageBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class PreviewPreviewPageNewsPageBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "PreviewPreviewPageNewsPageBodyPlainTableBlockRowsStreamFieldInterface",
                "PreviewPreviewPageNewsPageBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageNewsPageBodyPlainTableBlockRowsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageNewsPageBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class PreviewPreviewPageNewsPageBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class PreviewPreviewPageNewsPageBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class PreviewPreviewPageNewsPageBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "PreviewPreviewPageNewsPageBodyStepsBlockStepsStreamFieldInterface",
                "PreviewPreviewPageNewsPageBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageNewsPageBodyStepsBlockStepsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageNewsPageBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


class PreviewPreviewPageStoryPage(BaseModel):
    typename__: Literal["StoryPage"] = Field(alias="__typename")
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
    quotes: list["PreviewPreviewPageStoryPageQuotes"]
    partners: list["PreviewPreviewPageStoryPagePartners"]
    isps: list["PreviewPreviewPageStoryPageIsps"]
    benefits: list["PreviewPreviewPageStoryPageBenefits"]
    body: list[
        Annotated[
            Union[
                "PreviewPreviewPageStoryPageBodyStreamFieldInterface",
                "PreviewPreviewPageStoryPageBodyCalloutBlock",
                "PreviewPreviewPageStoryPageBodyDetailsBlock",
                "PreviewPreviewPageStoryPageBodyDownloadBlock",
                "PreviewPreviewPageStoryPageBodyHeadingBlock",
                "PreviewPreviewPageStoryPageBodyLinkCardsBlock",
                "PreviewPreviewPageStoryPageBodyPictureBlock",
                "PreviewPreviewPageStoryPageBodyPlainTableBlock",
                "PreviewPreviewPageStoryPageBodyProseBlock",
                "PreviewPreviewPageStoryPageBodySpokenQuoteBlock",
                "PreviewPreviewPageStoryPageBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageStoryPageQuotes(BaseModel):
    text: str
    person: str
    role: str


class PreviewPreviewPageStoryPagePartners(BaseModel):
    name: str
    slug: str


PreviewPreviewPageStoryPageIsps = IspLink


class PreviewPreviewPageStoryPageBenefits(BaseModel):
    title: str
    amount: str
    unit: str
    confidence: str


class PreviewPreviewPageStoryPageBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class PreviewPreviewPageStoryPageBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class PreviewPreviewPageStoryPageBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class PreviewPreviewPageStoryPageBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["PreviewPreviewPageStoryPageBodyDownloadBlockDocument"]


class PreviewPreviewPageStoryPageBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["PreviewPreviewPageStoryPageBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class PreviewPreviewPageStoryPageBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class PreviewPreviewPageStoryPageBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class PreviewPreviewPageStoryPageBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "PreviewPreviewPageStoryPageBodyLinkCardsBlockCardsStreamFieldInterface",
                "PreviewPreviewPageStoryPageBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageStoryPageBodyLinkCardsBlockCardsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageStoryPageBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional[
        "PreviewPreviewPageStoryPageBodyLinkCardsBlockCardsLinkCardBlockPage"
    ]


class PreviewPreviewPageStoryPageBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
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


class PreviewPreviewPageStoryPageBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["PreviewPreviewPageStoryPageBodyPictureBlockImage"]


class PreviewPreviewPageStoryPageBodyPictureBlockImage(BaseModel):
    rendition: Optional["PreviewPreviewPageStoryPageBodyPictureBlockImageRendition"]


class PreviewPreviewPageStoryPageBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class PreviewPreviewPageStoryPageBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "PreviewPreviewPageStoryPageBodyPlainTableBlockRowsStreamFieldInterface",
                "PreviewPreviewPageStoryPageBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageStoryPageBodyPlainTableBlockRowsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageStoryPageBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class PreviewPreviewPageStoryPageBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class PreviewPreviewPageStoryPageBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class PreviewPreviewPageStoryPageBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "PreviewPreviewPageStoryPageBodyStepsBlockStepsStreamFieldInterface",
                "PreviewPreviewPageStoryPageBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class PreviewPreviewPageStoryPageBodyStepsBlockStepsStreamFieldInterface(BaseModel):
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


class PreviewPreviewPageStoryPageBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


Preview.model_rebuild()
PreviewPreviewPageEventPage.model_rebuild()
PreviewPreviewPageEventPageBodyDownloadBlock.model_rebuild()
PreviewPreviewPageEventPageBodyDownloadBlockDocument.model_rebuild()
PreviewPreviewPageEventPageBodyLinkCardsBlock.model_rebuild()
PreviewPreviewPageEventPageBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
PreviewPreviewPageEventPageBodyPictureBlock.model_rebuild()
PreviewPreviewPageEventPageBodyPictureBlockImage.model_rebuild()
PreviewPreviewPageEventPageBodyPlainTableBlock.model_rebuild()
PreviewPreviewPageEventPageBodyStepsBlock.model_rebuild()
PreviewPreviewPageGuidancePage.model_rebuild()
PreviewPreviewPageGuidancePageBodyDownloadBlock.model_rebuild()
PreviewPreviewPageGuidancePageBodyDownloadBlockDocument.model_rebuild()
PreviewPreviewPageGuidancePageBodyLinkCardsBlock.model_rebuild()
PreviewPreviewPageGuidancePageBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
PreviewPreviewPageGuidancePageBodyPictureBlock.model_rebuild()
PreviewPreviewPageGuidancePageBodyPictureBlockImage.model_rebuild()
PreviewPreviewPageGuidancePageBodyPlainTableBlock.model_rebuild()
PreviewPreviewPageGuidancePageBodyStepsBlock.model_rebuild()
PreviewPreviewPageHorizonPage.model_rebuild()
PreviewPreviewPageHorizonPageBodyDownloadBlock.model_rebuild()
PreviewPreviewPageHorizonPageBodyDownloadBlockDocument.model_rebuild()
PreviewPreviewPageHorizonPageBodyLinkCardsBlock.model_rebuild()
PreviewPreviewPageHorizonPageBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
PreviewPreviewPageHorizonPageBodyPictureBlock.model_rebuild()
PreviewPreviewPageHorizonPageBodyPictureBlockImage.model_rebuild()
PreviewPreviewPageHorizonPageBodyPlainTableBlock.model_rebuild()
PreviewPreviewPageHorizonPageBodyStepsBlock.model_rebuild()
PreviewPreviewPageNewsPage.model_rebuild()
PreviewPreviewPageNewsPageBodyDownloadBlock.model_rebuild()
PreviewPreviewPageNewsPageBodyDownloadBlockDocument.model_rebuild()
PreviewPreviewPageNewsPageBodyLinkCardsBlock.model_rebuild()
PreviewPreviewPageNewsPageBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
PreviewPreviewPageNewsPageBodyPictureBlock.model_rebuild()
PreviewPreviewPageNewsPageBodyPictureBlockImage.model_rebuild()
PreviewPreviewPageNewsPageBodyPlainTableBlock.model_rebuild()
PreviewPreviewPageNewsPageBodyStepsBlock.model_rebuild()
PreviewPreviewPageStoryPage.model_rebuild()
PreviewPreviewPageStoryPageBodyDownloadBlock.model_rebuild()
PreviewPreviewPageStoryPageBodyDownloadBlockDocument.model_rebuild()
PreviewPreviewPageStoryPageBodyLinkCardsBlock.model_rebuild()
PreviewPreviewPageStoryPageBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
PreviewPreviewPageStoryPageBodyPictureBlock.model_rebuild()
PreviewPreviewPageStoryPageBodyPictureBlockImage.model_rebuild()
PreviewPreviewPageStoryPageBodyPlainTableBlock.model_rebuild()
PreviewPreviewPageStoryPageBodyStepsBlock.model_rebuild()
