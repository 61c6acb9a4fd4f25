"""Handlers: their parameters, decorators and routes around what happens in them."""

import inspect
import re
from typing import Final

from fastapi import Depends
from flows import FLOWS, body_of
from pieces import Piece, pieces
from scenes import Scene
from writing import Application, Route, fill, indented

THEMES: Final = ("callees", "flows", "flows", "responses", "dependencies", "mixed")
# How often a handler has something unusual, by the theme of its application.
UNUSUAL_EXIT: Final = {"responses": 0.75, "mixed": 0.3}
UNUSUAL_SOURCE: Final = {"responses": 0.35, "mixed": 0.4, "flows": 0.15, "dependencies": 0.2}
DEPENDENCY: Final = {"dependencies": 0.85, "mixed": 0.25}
DECORATOR: Final = {"mixed": 0.15, "flows": 0.12, "dependencies": 0.08}
HAS_SCOPES: Final = "scope" in inspect.signature(Depends).parameters
GENERATOR: Final = Piece("generator", returns="Any", use="return")
WEBSOCKET: Final = (
    Piece("websocket", frozenset({"drops-injected"}), use="await socket.close()\nreturn"),
    Piece("websocket that runs the collection", use="await $tasks()\nreturn"),
)


def make_handler(app: Application, theme: str) -> None:
    """Write a handler with its route."""
    file = "orders" if app.likes(0.25) else "main"
    scene = Scene(app, file, theme, is_async=app.likes(0.7))
    scene.params.append("flag: bool = False")
    before = take_collection(scene)
    way = scene.exit = pick_exit(scene)
    if way.params:
        scene.exit_names = scene.introduce(way, {"id": ""})
        scene.params += [fill(each, scene.exit_names) for each in way.params]
    on_route = add_dependencies(scene)
    body = [*before, *body_of(scene)]
    if way is GENERATOR:
        body.insert(len(before), 'yield {"row": 1}')
        scene.note("generator")
    above = decorate(scene) if way is not GENERATOR else []
    write(scene, body, above, on_route)
    explain(scene, way)


def take_collection(scene: Scene) -> list[str]:
    """Get a collection for a handler: return the statements that do so."""
    if scene.app.likes(UNUSUAL_SOURCE.get(scene.theme, 0.05)):
        source = scene.pick("sources", "other")
    elif scene.app.likes(0.7):
        source = scene.app.rng.choice(pieces("sources", "injected")[:3])
    else:
        source = scene.pick("sources", "injected")
    names = scene.introduce(source, {"tasks": "tasks"})
    scene.tasks, scene.is_own = fill(source.use, names), "own" in source.flags
    scene.params += [fill(each, names) for each in source.params]
    if source.label != "injected":
        scene.note(f"collection: {source.label}")
    return fill(source.before, names).splitlines()


def pick_exit(scene: Scene) -> Piece:
    """Return a way for a handler to return, mostly one that runs its tasks."""
    if not scene.is_own and scene.theme in FLOWS and scene.app.likes(0.04):
        return GENERATOR
    if scene.app.likes(UNUSUAL_EXIT.get(scene.theme, 0.03)):
        if scene.app.likes(0.8):
            return scene.pick("returns_with_others")
        return scene.pick("returns")
    if scene.is_own or (scene.theme != "callees" and scene.app.likes(0.3)):
        return scene.pick("returns", "running")
    return scene.pick("returns", "simple")


def explain(scene: Scene, way: Piece) -> None:
    """Remember what ought to lose the tasks of a handler."""
    drops = "drops-own" if scene.is_own else "drops-injected"
    for task in (*scene.mine, *scene.others):
        task.around = scene.kinds
        if scene.refused_by:
            task.lost_by.insert(0, scene.refused_by)
    own = ", own collection" if scene.is_own else ""
    if drops in way.flags:
        for task in scene.mine:
            task.lost_by.append(f"response: {way.label}{own}")
    if "drops-injected" in way.flags or (scene.is_own and "drops-own" not in way.flags):
        for task in scene.dependent:
            task.lost_by.append(f"dependency adds, response: {way.label}{own}")


def add_dependencies(scene: Scene) -> list[str]:
    """Give a handler dependencies, and return those that its route has."""
    app, on_route, chance = scene.app, [], DEPENDENCY.get(scene.theme, 0.06)
    while app.likes(chance):
        chance *= 0.4
        way = scene.pick("dependencies")
        where = app.rng.choice(["parameter", "annotated", "route", "router"])
        if "refuses" in way.flags and (where == "router" or app.likes(0.6)):
            continue
        marker = depend(scene, way, "dependencies" if where == "router" else scene.file)
        if where == "parameter":
            scene.params.append(f"of_{len(scene.params)}: Any = {marker}")
        elif where == "annotated":
            scene.params.append(f"of_{len(scene.params)}: Annotated[Any, {marker}]")
        elif where == "route":
            on_route.append(marker)
        else:
            app.depend_everywhere(marker, scene.file)
        place = "handler" if where in {"parameter", "annotated"} else where
        scene.note(f"dependency of {place}: {way.label}")
    return on_route


def depend(scene: Scene, way: Piece, user: str) -> str:
    """Define a dependency that a file uses, and return how it is depended on."""
    app = scene.app
    known = {"tasks": "tasks"}
    if "adds" in way.flags:
        task = app.new_task("added by dependency")
        task.around, task.inside = scene.kinds, ("dependency that adds",)
        if user == scene.file:
            scene.dependent.append(task)
        if "lost" in way.flags:
            task.lost_by.append(f"dependency: {way.label}")
        known |= {"id": f'"{task.name}"', "mark": task.name}
    app.keeps = app.keeps or "keeps" in way.flags
    if "refuses" in way.flags:
        scene.refused_by = f"never reached: a dependency {way.label}"
    file, scene.file = scene.file, user
    name = scene.introduce(way, known)["d"]
    scene.file = file
    has_scope = HAS_SCOPES and "yield" in way.definitions[-1] and app.likes(0.15)
    return f'Depends({name}, scope="function")' if has_scope else f"Depends({name})"


def decorate(scene: Scene) -> list[str]:
    """Return the decorators of a handler under that of its route."""
    if not scene.app.likes(DECORATOR.get(scene.theme, 0.02)):
        return []
    way = scene.pick("decorators")
    scene.note(f"decorator: {way.label}")
    text = way.definitions[0]
    for word in ("async", "await"):
        text = text.replace(f"${word} ", f"{word} " if scene.is_async else "")
    name = scene.app.fresh("w")
    scene.app.define(text, {"w": name}, scene.file)
    return [f"@{name}"]


def write(scene: Scene, body: list[str], above: list[str], on_route: list[str]) -> None:
    """Write a handler in one of the ways to make it a route."""
    app, name = scene.app, scene.app.fresh("h")
    owner = "app" if scene.file == "main" else "router"
    method, path = app.rng.choice(["get", "post", "put"]), f"/{name.replace('_', '-')}"
    more = f", dependencies=[{', '.join(on_route)}]" if on_route else ""
    app.routes.append(Route(method, path))
    way = app.rng.choice(["decorator"] * 6 + ["added", "method", "inside"])
    by_call = f'{owner}.add_api_route("{path}", {{}}{more}, methods=["{method.upper()}"])'
    head = head_of(scene, name, *(["self"] if way == "method" else []))
    plain = [*above, head, *indented(body)]
    if way == "added":
        lines = [*plain, "", "", by_call.format(name)]
    elif way == "method":
        owner_class = app.fresh("c")
        added = by_call.format(f"{owner_class}().{name}")
        lines = [f"class {owner_class}:", *indented(plain), "", "", added]
    else:
        route = f'@{owner}.{method}("{path}"{more})'
        lines = [route, *plain]
        if above and app.likes(0.2):
            scene.note("decorator above the route")
            lines = [*above, route, head, *indented(body)]
    if way == "inside":
        maker = app.fresh("a")
        lines = [f"def {maker}() -> None:", *indented(lines), "", "", f"{maker}()"]
    if way != "decorator":
        scene.note(f"route: {way}")
    app.texts[scene.file].append("\n".join(lines))
    app.homes[name] = scene.file if way in {"decorator", "added"} else "main"
    if way == "decorator" and app.likes(0.06):
        call_by_another(scene, name, owner)


def head_of(scene: Scene, name: str, *receiver: str) -> str:
    """Return the first line of a handler."""
    ordered = sorted(scene.params, key=lambda each: bool(re.search(r"\w = ", each)))
    params, comments = [], ""
    for each in [*receiver, *ordered]:
        param, hash_, comment = each.partition("  #")
        params.append(param)
        comments += hash_ + comment
    word = "async def" if scene.is_async else "def"
    returns = (scene.exit.returns if scene.exit is not None else "") or "None"
    return f"{word} {name}({', '.join(params)}) -> {returns}:{comments}"


def call_by_another(scene: Scene, name: str, owner: str) -> None:
    """Write a handler that calls another one and catches what it raises, or depends on it."""
    app = scene.app
    if any("Depends" in each or "Request" in each or "  #" in each for each in scene.params):
        return
    other = app.fresh("h")
    app.routes.append(Route("get", f"/{other.replace('_', '-')}"))
    names = [each.partition(":")[0] for each in scene.params]
    call = f"{name}({', '.join(f'{each}={each}' for each in names)})"
    lines = ["try:", f"    {'await ' if scene.is_async else ''}{call}", "except Exception:"]
    lines = indented([*lines, '    logging.exception("failed")'])
    way, scene.exit = scene.exit, Piece("nothing")
    head = head_of(scene, other)
    if app.likes(0.3):
        head, lines = f"def {other}(_: Annotated[Any, Depends({name})]) -> None:", ["    return"]
    scene.exit = way
    scene.note("called by another handler")
    caller = scene.file
    if owner == "router" and app.likes(0.5):
        caller, owner = "main", "app"
    route = f'@{owner}.get("{app.routes[-1].path}")'
    app.texts[caller].append("\n".join([route, head, *lines]))


def make_socket(app: Application) -> None:
    """Write a websocket route."""
    scene = Scene(app, "main", app.rng.choice(["callees", "flows"]), is_async=True)
    scene.params += ["socket: WebSocket", "tasks: BackgroundTasks", "flag: bool = False"]
    scene.note("websocket")
    way = scene.exit = app.rng.choice(WEBSOCKET)
    if app.likes(0.3):
        scene.params.append(f"_: None = {depend(scene, scene.pick('dependencies'), scene.file)}")
    body = ["await socket.accept()", *body_of(scene)]
    name = app.fresh("h")
    path = f"/{name.replace('_', '-')}"
    app.texts["main"].append(
        "\n".join([f'@app.websocket("{path}")', head_of(scene, name), *indented(body)])
    )
    app.routes.append(Route("websocket", path))
    explain(scene, way)
