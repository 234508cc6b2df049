from .base_model import BaseModel
from .fragments import SiteBar, TaskLine, ViewerBar


class Tasks(BaseModel):
    site: "TasksSite"
    viewer: "TasksViewer"
    tasks: list["TasksTasks"]


TasksSite = SiteBar
TasksViewer = ViewerBar
TasksTasks = TaskLine
Tasks.model_rebuild()
