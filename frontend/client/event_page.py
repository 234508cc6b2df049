from datetime import datetime
from typing import Annotated, Literal, Optional, Union

from pydantic import Field

from .base_model import BaseModel
from .enums import EventKind
from .fragments import EventSignUpFacts, SiteBar, ViewerBar


class EventPage(BaseModel):
    site: "EventPageSite"
    viewer: "EventPageViewer"
    event: Optional["EventPageEvent"]
    event_place: Optional["EventPageEventPlace"] = Field(alias="eventPlace")


EventPageSite = SiteBar
EventPageViewer = ViewerBar


class EventPageEvent(BaseModel):
    id: str
    title: str
    path: str
    summary: str
    kind: EventKind
    starts_at: datetime = Field(alias="startsAt")
    ends_at: datetime = Field(alias="endsAt")
    place: str
    online_url: str = Field(alias="onlineUrl")
    host_partner: Optional["EventPageEventHostPartner"] = Field(alias="hostPartner")
    body: list[
        Annotated[
            Union[
                "EventPageEventBodyStreamFieldInterface",
                "EventPageEventBodyCalloutBlock",
                "EventPageEventBodyDetailsBlock",
                "EventPageEventBodyDownloadBlock",
                "EventPageEventBodyHeadingBlock",
                "EventPageEventBodyLinkCardsBlock",
                "EventPageEventBodyPictureBlock",
                "EventPageEventBodyPlainTableBlock",
                "EventPageEventBodyProseBlock",
                "EventPageEventBodySpokenQuoteBlock",
                "EventPageEventBodyStepsBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]
    papers: list["EventPageEventPapers"]
    sign_up: Optional["EventPageEventSignUp"] = Field(alias="signUp")


class EventPageEventHostPartner(BaseModel):
    name: str
    slug: str


class EventPageEventBodyStreamFieldInterface(BaseModel):
    typename__: Literal[
        "LinkCardBlock", "StepBlock", "StreamFieldInterface", "TableRowBlock"
    ] = Field(alias="__typename")


class EventPageEventBodyCalloutBlock(BaseModel):
    typename__: Literal["CalloutBlock"] = Field(alias="__typename")
    kind: str
    title: str
    html: str


class EventPageEventBodyDetailsBlock(BaseModel):
    typename__: Literal["DetailsBlock"] = Field(alias="__typename")
    summary: str
    html: str


class EventPageEventBodyDownloadBlock(BaseModel):
    typename__: Literal["DownloadBlock"] = Field(alias="__typename")
    note: str
    document: Optional["EventPageEventBodyDownloadBlockDocument"]


class EventPageEventBodyDownloadBlockDocument(BaseModel):
    title: str
    url: str
    extension: str
    file_size: Optional[int] = Field(alias="fileSize")
    barriers: list["EventPageEventBodyDownloadBlockDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class EventPageEventBodyDownloadBlockDocumentBarriers(BaseModel):
    words: str


class EventPageEventBodyHeadingBlock(BaseModel):
    typename__: Literal["HeadingBlock"] = Field(alias="__typename")
    text: str


class EventPageEventBodyLinkCardsBlock(BaseModel):
    typename__: Literal["LinkCardsBlock"] = Field(alias="__typename")
    cards: list[
        Annotated[
            Union[
                "EventPageEventBodyLinkCardsBlockCardsStreamFieldInterface",
                "EventPageEventBodyLinkCardsBlockCardsLinkCardBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class EventPageEventBodyLinkCardsBlockCardsStreamFieldInterface(BaseModel):
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


class EventPageEventBodyLinkCardsBlockCardsLinkCardBlock(BaseModel):
    typename__: Literal["LinkCardBlock"] = Field(alias="__typename")
    title: str
    text: str
    url: str
    page: Optional["EventPageEventBodyLinkCardsBlockCardsLinkCardBlockPage"]


class EventPageEventBodyLinkCardsBlockCardsLinkCardBlockPage(BaseModel):
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


class EventPageEventBodyPictureBlock(BaseModel):
    typename__: Literal["PictureBlock"] = Field(alias="__typename")
    alt: str
    decorative: bool
    caption: str
    image: Optional["EventPageEventBodyPictureBlockImage"]


class EventPageEventBodyPictureBlockImage(BaseModel):
    rendition: Optional["EventPageEventBodyPictureBlockImageRendition"]


class EventPageEventBodyPictureBlockImageRendition(BaseModel):
    url: str
    width: int
    height: int


class EventPageEventBodyPlainTableBlock(BaseModel):
    typename__: Literal["PlainTableBlock"] = Field(alias="__typename")
    caption: str
    columns: str
    rows: list[
        Annotated[
            Union[
                "EventPageEventBodyPlainTableBlockRowsStreamFieldInterface",
                "EventPageEventBodyPlainTableBlockRowsTableRowBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class EventPageEventBodyPlainTableBlockRowsStreamFieldInterface(BaseModel):
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


class EventPageEventBodyPlainTableBlockRowsTableRowBlock(BaseModel):
    typename__: Literal["TableRowBlock"] = Field(alias="__typename")
    cells: str


class EventPageEventBodyProseBlock(BaseModel):
    typename__: Literal["ProseBlock"] = Field(alias="__typename")
    html: str


class EventPageEventBodySpokenQuoteBlock(BaseModel):
    typename__: Literal["SpokenQuoteBlock"] = Field(alias="__typename")
    text: str
    person: str
    role: str


class EventPageEventBodyStepsBlock(BaseModel):
    typename__: Literal["StepsBlock"] = Field(alias="__typename")
    steps: list[
        Annotated[
            Union[
                "EventPageEventBodyStepsBlockStepsStreamFieldInterface",
                "EventPageEventBodyStepsBlockStepsStepBlock",
            ],
            Field(discriminator="typename__"),
        ]
    ]


class EventPageEventBodyStepsBlockStepsStreamFieldInterface(BaseModel):
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


class EventPageEventBodyStepsBlockStepsStepBlock(BaseModel):
    typename__: Literal["StepBlock"] = Field(alias="__typename")
    title: str
    html: str


class EventPageEventPapers(BaseModel):
    id: str
    title: str
    document: Optional["EventPageEventPapersDocument"]


class EventPageEventPapersDocument(BaseModel):
    url: str
    file_size: Optional[int] = Field(alias="fileSize")
    extension: str
    barriers: list["EventPageEventPapersDocumentBarriers"]
    cover_url: Optional[str] = Field(alias="coverUrl")
    held_back: Optional[str] = Field(alias="heldBack")


class EventPageEventPapersDocumentBarriers(BaseModel):
    words: str


EventPageEventSignUp = EventSignUpFacts


class EventPageEventPlace(BaseModel):
    id: str
    asked_at: datetime = Field(alias="askedAt")
    needs: str
    is_waiting: bool = Field(alias="isWaiting")
    ahead: int
    joining: str
    barriers: list["EventPageEventPlaceBarriers"]


class EventPageEventPlaceBarriers(BaseModel):
    id: str
    title: str
    detail: str
    is_mine: bool = Field(alias="isMine")
    is_hidden: bool = Field(alias="isHidden")
    thread_path: str = Field(alias="threadPath")


EventPage.model_rebuild()
EventPageEvent.model_rebuild()
EventPageEventBodyDownloadBlock.model_rebuild()
EventPageEventBodyDownloadBlockDocument.model_rebuild()
EventPageEventBodyLinkCardsBlock.model_rebuild()
EventPageEventBodyLinkCardsBlockCardsLinkCardBlock.model_rebuild()
EventPageEventBodyPictureBlock.model_rebuild()
EventPageEventBodyPictureBlockImage.model_rebuild()
EventPageEventBodyPlainTableBlock.model_rebuild()
EventPageEventBodyStepsBlock.model_rebuild()
EventPageEventPapers.model_rebuild()
EventPageEventPapersDocument.model_rebuild()
EventPageEventPlace.model_rebuild()
