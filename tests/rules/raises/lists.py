"""Lists of collections, of which another module reads some."""

from fastapi import BackgroundTasks

never_read: list[BackgroundTasks] = []
read_by_another: list[BackgroundTasks] = []
made: list[BackgroundTasks] = []


def keep_unread(tasks: BackgroundTasks) -> None:
    never_read.append(tasks)


def keep_read(tasks: BackgroundTasks) -> None:
    read_by_another.append(tasks)
