"""What is known of other libraries: each fact is a row here, and stands nowhere else.

A name is the one that the thing is defined under; `NAMES` has the others that it is imported by.
"""

from typing import Final, NamedTuple

OWNER: Final = "self"  # the parameter that takes the collection, or the task that is made


class Adder(NamedTuple):
    """What makes a deferred call of its arguments: `add_task(f, a)` stands for `f(a)`."""

    name: str
    """The last part of its name."""
    collection: bool
    """Whether the call adds the task to a collection, its receiver, or makes the task itself."""
    formal: str = "func"
    """The parameter that takes the callee."""
    reserved: tuple[str, ...] = ("func", OWNER)
    """The keyword arguments that never reach the callee: its own parameters take these names."""


ADD_TASK: Final = Adder("add_task", collection=True)
TASK: Final = Adder("BackgroundTask", collection=False)

# `starlette.background.BackgroundTasks.add_task` and `BackgroundTask.__init__`.
COLLECTIONS: Final = frozenset(
    {
        "background_typed.background.BackgroundTasks",
        "fastapi.background.BackgroundTasks",
        "starlette.background.BackgroundTasks",
    }
)
TASKS: Final = frozenset({"starlette.background.BackgroundTask"})
# The names without which a file has no deferred call.
TELLTALES: Final = (b"add_task", b"BackgroundTask")
COLLECTION_NAME: Final = "BackgroundTasks"
# The modules that these are imported from.
ORIGINS: Final = {"background_typed", "fastapi", "fastapi.background", "starlette.background"}
# What the packages are called by people. Without these mypy sees no task at all.
DISTRIBUTIONS: Final = {
    "background_typed": "background-typed",
    "fastapi": "FastAPI",
    "starlette": "Starlette",
}
ADDERS: Final = {ADD_TASK.name: ADD_TASK}
BACKGROUND: Final = "background"

# Classes of which it is known what they do with what they are given. A subclass may do more.
RESPONSES: Final = frozenset(
    {
        "fastapi.responses.ORJSONResponse",
        "fastapi.responses.UJSONResponse",
        "starlette.responses.FileResponse",
        "starlette.responses.HTMLResponse",
        "starlette.responses.JSONResponse",
        "starlette.responses.PlainTextResponse",
        "starlette.responses.RedirectResponse",
        "starlette.responses.Response",
        "starlette.responses.StreamingResponse",
    }
)
# Whose methods make a function a handler of FastAPI: they return the function as it is
# (`fastapi.routing.APIRouter.api_route`).
ROUTERS: Final = frozenset({"fastapi.applications.FastAPI", "fastapi.routing.APIRouter"})
ROUTES: Final = frozenset(
    {"api_route", "delete", "get", "head", "options", "patch", "post", "put", "trace"}
)
DEPENDENCIES: Final = "dependencies"
# What may give dependencies to a handler that is defined elsewhere.
INCLUDING: Final = (b"APIRouter", b"FastAPI", b"include_router")
# What imports modules whose names are not written out.
IMPORTING: Final = (b"__import__", b"import_module")
DEPENDS: Final = frozenset({"fastapi.param_functions.Depends", "fastapi.param_functions.Security"})


class Forwarder(NamedTuple):
    """A coroutine function that calls its first argument in a worker thread, whatever it is."""

    own_keywords: frozenset[str] = frozenset()
    """The keyword arguments that it keeps to itself."""


FORWARDERS: Final = {
    "anyio.to_thread.run_sync": Forwarder(
        frozenset({"abandon_on_cancel", "cancellable", "limiter"})
    ),
    "asyncio.to_thread": Forwarder(),
    "starlette.concurrency.run_in_threadpool": Forwarder(),
}
# Functions that put a coroutine on the running event loop: in a worker thread there is none.
LOOP_SEEKERS: Final = frozenset({"asyncio.create_task", "asyncio.ensure_future", "asyncio.gather"})
LOOP: Final = "loop"
# What functions return that no file at hand declares.
RESULTS: Final = {
    "asyncio.create_task": "asyncio.Task",
    "asyncio.ensure_future": "asyncio.Future",
    "asyncio.gather": "asyncio.Future",
}
# Other coroutine functions, and what they return.
COROUTINE_FUNCTIONS: Final = frozenset({*FORWARDERS, "asyncio.sleep", "asyncio.wait_for"})

PARTIALS: Final = frozenset({"functools.partial"})
# Decorators that make something else of a function.
CACHES: Final = frozenset({"functools.cache", "functools.lru_cache"})
CONTEXT_MANAGERS: Final = frozenset({"contextlib.contextmanager"})
ASYNC_CONTEXT_MANAGERS: Final = frozenset({"contextlib.asynccontextmanager"})
# All that make something else of a function, which a call may apply, too.
DECORATORS: Final = CACHES | CONTEXT_MANAGERS | ASYNC_CONTEXT_MANAGERS
PROPERTIES: Final = frozenset(
    {"abc.abstractproperty", "builtins.property", "functools.cached_property"}
)
PROPERTY_PARTS: Final = frozenset({"deleter", "getter", "setter"})
OVERLOADS: Final = frozenset({"typing.overload"})
ABSTRACT: Final = frozenset(
    {
        "abc.abstractclassmethod",
        "abc.abstractmethod",
        "abc.abstractproperty",
        "abc.abstractstaticmethod",
    }
)
FINAL: Final = frozenset({"typing.final"})
STATIC: Final = frozenset({"builtins.staticmethod"})
OF_CLASS: Final = frozenset({"builtins.classmethod"})
# Decorators that return what they are given.
TRANSPARENT: Final = frozenset(
    {*FINAL, *ABSTRACT, *STATIC, *OF_CLASS, "typing.no_type_check", "typing.override"}
)
WRAPS: Final = frozenset({"functools.wraps"})
# What makes a coroutine function of another (`inspect.iscoroutinefunction`, and asyncio's).
COROUTINE_MARKERS: Final = (b"markcoroutinefunction", b"_is_coroutine")
# Functions that reach any name of the function that calls them.
REACH_ALL: Final = frozenset({"eval", "exec", "locals", "vars"})

# Forms of annotations.
ANNOTATED: Final = frozenset({"typing.Annotated"})
OPTIONAL: Final = frozenset({"typing.Optional"})
UNION: Final = frozenset({"typing.Union"})
WRAPPERS: Final = frozenset({"typing.ClassVar", "typing.Final", "typing.Required"})
CLASS_OBJECTS: Final = frozenset({"builtins.type", "typing.Type"})
SELF: Final = frozenset({"typing.Self"})
COROUTINES: Final = frozenset({"typing.Coroutine", "types.CoroutineType"})
AWAITABLES: Final = frozenset({"typing.Awaitable"})
ITERABLES: Final = frozenset({"typing.AsyncIterable", "typing.Iterable"})
ANYTHING: Final = frozenset({"builtins.object", "typing.Any"})
CASTS: Final = frozenset({"typing.cast"})
CALLABLES: Final = frozenset({"typing.Callable"})
LITERAL: Final = frozenset({"typing.Literal"})
# Decorators that leave a class the class that it is.
CLASS_DECORATORS: Final = frozenset(
    {"attr.s", "attrs.define", "attrs.frozen", "dataclasses.dataclass", "functools.total_ordering",
     "typing.final", "typing.runtime_checkable"}
)  # fmt: skip
# Bases that add nothing a method could be mistaken for.
PLAIN_BASES: Final = frozenset(
    {
        "abc.ABC",
        "builtins.object",
        "pydantic.BaseModel",
        "pydantic_settings.BaseSettings",
        "typing.Generic",
        "typing.NamedTuple",
        "typing.Protocol",
        "typing.TypedDict",
    }
)
PROTOCOLS: Final = frozenset({"typing.Protocol"})
PLAIN_METACLASSES: Final = frozenset({"abc.ABCMeta", "builtins.type"})
# Classes whose instances are known not to be functions.
NOT_CALLABLE: Final = frozenset(
    {
        "asyncio.Future",
        "asyncio.Task",
        "builtins.None",
        "builtins.bool",
        "builtins.bytes",
        "builtins.complex",
        "builtins.dict",
        "builtins.float",
        "builtins.frozenset",
        "builtins.int",
        "builtins.list",
        "builtins.set",
        "builtins.str",
        "builtins.tuple",
        "contextlib._AsyncGeneratorContextManager",
        "contextlib._GeneratorContextManager",
        "types.CoroutineType",
        "typing.AsyncGenerator",
        "typing.AsyncIterable",
        "typing.AsyncIterator",
        "typing.Coroutine",
        "typing.Dict",
        "typing.FrozenSet",
        "typing.Generator",
        "typing.Iterator",
        "typing.List",
        "typing.Set",
        "typing.Tuple",
    }
)

# The other names by which what is known here is imported.
NAMES: Final = {
    **{f"collections.abc.{name}": f"typing.{name}" for name in (
        "AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Coroutine",
        "Generator", "Iterable", "Iterator",
    )},
    **{f"typing_extensions.{name}": f"typing.{name}" for name in (
        "Annotated", "ClassVar", "Final", "Generic", "NamedTuple", "Protocol", "Required", "Self",
        "TypedDict", "Any", "AsyncGenerator", "AsyncIterator", "Awaitable", "Coroutine",
        "Generator", "Iterable", "Iterator", "Optional", "Type", "Union", "cast", "final",
        "no_type_check", "overload", "override",
    )},
    **{f"fastapi.responses.{name}": f"starlette.responses.{name}" for name in (
        "FileResponse", "HTMLResponse", "JSONResponse", "PlainTextResponse", "RedirectResponse",
        "Response", "StreamingResponse",
    )},
    "asyncio.tasks.create_task": "asyncio.create_task",
    "asyncio.tasks.ensure_future": "asyncio.ensure_future",
    "asyncio.tasks.gather": "asyncio.gather",
    "asyncio.threads.to_thread": "asyncio.to_thread",
    "background_typed.BackgroundTask": "starlette.background.BackgroundTask",
    "background_typed.BackgroundTasks": "background_typed.background.BackgroundTasks",
    "background_typed.background.BackgroundTask": "starlette.background.BackgroundTask",
    "fastapi.APIRouter": "fastapi.routing.APIRouter",
    "fastapi.BackgroundTasks": "fastapi.background.BackgroundTasks",
    "fastapi.Depends": "fastapi.param_functions.Depends",
    "fastapi.FastAPI": "fastapi.applications.FastAPI",
    "fastapi.Response": "starlette.responses.Response",
    "fastapi.Security": "fastapi.param_functions.Security",
    "fastapi.concurrency.run_in_threadpool": "starlette.concurrency.run_in_threadpool",
    "pydantic.main.BaseModel": "pydantic.BaseModel",
}  # fmt: skip
# What is known by its name alone: no file needs to be read for it.
KNOWN: Final = frozenset(NAMES).union(
    NAMES.values(), COLLECTIONS, TASKS, RESPONSES, ROUTERS, DEPENDS, FORWARDERS, PLAIN_BASES
)
LIBRARIES: Final = frozenset(name.partition(".")[0] for name in KNOWN)


def canonical(name: str) -> str:
    """Return the name that something is defined under, whatever it is imported by."""
    return NAMES.get(name, name)
