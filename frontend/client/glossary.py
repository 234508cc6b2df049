from .base_model import BaseModel
from .fragments import SiteBar, ViewerBar


class Glossary(BaseModel):
    site: "GlossarySite"
    viewer: "GlossaryViewer"
    glossary: list["GlossaryGlossary"]


GlossarySite = SiteBar
GlossaryViewer = ViewerBar


class GlossaryGlossary(BaseModel):
    slug: str
    term: str
    definition: str


Glossary.model_rebuild()
