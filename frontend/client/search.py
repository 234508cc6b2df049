from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import IspRow, SiteBar, ViewerBar


class Search(BaseModel):
    site: "SearchSite"
    viewer: "SearchViewer"
    search: "SearchSearch"


SearchSite = SiteBar
SearchViewer = ViewerBar


class SearchSearch(BaseModel):
    total_count: int = Field(alias="totalCount")
    page: int
    page_size: int = Field(alias="pageSize")
    relaxed: bool
    degraded: bool
    suggestion: Optional[str]
    glossary: list["SearchSearchGlossary"]
    explain_path: Optional[str] = Field(alias="explainPath")
    opened_mark: str = Field(alias="openedMark")
    reference: Optional["SearchSearchReference"]
    items: list["SearchSearchItems"]
    facets: list["SearchSearchFacets"]


class SearchSearchGlossary(BaseModel):
    term: str
    definition: str
    path: str


SearchSearchReference = IspRow


class SearchSearchItems(BaseModel):
    kind: str
    kind_label: str = Field(alias="kindLabel")
    title: str
    path: str
    title_parts: list["SearchSearchItemsTitleParts"] = Field(alias="titleParts")
    snippet_parts: list["SearchSearchItemsSnippetParts"] = Field(alias="snippetParts")
    date: Optional[date]
    owner_name: str = Field(alias="ownerName")
    partner_name: str = Field(alias="partnerName")
    status: str
    status_kind: str = Field(alias="statusKind")
    reference: str
    covers_you: Optional[bool] = Field(alias="coversYou")
    in_attachment: bool = Field(alias="inAttachment")
    pinned: bool
    date_words: str = Field(alias="dateWords")
    explain_path: Optional[str] = Field(alias="explainPath")


class SearchSearchItemsTitleParts(BaseModel):
    text: str
    match: bool


class SearchSearchItemsSnippetParts(BaseModel):
    text: str
    match: bool


class SearchSearchFacets(BaseModel):
    name: str
    label: str
    values: list["SearchSearchFacetsValues"]


class SearchSearchFacetsValues(BaseModel):
    value: str
    label: str
    count: int
    chosen: bool


Search.model_rebuild()
SearchSearch.model_rebuild()
SearchSearchItems.model_rebuild()
SearchSearchFacets.model_rebuild()
