"""What is known about other libraries: each fact is a row here, and in no other module.

Things go by the name that they are defined under. `NAMES` has the other names to import them by.
"""

from typing import Final, NamedTuple

OWNER: Final = "self"  # the parameter that takes the collection, or the task that is made


class Adder(NamedTuple):
    """What defers the call in its arguments: `add_task(f, a)` stands for `f(a)`."""

    name: str
    """The last part of its name."""
    collection: bool
    """Whether the call adds the task to a collection, its receiver, or makes the task itself."""
    formal: str = "func"
    """The parameter that takes the callee."""
    reserved: tuple[str, ...] = ("func", OWNER)
    """The keyword arguments that never reach the callee, because its own parameters take them."""


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
# The texts without which a file gives no response a background.
GIVING: Final = (b"background=", b"background =")
GIVEN_TO: Final = b"Response"
COLLECTION_NAME: Final = "BackgroundTasks"
# The modules that these are imported from.
ORIGINS: Final = {"background_typed", "fastapi", "fastapi.background", "starlette.background"}
# What people call the packages. Without these packages mypy sees no task at all.
DISTRIBUTIONS: Final = {
    "background_typed": "background-typed",
    "fastapi": "FastAPI",
    "starlette": "Starlette",
}
ADDERS: Final = {ADD_TASK.name: ADD_TASK}
# What a collection has (`starlette.background.BackgroundTasks`), besides what every object has.
LISTED: Final = "tasks"
# Methods of the list that neither run nor return what is in it.
CHANGING: Final = frozenset({"append", "clear", "extend", "insert"})
# The same of lists and sets of collections.
KEEPING: Final = frozenset({*CHANGING, "add"})
HOLDING: Final = frozenset({"builtins.list", "builtins.set"})
# Functions that only look at what they are given.
LOOKING: Final = frozenset(
    f"builtins.{name}" for name in ("bool", "id", "isinstance", "len", "print", "repr", "str")
)
LOGGING: Final = "logging."
LEVELS: Final = frozenset({"critical", "debug", "error", "exception", "info", "log", "warning"})
OF_COLLECTIONS: Final = frozenset(
    {ADD_TASK.name, LISTED, "__call__", "args", "func", "is_async", "kwargs"}
)
# Functions and methods that return no more elements than what they are given has.
REITERATING: Final = frozenset(
    {
        "builtins.enumerate",
        "builtins.filter",
        "builtins.list",
        "builtins.map",
        "builtins.reversed",
        "builtins.set",
        "builtins.sorted",
        "builtins.tuple",
        "builtins.zip",
    }
)
APPEND: Final = "append"
VIEWS: Final = frozenset({"copy", "items", "keys", "values"})
RANGE: Final = frozenset({"builtins.range"})
REPEATING: Final = frozenset({"itertools.repeat"})
SLICING: Final = frozenset({"itertools.islice"})
# Functions and methods that return another element each time, because they take it away.
NEXT: Final = frozenset({"builtins.anext", "builtins.next"})
TAKING: Final = frozenset({"get_nowait", "pop", "popitem", "popleft"})
# What may give an object more attributes, or ask whether it has one.
DYNAMIC: Final = (
    b"setattr",
    b"hasattr",
    b"getattr",
    b"__dict__",
    b"__getattribute__",
    b"isinstance",
)
# What may read an attribute without naming it in a dotted name.
GETTING: Final = "getattr"
LISTING: Final = "vars"
SETTING: Final = "setattr"
ATTRIBUTES: Final = "__dict__"
# What may read what is in `request.state` otherwise than as an attribute of it.
STATES: Final = (b"_state", b'"state"', b"'state'")
STATE: Final = "starlette.datastructures.State"
REFLECTING: Final = (b"getattr", b"vars", b"__dict__")
# What may read any variable of a module, without its name, and of the module that it is in.
REFLECTING_MODULES: Final = frozenset({"__dict__", "getmembers", "vars"})
REFLECTING_HERE: Final = REFLECTING_MODULES | {"globals"}
# What a class has that does more with attributes than to keep them.
OWN_ATTRIBUTES: Final = frozenset({"__getattribute__", "__match_args__", "__setattr__"})
# What the object of a bound method is read by.
BOUND_TO: Final = (b"__self__",)
# Bases whose objects have no attributes of their own that matter here.
BARE_BASES: Final = frozenset({"abc.ABC", "builtins.object", "typing.Generic"})
# Exceptions of the libraries, and what the libraries read of them.
HTTP_EXCEPTIONS: Final = frozenset(
    {
        "fastapi.HTTPException",
        "fastapi.exceptions.HTTPException",
        "starlette.exceptions.HTTPException",
    }
)
OF_HTTP_EXCEPTIONS: Final = frozenset({"detail", "headers", "status_code"})
BACKGROUND: Final = "background"

# Responses whose use of their arguments is known. A subclass may do more.
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
# Those that can surely send any text, and those that can send whatever JSON has a form for.
TEXT_RESPONSES: Final = frozenset(
    f"starlette.responses.{name}"
    for name in ("HTMLResponse", "PlainTextResponse", "RedirectResponse", "Response")
)
JSON_RESPONSES: Final = frozenset({"starlette.responses.JSONResponse"})
# Attributes of a response that neither send it nor concern its background.
OF_RESPONSES: Final = frozenset(
    {"body", "charset", "delete_cookie", "headers", "media_type", "set_cookie", "status_code"}
)
# What a class of responses may set, and remain like its base.
VALUES_OF_RESPONSES: Final = frozenset({"charset", "media_type", "status_code"})
# The classes whose methods make a function a FastAPI handler: they return the function unchanged
# (`fastapi.routing.APIRouter.api_route`).
ROUTERS: Final = frozenset({"fastapi.applications.FastAPI", "fastapi.routing.APIRouter"})
ROUTES: Final = frozenset(
    {"api_route", "delete", "get", "head", "options", "patch", "post", "put", "trace"}
)
# `fastapi.routing.get_websocket_app` solves the dependencies and runs no tasks.
SOCKET: Final = "websocket"
ADD_ROUTE: Final = "add_api_route"
ADDING_ROUTES: Final = frozenset(f"{router}.{ADD_ROUTE}" for router in ROUTERS)
MERE_ROUTERS: Final = frozenset({"fastapi.routing.APIRouter"})
INCLUDING_ROUTERS: Final = frozenset(f"{router}.include_router" for router in ROUTERS)
DEPENDENCIES: Final = "dependencies"
# What puts other functions in place of dependencies (`fastapi.FastAPI.dependency_overrides`).
OVERRIDES: Final = b"dependency_overrides"
# What may give dependencies to a handler that is defined elsewhere.
INCLUDING: Final = (b"APIRouter", b"FastAPI", b"include_router")
# What imports modules whose names are not written out.
IMPORTING: Final = (b"__import__", b"import_module")
# Since this version the code after the `yield` of a dependency runs when the response is sent,
# unless its scope is another one.
FASTAPI: Final = "fastapi"
LATE_EXIT: Final = (0, 118)
SCOPE: Final = "scope"
OF_FUNCTION: Final = "function"  # a scope that ends before the response is sent
DEPENDENCY: Final = "dependency"  # the parameter of `Depends`
DEPENDS: Final = frozenset({"fastapi.param_functions.Depends", "fastapi.param_functions.Security"})
# What calls functions with a request and one thing more, and injects nothing
# (`starlette._exception_handler.wrap_app_handling_exceptions`,
# `starlette.middleware.base.BaseHTTPMiddleware.__call__`).
APPLICATIONS: Final = frozenset(
    {"fastapi.applications.FastAPI", "starlette.applications.Starlette"}
)
APPLICATION_CALLS: Final = (b"FastAPI(", b"Starlette(")
EXCEPTION_HANDLERS: Final = "exception_handlers"
HANDLING: Final = frozenset(f"{each}.exception_handler" for each in APPLICATIONS)
ADDING_HANDLERS: Final = frozenset(f"{each}.add_exception_handler" for each in APPLICATIONS)
FOR_EXCEPTIONS: Final = HANDLING | ADDING_HANDLERS
HANDLER: Final = "handler"
ADDING_MIDDLEWARE: Final = frozenset(f"{each}.middleware" for each in APPLICATIONS)
# Methods of an application that add something else than a handler with dependencies.
ADDING_NO_HANDLER: Final = (
    FOR_EXCEPTIONS
    | ADDING_MIDDLEWARE
    | frozenset(
        f"{each}.{name}" for each in APPLICATIONS for name in ("add_middleware", "on_event")
    )
)
MIDDLEWARES: Final = frozenset({"starlette.middleware.base.BaseHTTPMiddleware"})
DISPATCH: Final = "dispatch"
REQUESTS: Final = frozenset(
    {"starlette.requests.HTTPConnection", "starlette.requests.Request",
     "starlette.websockets.WebSocket"}
)  # fmt: skip
# What makes a default that FastAPI replaces (`fastapi.dependencies.utils.analyze_param`).
MARKING: Final = (
    "Body",
    "Cookie",
    "Depends",
    "File",
    "Form",
    "Header",
    "Path",
    "Query",
    "Security",
)
MARKERS: Final = frozenset(
    f"fastapi.{module}.{name}" for module in ("param_functions", "params") for name in MARKING
)
# Functions that may tell such a default from what FastAPI puts in its place.
TELLING: Final = frozenset(
    {"builtins.callable", "builtins.getattr", "builtins.hasattr", "builtins.isinstance",
     "builtins.type"}
)  # fmt: skip


class Forwarder(NamedTuple):
    """A function that calls one of its arguments in a worker thread, whatever that is."""

    own_keywords: frozenset[str] = frozenset()
    """The keyword arguments that it keeps to itself."""
    position: int = 0
    """Which of its positional arguments it calls, with those behind it."""
    is_async: bool = True
    """Whether it is a coroutine function."""


RUNNING_LOOP: Final = frozenset({"asyncio.get_running_loop"})
RUNNING_LOOPS: Final = frozenset({"asyncio.get_event_loop", *RUNNING_LOOP})  # in coroutines
LOOPS: Final = frozenset({*RUNNING_LOOPS, "asyncio.AbstractEventLoop", "asyncio.new_event_loop"})
EXECUTORS: Final = frozenset(
    {
        "concurrent.futures.Executor",
        "concurrent.futures.ProcessPoolExecutor",
        "concurrent.futures.ThreadPoolExecutor",
    }
)
FORWARDERS: Final = {
    "anyio.to_thread.run_sync": Forwarder(
        frozenset({"abandon_on_cancel", "cancellable", "limiter"})
    ),
    "asyncio.to_thread": Forwarder(),
    "starlette.concurrency.run_in_threadpool": Forwarder(),
    **{f"{name}.submit": Forwarder(is_async=False) for name in EXECUTORS},
    **{f"{name}.run_in_executor": Forwarder(position=1, is_async=False) for name in LOOPS},
}
# The methods among them.
FORWARDING: Final = frozenset({"run_in_executor", "submit"})
RUN_UNTIL_COMPLETE: Final = "run_until_complete"
# What runs a coroutine on an event loop, and raises where one is running already.
RUNNING_COROUTINES: Final = frozenset(
    {"asyncio.run", *(f"{name}.{RUN_UNTIL_COMPLETE}" for name in LOOPS)}
)
# What gives a thread an event loop, and what has loops run inside others.
SETTING_LOOPS: Final = (b"set_event_loop", b"nest_asyncio")
NESTING_LOOPS: Final = (b"nest_asyncio",)


class Thread(NamedTuple):
    """A class whose objects call a function when they are started."""

    target: str
    position: int
    """The parameter that takes the function, by its name and among the positional ones."""
    arguments: int
    """The positional parameter that takes its arguments. Their keywords are the next one."""


# `threading.Thread.__init__` and `threading.Timer.__init__`.
THREADS: Final = {
    "threading.Thread": Thread("target", 1, 3),
    "threading.Timer": Thread("function", 1, 2),
}
START: Final = "start"
PROCESSES: Final = frozenset({"multiprocessing.Process"})
# Functions that put a coroutine on the running event loop. A worker thread has none.
GATHERING: Final = frozenset({"asyncio.gather"})
LOOP_SEEKERS: Final = frozenset(
    {"asyncio.create_task", "asyncio.ensure_future", "asyncio.gather", "asyncio.shield"}
)
# What starts the coroutines in its list later. In a thread it raises since Python 3.13.
STARTED_LATER: Final = frozenset({"asyncio.as_completed"})
# What takes no coroutines since this version (`asyncio.wait`).
WAIT: Final = frozenset({"asyncio.wait"})
TAKES_TASKS: Final = (3, 11)
LOOP: Final = "loop"
# Classes of libraries, each with the class that an attribute of its objects has, or all of them and
# all items (`pymongo.synchronous.mongo_client.MongoClient.__getattr__`, `__getitem__`).
ANY: Final = "*"
MEMBERS: Final = {
    "docker.DockerClient": {
        "containers": "docker.models.containers.ContainerCollection",
        "images": "docker.models.images.ImageCollection",
    },
    "pymongo.MongoClient": {ANY: "pymongo.database.Database"},
    "pymongo.database.Database": {ANY: "pymongo.collection.Collection"},
    "starlette.requests.HTTPConnection": {"state": STATE},
    "starlette.requests.Request": {"state": STATE},
}
# What a maker of objects is told to make objects of another class with.
OTHER_CLASS: Final = "class_"
# Other coroutine functions, and what they return.
COROUTINE_FUNCTIONS: Final = frozenset(
    {
        *(name for name, forwarder in FORWARDERS.items() if forwarder.is_async),
        "asyncio.sleep",
        "asyncio.wait",
        "asyncio.wait_for",
        *(f"{name}.__call__" for name in COLLECTIONS | TASKS),
    }
)
# What functions return whose source is not at hand.
RESULTS: Final = {
    "asyncio.create_task": "asyncio.Task",
    "asyncio.ensure_future": "asyncio.Future",
    "asyncio.gather": "asyncio.Future",
    "asyncio.shield": "asyncio.Future",
    **dict.fromkeys(COROUTINE_FUNCTIONS, "types.CoroutineType"),
    **{f"{name}.submit": "concurrent.futures.Future" for name in EXECUTORS},
    **dict.fromkeys(("boto3.client", "boto3.Session.client"), "botocore.client.BaseClient"),
    "docker.from_env": "docker.DockerClient",
    "pymongo.MongoClient.get_database": "pymongo.database.Database",
    "pymongo.database.Database.get_collection": "pymongo.collection.Collection",
    "sqlalchemy.ext.asyncio.create_async_engine": "sqlalchemy.ext.asyncio.AsyncEngine",
    "redis.Redis.from_url": "redis.Redis",
    "redis.from_url": "redis.Redis",
    "requests.session": "requests.Session",
    "sqlalchemy.Engine.connect": "sqlalchemy.Connection",
    "sqlalchemy.create_engine": "sqlalchemy.Engine",
    "sqlalchemy.orm.Session.query": "sqlalchemy.orm.Query",
    "sqlalchemy.orm.sessionmaker.__call__": "sqlalchemy.orm.Session",
    **{
        f"sqlalchemy.orm.Query.{name}": "sqlalchemy.orm.Query"
        for name in ("filter", "filter_by", "join", "limit", "offset", "options", "order_by")
    },
}
# Functions that are not coroutine functions, and return what must be awaited.
ITEMS_LATER: Final = frozenset({"__anext__", "aclose", "asend", "athrow"})
AWAITABLE_MAKERS: Final = frozenset(
    {
        "builtins.anext",
        *(f"typing.AsyncGenerator.{name}" for name in ITEMS_LATER),
        "typing.AsyncIterator.__anext__",
    }
)
# Functions that return an iterator before they have called anything.
LAZY_FUNCTIONS: Final = frozenset({"builtins.filter", "builtins.map", "itertools.starmap"})
# Functions that take the values of an iterator, and do nothing else with them.
EXHAUSTING: Final = frozenset(
    {"builtins.all", "builtins.any", "builtins.list", "builtins.set", "builtins.tuple"}
)
# Methods that call their first argument for each value at once, in threads or processes.
MAPPING: Final = frozenset(f"{name}.map" for name in EXECUTORS)

# Functions that do no work of the program's own, and the names that such functions begin with.
IDLE: Final = frozenset(
    {
        "asyncio.get_event_loop",
        "asyncio.get_running_loop",
        "asyncio.new_event_loop",
        "asyncio.set_event_loop",
        "builtins.len",
        "builtins.print",
        "builtins.range",
        "builtins.repr",
        "builtins.str",
        "contextlib.suppress",
        "time.monotonic",
        "time.perf_counter",
        "time.time",
    }
)
IDLE_MEMBERS: Final = ("builtins.str.", "logging.")

# Classes that hold what is named in square brackets, and the methods that return it.
HOLDERS: Final = {"contextvars.ContextVar": "get"}
TYPE_VARIABLES: Final = frozenset({"typing.TypeVar"})
BOUND: Final = "bound"
# What is of no use in a worker thread, where no event loop runs.
OF_LOOPS: Final = ("asyncio.", "anyio.", "trio.")
PARTIAL: Final = ("functools", "partial")
PARTIALS: Final = frozenset({".".join(PARTIAL)})
# Decorators that turn a function into something else.
CACHES: Final = frozenset({"functools.cache", "functools.lru_cache"})
CONTEXT_MANAGERS: Final = frozenset({"contextlib.contextmanager"})
ASYNC_CONTEXT_MANAGERS: Final = frozenset({"contextlib.asynccontextmanager"})
MANAGING: Final = CONTEXT_MANAGERS | ASYNC_CONTEXT_MANAGERS
# All decorators that do so. A call may apply them too.
DECORATORS: Final = CACHES | MANAGING
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
# What reads of a function what it is, and does not call it.
READING: Final = frozenset({"inspect.getdoc", "inspect.getfile", "inspect.signature"})
# What returns its first argument.
UPDATES: Final = frozenset({"functools.update_wrapper"})
# Context managers that are decorators too. Before Python 3.15 they make a plain function.
CONTEXT_DECORATORS: Final = frozenset(
    {"contextlib.ContextDecorator", "contextlib._GeneratorContextManager"}
)
ASYNC_CONTEXT_DECORATORS: Final = (3, 15)
# What marks a plain function as a coroutine function (for `inspect.iscoroutinefunction`, and
# asyncio's).
COROUTINE_MARKERS: Final = (b"markcoroutinefunction", b"_is_coroutine")
# Functions that can reach any name of the function that calls them.
REACH_ALL: Final = frozenset({"eval", "exec", "locals", "vars"})

# Functions that leave by an exception or end the program.
NEVER_RETURNING: Final = frozenset(
    {"builtins.exit", "builtins.quit", "os._exit", "os.abort", "sys.exit"}
)
# Libraries of the table below whose objects make no objects of other libraries in it.
SELF_CONTAINED: Final = frozenset({"sqlalchemy"})
# Modules whose objects wait without blocking, and what they make, too.
ASYNC_MODULES: Final = frozenset({"sqlalchemy.ext.asyncio", "sqlmodel.ext.asyncio.session"})
# What blocks the thread that calls it, by its full name. A method goes by the class, or by the
# function, that makes its object. A test catches each at run time, or a comment names the function
# of the library that waits.
HTTP_METHODS: Final = ("delete", "get", "head", "options", "patch", "post", "put", "request")
MAIL_METHODS: Final = ("connect", "login", "quit", "send_message", "sendmail", "starttls")
QUERY_METHODS: Final = ("all", "count", "delete", "first", "one", "one_or_none", "scalar", "update")
BLOCKING: Final = frozenset(
    {
        "builtins.input",
        "concurrent.futures.Future.exception",
        "concurrent.futures.Future.result",
        "os.system",
        "os.wait",
        "os.waitpid",
        "queue.Queue.get",
        "queue.Queue.join",
        "select.select",
        "smtplib.SMTP",
        "smtplib.SMTP_SSL",
        "socket.create_connection",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "subprocess.Popen.communicate",
        "subprocess.Popen.wait",
        *(
            f"subprocess.{name}"
            for name in (
                "call",
                "check_call",
                "check_output",
                "getoutput",
                "getstatusoutput",
                "run",
            )
        ),
        "threading.Thread.join",
        "time.sleep",
        "urllib.request.urlopen",
        "urllib.request.urlretrieve",
        *(
            f"{mailer}.{name}"
            for mailer in ("smtplib.SMTP", "smtplib.SMTP_SSL")
            for name in MAIL_METHODS
        ),
        *(
            f"{client}.{name}"
            for client in ("httpx", "httpx.Client", "requests", "requests.Session")
            for name in HTTP_METHODS
        ),
        "httpx.Client.send",
        "httpx.Client.stream",
        "httpx.stream",
        "requests.Session.send",
        # `urllib3.connectionpool.HTTPConnectionPool.urlopen`.
        "urllib3.PoolManager.request",
        "urllib3.PoolManager.urlopen",
        "urllib3.request",
        # `sqlalchemy.engine.default.DefaultDialect.do_execute`, `do_commit`, `connect`.
        "sqlalchemy.Connection.commit",
        "sqlalchemy.Connection.execute",
        "sqlalchemy.Connection.scalar",
        "sqlalchemy.Connection.scalars",
        "sqlalchemy.Engine.connect",
        *(
            f"sqlalchemy.orm.Session.{name}"
            for name in (
                "commit",
                "execute",
                "flush",
                "get",
                "refresh",
                "scalar",
                "scalars",
            )
        ),
        *(f"sqlalchemy.orm.Query.{name}" for name in QUERY_METHODS),
        # `sqlmodel.orm.session.Session.exec` calls `Session.execute`.
        *(f"sqlmodel.Session.{name}" for name in ("commit", "exec", "flush", "get", "refresh")),
        # `psycopg2._psycopg._connect` and `psycopg.Connection.connect` wait for the server.
        "psycopg.connect",
        "psycopg2.connect",
        # `pymysql.connections.Connection.connect`.
        "pymysql.connect",
        # `pymongo.synchronous.mongo_client.MongoClient._run_operation`.
        *(
            f"pymongo.collection.Collection.{name}"
            for name in (
                "aggregate",
                "count_documents",
                "delete_many",
                "delete_one",
                "distinct",
                "find_one",
                "find_one_and_update",
                "insert_many",
                "insert_one",
                "replace_one",
                "update_many",
                "update_one",
            )
        ),
        # `redis.client.Redis.execute_command`.
        *(
            f"redis.Redis.{name}"
            for name in (
                "delete",
                "execute_command",
                "exists",
                "expire",
                "get",
                "hget",
                "hgetall",
                "hset",
                "incr",
                "lpush",
                "mget",
                "ping",
                "publish",
                "rpush",
                "sadd",
                "set",
                "setex",
                "xadd",
            )
        ),
        # `botocore.client.BaseClient._make_api_call`.
        *(
            f"botocore.client.BaseClient.{name}"
            for name in (
                "copy_object",
                "delete_object",
                "download_file",
                "download_fileobj",
                "get_object",
                "head_object",
                "invoke",
                "list_objects_v2",
                "publish",
                "put_item",
                "put_object",
                "send_email",
                "send_message",
                "upload_file",
                "upload_fileobj",
            )
        ),
        # `docker.client.DockerClient.from_env` asks the server for its version, and
        # `docker.api.client.APIClient._get` and `_post` wait for its answers.
        "docker.from_env",
        *(
            f"docker.models.containers.ContainerCollection.{name}"
            for name in ("create", "get", "list", "prune", "run")
        ),
        *(
            f"docker.models.images.ImageCollection.{name}"
            for name in ("build", "get", "list", "pull", "push")
        ),
    }
)
# Those that wait for somebody else to end, and not at all if that is so. An argument may say how
# long they wait.
WAITING_FOR_OTHERS: Final = frozenset(
    {
        "concurrent.futures.Future.exception",
        "concurrent.futures.Future.result",
        "queue.Queue.get",
        "queue.Queue.join",
        "subprocess.Popen.communicate",
        "subprocess.Popen.wait",
        "threading.Thread.join",
    }
)
# What tells, or waits for, that.
ENDED: Final = frozenset(
    {"as_completed", "done", "empty", "is_alive", "poll", "qsize", "wait_for", "wrap_future"}
)
# What the event loop has in their place.
# What awaits the coroutines that it is given.
AWAITING: Final = LOOP_SEEKERS | {"asyncio.run", "asyncio.wait_for"}
ASYNC_FORMS: Final = {"time.sleep": "asyncio.sleep"}
TO_THREAD: Final = "asyncio.to_thread"
# What makes all of these wait without blocking the thread.
PATCHING: Final = (b"monkey.patch_", b"monkey_patch(")
# Classes whose `__enter__` returns the object itself.
ENTERED: Final = frozenset(
    {
        "httpx.Client",
        "psycopg.connect",
        "requests.Session",
        "smtplib.SMTP",
        "smtplib.SMTP_SSL",
        "sqlalchemy.Connection",
        "sqlalchemy.orm.Session",
        "sqlmodel.Session",
        "subprocess.Popen",
    }
)


class Closing(NamedTuple):
    """What is left of an object when its `with` has ended."""

    methods: frozenset[str]
    """The methods that raise then."""
    raises: str
    instead: str
    """What to write instead."""
    functions: frozenset[str] = frozenset()
    """The functions that raise when they are given it first."""
    is_iterated: bool = False
    """Whether to iterate over it raises as well."""
    is_path: bool = False
    """Whether it is the path of a folder that is gone then."""
    is_passed: bool = False
    """Whether FastAPI passes it, and closes it."""


FILE: Final = Closing(
    frozenset({"read", "readline", "readlines", "seek", "tell", "write", "writelines"}),
    "ValueError",
    "Open it in the task, or pass what it contains",
    frozenset({"csv.DictReader", "json.load", "pickle.load", "shutil.copyfileobj"}),
    is_iterated=True,
)
FOLDER: Final = Closing(
    frozenset(
        {"iterdir", "open", "read_bytes", "read_text", "stat", "unlink", "write_bytes"}
        | {"write_text"}
    ),
    "FileNotFoundError",
    "Make the folder in the task, or keep it until the task has run",
    frozenset(
        {
            "builtins.open",
            "os.listdir",
            "os.path.getsize",
            "os.remove",
            "os.scandir",
            "os.stat",
            "os.unlink",
            "shutil.copy",
            "shutil.copytree",
            "shutil.move",
        }
    ),
    is_path=True,
)
NAMED_FILE: Final = FOLDER._replace(instead="Make the file in the task, or pass what it contains")
# What also has a path that is gone then, and the attribute with it.
NAMED: Final = frozenset({"tempfile.NamedTemporaryFile"})
NAME: Final = "name"
EXECUTOR: Final = Closing(
    frozenset({"map", "submit"}), "RuntimeError", "Start it in the task, or keep it open"
)
CLIENT: Final = Closing(
    frozenset({*HTTP_METHODS, "send"}), "RuntimeError", "Make the client in the task, or share one"
)
CONNECTION: Final = Closing(
    frozenset({"execute", "scalar", "scalars"}),
    "sqlalchemy.exc.ResourceClosedError",
    "Connect in the task",
)
SOCKET_OBJECT: Final = Closing(
    frozenset({"recv", "send", "sendall"}), "OSError", "Connect in the task"
)
UPLOAD: Final = Closing(
    frozenset({"read", "seek", "write"}),
    "ValueError",
    "Read it in the handler, and pass the content",
    is_passed=True,
)
# What closes its argument, and stacks of context managers with the methods that enter one.
CLOSERS: Final = frozenset({"contextlib.aclosing", "contextlib.closing"})
STACKS: Final = frozenset({"contextlib.AsyncExitStack", "contextlib.ExitStack"})
ENTERING: Final = frozenset({"enter_async_context", "enter_context"})
# What these make is closed at the end of its `with`. A test uses each when it is closed.
CLOSED: Final = {
    **dict.fromkeys(
        (
            "aiofiles.open",
            "builtins.open",
            "bz2.open",
            "gzip.open",
            "io.BytesIO",
            "io.StringIO",
            "io.open",
            "lzma.open",
            "pathlib.Path.open",
            "tempfile.NamedTemporaryFile",
            "tempfile.SpooledTemporaryFile",
            "tempfile.TemporaryFile",
        ),
        FILE,
    ),
    **dict.fromkeys(EXECUTORS - {"concurrent.futures.Executor"}, EXECUTOR),
    **dict.fromkeys(("socket.create_connection", "socket.socket"), SOCKET_OBJECT),
    **dict.fromkeys(
        (
            "sqlalchemy.Engine.begin",
            "sqlalchemy.Engine.connect",
            "sqlalchemy.ext.asyncio.AsyncEngine.begin",
            "sqlalchemy.ext.asyncio.AsyncEngine.connect",
        ),
        CONNECTION,
    ),
    **dict.fromkeys(("httpx.AsyncClient", "httpx.Client"), CLIENT),
    "aiohttp.ClientSession": CLIENT._replace(methods=CLIENT.methods - {"send"}),
    "anyio.create_task_group": EXECUTOR._replace(methods=frozenset({"start", "start_soon"})),
    "asyncio.TaskGroup": EXECUTOR._replace(methods=frozenset({"create_task"})),
    "tempfile.TemporaryDirectory": FOLDER,
    "zipfile.ZipFile": Closing(
        frozenset({"open", "read", "write", "writestr"}),
        "ValueError",
        "Open it in the task, or pass what it contains",
    ),
}
# What is made of the path of a folder, and leads into it.
PATH_MAKERS: Final = frozenset(
    {"builtins.str", "os.fspath", "os.path.join", "pathlib.Path", "pathlib.Path.joinpath"}
)
# What tells whether something is closed.
ASKING: Final = frozenset({"closed", "exists", "is_closed", "is_dir", "is_file"})
UPLOADS: Final = frozenset(
    {"fastapi.datastructures.UploadFile", "starlette.datastructures.UploadFile"}
)
# From this version to `LATE_EXIT`, FastAPI closes them before the tasks run.
EARLY_EXIT: Final = (0, 106)

# Functions without parameters that raise nothing.
CLOCKS: Final = frozenset({"time.monotonic", "time.perf_counter", "time.time"})
# What stops the exceptions of these classes (`contextlib.suppress.__exit__`).
SUPPRESSING: Final = frozenset({"contextlib.suppress"})
# Context managers that do not stop exceptions, by what makes them.
LEAVING_EXCEPTIONS: Final = frozenset(
    {
        "asyncio.Lock",
        "asyncio.Semaphore",
        "builtins.open",
        "contextlib.closing",
        "contextlib.nullcontext",
        "tempfile.NamedTemporaryFile",
        "tempfile.TemporaryDirectory",
        "threading.Lock",
        "threading.RLock",
    }
)

# Of these, what makes one that raises nothing when it is entered, if nobody else has it.
QUIET_MANAGERS: Final = frozenset(
    {"asyncio.Lock", "contextlib.nullcontext", "contextlib.suppress", "threading.Lock"}
)
# What raises a group of exceptions in place of one.
TASK_GROUPS: Final = frozenset({"anyio.create_task_group", "asyncio.TaskGroup"})

# Forms of annotations.
ANNOTATED: Final = frozenset({"typing.Annotated"})
OPTIONAL: Final = frozenset({"typing.Optional"})
UNION: Final = frozenset({"typing.Union"})
WRAPPERS: Final = frozenset({"typing.ClassVar", "typing.Final", "typing.Required"})
CLASS_OBJECTS: Final = frozenset({"builtins.type", "typing.Type"})
SELF: Final = frozenset({"typing.Self"})
NO_RETURN: Final = frozenset({"typing.Never", "typing.NoReturn"})
COROUTINES: Final = frozenset({"typing.Coroutine", "types.CoroutineType"})
AWAITABLES: Final = frozenset({"typing.Awaitable"})
ITERABLES: Final = frozenset({"typing.AsyncIterable", "typing.Iterable"})
ANYTHING: Final = frozenset({"builtins.object", "typing.Any"})
CASTS: Final = frozenset({"typing.cast"})
CALLABLES: Final = frozenset({"typing.Callable"})
LITERAL: Final = frozenset({"typing.Literal"})
# Decorators that leave a class as it is.
CLASS_DECORATORS: Final = frozenset(
    {"attr.s", "attrs.define", "attrs.frozen", "dataclasses.dataclass", "functools.total_ordering",
     "typing.final", "typing.runtime_checkable"}
)  # fmt: skip
DATACLASSES: Final = frozenset({"dataclasses.dataclass"})
# What makes the field of a dataclass, and what makes an empty value for it.
FIELDS: Final = frozenset({"dataclasses.field"})
DEFAULT_FACTORY: Final = "default_factory"
EMPTY: Final = frozenset({"builtins.dict", "builtins.list", "builtins.set"})
# Bases that add no attribute that matters here.
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
# Classes whose instances never change.
IMMUTABLE: Final = frozenset(
    {"builtins.None", "builtins.bool", "builtins.float", "builtins.int", "builtins.str"}
)
BOOL: Final = frozenset({"builtins.bool"})
INSTANCE_CHECKS: Final = frozenset({"builtins.isinstance"})
INT: Final = "int"
INTEGER: Final = frozenset({"builtins.int"})
# Classes whose instances are known not to be callable.
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
        *PROCESSES,
        *THREADS,
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

# Other names that the things above are imported by.
NAMES: Final = {
    **{f"collections.abc.{name}": f"typing.{name}" for name in (
        "AsyncGenerator", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Coroutine",
        "Generator", "Iterable", "Iterator",
    )},
    **{f"typing_extensions.{name}": f"typing.{name}" for name in (
        "Annotated", "ClassVar", "Final", "Generic", "NamedTuple", "Protocol", "Required", "Self",
        "TypedDict", "Any", "AsyncGenerator", "AsyncIterator", "Awaitable", "Coroutine",
        "Generator", "Iterable", "Iterator", "Never", "NoReturn", "Optional", "Type", "Union",
        "cast", "final", "no_type_check", "overload", "override",
    )},
    **{f"fastapi.responses.{name}": f"starlette.responses.{name}" for name in (
        "FileResponse", "HTMLResponse", "JSONResponse", "PlainTextResponse", "RedirectResponse",
        "Response", "StreamingResponse",
    )},
    **{f"fastapi.{name}": f"fastapi.param_functions.{name}" for name in MARKING},
    "asyncio.events.AbstractEventLoop": "asyncio.AbstractEventLoop",
    "asyncio.events.get_event_loop": "asyncio.get_event_loop",
    "asyncio.events.get_running_loop": "asyncio.get_running_loop",
    "asyncio.events.new_event_loop": "asyncio.new_event_loop",
    "asyncio.tasks.as_completed": "asyncio.as_completed",
    "asyncio.tasks.create_task": "asyncio.create_task",
    "asyncio.tasks.ensure_future": "asyncio.ensure_future",
    "asyncio.tasks.gather": "asyncio.gather",
    "asyncio.tasks.shield": "asyncio.shield",
    "asyncio.tasks.wait": "asyncio.wait",
    "asyncio.taskgroups.TaskGroup": "asyncio.TaskGroup",
    "asyncio.threads.to_thread": "asyncio.to_thread",
    "background_typed.BackgroundTask": "starlette.background.BackgroundTask",
    "background_typed.BackgroundTasks": "background_typed.background.BackgroundTasks",
    "background_typed.background.BackgroundTask": "starlette.background.BackgroundTask",
    "concurrent.futures._base.Executor": "concurrent.futures.Executor",
    "concurrent.futures.process.ProcessPoolExecutor": "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures.thread.ThreadPoolExecutor": "concurrent.futures.ThreadPoolExecutor",
    "fastapi.APIRouter": "fastapi.routing.APIRouter",
    "fastapi.BackgroundTasks": "fastapi.background.BackgroundTasks",
    "fastapi.FastAPI": "fastapi.applications.FastAPI",
    "fastapi.Request": "starlette.requests.Request",
    "fastapi.WebSocket": "starlette.websockets.WebSocket",
    "fastapi.requests.HTTPConnection": "starlette.requests.HTTPConnection",
    "fastapi.requests.Request": "starlette.requests.Request",
    "fastapi.Response": "starlette.responses.Response",
    "fastapi.concurrency.run_in_threadpool": "starlette.concurrency.run_in_threadpool",
    "anyio._core._tasks.create_task_group": "anyio.create_task_group",
    "fastapi.UploadFile": "fastapi.datastructures.UploadFile",
    "boto3.session.Session": "boto3.Session",
    "docker.client.DockerClient": "docker.DockerClient",
    "httpx._client.AsyncClient": "httpx.AsyncClient",
    "multiprocessing.context.Process": "multiprocessing.Process",
    "httpx._client.Client": "httpx.Client",
    "pydantic.main.BaseModel": "pydantic.BaseModel",
    "pymongo.mongo_client.MongoClient": "pymongo.MongoClient",
    "pymongo.synchronous.collection.Collection": "pymongo.collection.Collection",
    "pymongo.synchronous.database.Database": "pymongo.database.Database",
    "pymongo.synchronous.mongo_client.MongoClient": "pymongo.MongoClient",
    "redis.StrictRedis": "redis.Redis",
    "redis.client.Redis": "redis.Redis",
    "requests.sessions.Session": "requests.Session",
    "sqlalchemy.engine.Connection": "sqlalchemy.Connection",
    "sqlalchemy.engine.Engine": "sqlalchemy.Engine",
    "sqlalchemy.engine.base.Connection": "sqlalchemy.Connection",
    "sqlalchemy.engine.base.Engine": "sqlalchemy.Engine",
    "sqlalchemy.engine.create_engine": "sqlalchemy.create_engine",
    "sqlalchemy.orm.session.Session": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.session.sessionmaker": "sqlalchemy.orm.sessionmaker",
    "sqlmodel.create_engine": "sqlalchemy.create_engine",
    "sqlmodel.orm.session.Session": "sqlmodel.Session",
}  # fmt: skip
# What is known by its name alone, without reading a file.
KNOWN: Final = frozenset(NAMES).union(
    NAMES.values(),
    COLLECTIONS,
    TASKS,
    RESPONSES,
    ROUTERS,
    MARKERS,
    APPLICATIONS,
    MIDDLEWARES,
    REQUESTS,
    FORWARDERS,
    PLAIN_BASES,
    LOOPS,
    BLOCKING,
    RESULTS,
    RESULTS.values(),
    MEMBERS,
    ENTERED,
    CLOSERS,
    STACKS,
    CLOSED,
    UPLOADS,
)
LIBRARIES: Final = frozenset(name.partition(".")[0] for name in KNOWN)


def canonical(name: str) -> str:
    """Return the name that something is defined under, given a name that it is imported by."""
    return NAMES.get(name, name)
