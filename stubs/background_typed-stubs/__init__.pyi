"""Background tasks for Starlette and FastAPI, typed as the calls they stand for."""

from background_typed.background import BackgroundTask, BackgroundTasks

__all__ = ["BackgroundTask", "BackgroundTasks"]
