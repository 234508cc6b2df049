from .base_model import BaseModel


class Explore(BaseModel):
    explore: "ExploreExplore"


class ExploreExplore(BaseModel):
    text: str
    cost: int


Explore.model_rebuild()
