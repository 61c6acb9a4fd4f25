"""What happens in a handler: statements that add tasks, branch, loop, catch, raise and return."""

from collections.abc import Callable
from typing import Final

from pieces import Piece
from scenes import Scene
from writing import fill, indented

NOISE: Final = (
    'logging.info("started")',
    'logging.debug("flag is %s", flag)',
    "count = 1",
    "total = sum(range(3))",
    'detail = {"flag": flag}',
    'label = "paid" if flag else "open"',
    "started = time.monotonic()",
    'names = [each.upper() for each in ("a", "b")]',
    "assert isinstance(flag, bool)",
    "limit = 10",
)
# What raises under a flag.
RISKY: Final = (
    "share = 1 / int(flag)",
    'first = ("a",)[int(flag)]',
    'count = int("x" if flag else "1")',
    'known = {"a": 1}["b" if flag else "a"]',
    "assert not flag",
)
LOOPS: Final = ("range(2)", '("a", "b")', "range(int(flag))", "[flag]")
CATCHES: Final = (
    *("Exception", "Exception as error", "HTTPException", "OSError", "BaseException"),
    "(ValueError, KeyError, ZeroDivisionError)",
)
DEEPEST: Final = 3
FLOWS: Final = frozenset({"flows", "mixed"})
RAISING_AT_THE_END: Final = {"flows": 0.35, "mixed": 0.2, "dependencies": 0.25}


def body_of(scene: Scene) -> list[str]:
    """Return the statements of a handler that adds a task, up to its end."""
    depth = 0 if scene.theme in FLOWS else 1
    lines: list[str] = []
    while not scene.mine:
        lines = block(scene, depth, ends=False)
    if scene.is_left and scene.app.likes(0.8):
        return lines
    if scene.app.likes(RAISING_AT_THE_END.get(scene.theme, 0.0)):
        return [*lines, *raise_something(scene)]
    return [*lines, *leave(scene)]


def block(scene: Scene, depth: int, *, ends: bool = True) -> list[str]:
    """Return some statements, of which the last may leave the handler."""
    lines: list[str] = []
    scene.is_left = False
    for _ in range(scene.app.rng.choice([1, 1, 2, 2, 3])):
        if not scene.is_left:
            lines += statement(scene, depth)
    if ends and not scene.is_left and scene.theme in FLOWS and scene.app.likes(0.3):
        if scene.app.likes(0.6):
            lines += raise_something(scene)
        else:
            scene.note("return inside")
            lines += leave(scene)
    if scene.is_left and scene.app.likes(0.06) and not scene.is_over:
        with scene.within("after the end"):
            lines += scene.add()
    return lines


def statement(scene: Scene, depth: int) -> list[str]:
    """Return one statement."""
    app, flows = scene.app, scene.theme in FLOWS
    if depth < DEEPEST and app.likes(0.45 if flows else 0.08):
        kind, make = app.rng.choice(COMPOUND)
        scene.note(kind)
        with scene.within(kind):
            return make(scene, depth + 1)
    if flows and app.likes(0.12):
        return raising(scene, scene.pick("raises", "call"))
    if flows and app.likes(0.07):
        return scene.use()
    if scene.is_over or len(scene.mine) > 3 or app.likes(0.25):
        return [app.rng.choice(NOISE)]
    return scene.add_differently() if app.likes(0.25 if flows else 0.05) else scene.add()


def leave(scene: Scene) -> list[str]:
    """Return statements that end the handler without an exception."""
    way = scene.exit
    scene.is_left = True
    if way is None:
        return ["return"]
    known = {**scene.exit_names}
    if scene.exit_names:
        way = way._replace(definitions=())
    if "$id" in way.use:
        is_lost = "drops-other" in way.flags
        known |= scene.response_task(f"response: {way.label}" if is_lost else None)
    return fill(way.use, scene.introduce(way, known)).splitlines()


def raise_something(scene: Scene) -> list[str]:
    """Return statements that raise."""
    return raising(scene, scene.pick("raises", "raise"))


def raising(scene: Scene, way: Piece) -> list[str]:
    """Return the statements of a way to raise, with what it needs defined."""
    scene.note(f"raise: {way.label}")
    names, scene.is_left = scene.introduce(way), "certain" in way.flags
    for flag, exceptions in (("handled", scene.app.handled), ("carries", scene.app.carrying)):
        if flag in way.flags:
            exceptions.append(names["e"])
    return fill(way.use, names).splitlines()


def branch(scene: Scene, depth: int) -> list[str]:
    """Return an `if`."""
    lines = [f"if {scene.test()}:", *indented(block(scene, depth))]
    is_left = scene.is_left
    scene.is_left = False
    if scene.app.likes(0.5):
        lines += ["else:", *indented(block(scene, depth))]
        scene.is_left = scene.is_left and is_left
    return lines


def match(scene: Scene, depth: int) -> list[str]:
    """Return a `match`."""
    test = scene.test().replace("flag and done is not None", "flag")
    lines = [f"match {test}:", "    case True:", *indented(block(scene, depth), 2)]
    is_left = scene.is_left
    scene.is_left = False
    if scene.app.likes(0.7):
        last = scene.app.rng.choice(["_", "False"])
        lines += [f"    case {last}:", *indented(block(scene, depth), 2)]
        scene.is_left = scene.is_left and is_left
    return lines


def for_loop(scene: Scene, depth: int) -> list[str]:
    """Return a `for`."""
    rng = scene.app.rng
    over = rng.choice([*LOOPS] * 3 + ["[]"])
    with scene.within(f"over {over}"):
        lines = [f"for _ in {over}:", *indented(block(scene, depth))]
        if not scene.is_left and scene.app.likes(0.35):
            last = rng.choice(
                ["break", "continue", "if flag:\n    break", "if flag:\n    continue"]
            )
            lines += indented(last.splitlines())
            if not scene.is_over and scene.app.likes(0.3):
                with scene.within(f"after {last.split()[-1]}"):
                    lines += indented(scene.add())
    scene.is_left = False
    if scene.app.likes(0.15):
        with scene.within("else"):
            lines += ["else:", *indented(block(scene, depth))]
        scene.is_left = False
    return lines


def while_loop(scene: Scene, depth: int) -> list[str]:
    """Return a `while` that ends."""
    lines = ["while True:", *indented(block(scene, depth))]
    if scene.is_left:
        # What leaves may stand behind a `break`, that of a `finally`, which ends this loop only.
        scene.is_left = not any(each.strip() == "break" for each in lines)
        return lines
    if scene.app.likes(0.3):
        return [*lines, "    if flag or done is not None:", "        break"]
    return [*lines, "    break"]


def attempt(scene: Scene, depth: int) -> list[str]:
    """Return a `try` with whatever may follow."""
    rng = scene.app.rng
    start = [rng.choice(RISKY)] if scene.app.likes(0.6) else []
    lines = ["try:", *indented([*start, *block(scene, depth)])]
    is_left = scene.is_left
    if scene.app.likes(0.8):
        lines += [f"except {rng.choice(CATCHES)}:", *indented(caught(scene, depth))]
        is_left = is_left and scene.is_left
        if scene.app.likes(0.25) and not is_left:
            with scene.within("else"):
                lines += ["else:", *indented(block(scene, depth))]
        scene.is_left = is_left
        if scene.app.likes(0.75):
            return lines
    with scene.within("finally"):
        inside = block(scene, depth, ends=scene.app.likes(0.1))
        if {"for", "while"} & {*scene.path} and not {"nested function", "else"} & {*scene.path}:
            inside += ["break"] if scene.app.likes(0.15) else []
    # A `break` here stops what was about to leave: without it, a loop around would never end.
    scene.is_left = (scene.is_left or is_left) and inside[-1] != "break"
    return [*lines, "finally:", *indented(inside)]


def caught(scene: Scene, depth: int) -> list[str]:
    """Return what is done with a caught exception."""
    way = scene.app.rng.choice(["raise", "log", "convert", "more", "more"])
    if way == "convert":
        return raise_something(scene)
    if way == "more":
        with scene.within("except"):
            return block(scene, depth)
    scene.is_left = way == "raise"
    return ['logging.exception("failed")', *(["raise"] if scene.is_left else [])]


def with_block(scene: Scene, depth: int) -> list[str]:
    """Return a `with`."""
    way = scene.pick("managers")
    scene.note(f"with: {way.label}")
    around = fill(way.use, scene.introduce(way))
    lines = [f"{around}:", *indented(block(scene, depth))]
    scene.is_left = scene.is_left and "catches" not in way.flags
    return lines


def nested(scene: Scene, depth: int) -> list[str]:
    """Return a nested function, and what is done with it."""
    name = scene.app.fresh("a")
    way, scene.exit = scene.exit, None
    inside = block(scene, max(depth, 2))
    scene.exit, scene.is_left = way, False
    # In a `def`, only a coroutine function within this one awaits anything.
    awaits = any("await " in line or "async with" in line for line in inside)
    is_async = scene.is_async and awaits
    call = f"await {name}()" if is_async else f"{name}()"
    uses = [*[call] * 4, f"if flag:\n    {call}", f"later = {name}"]
    if not is_async:
        uses.append(f"list(map(lambda _: {name}(), [1]))")
    use = scene.app.rng.choice(uses)
    if use == f"later = {name}":
        scene.note("nested function, not called")
    word = "async def" if is_async else "def"
    return [f"{word} {name}() -> None:", *indented(inside), "", *use.splitlines()]


Make = Callable[[Scene, int], list[str]]
COMPOUND: Final[tuple[tuple[str, Make], ...]] = (
    ("if", branch),
    ("if", branch),
    ("if", branch),
    ("match", match),
    ("for", for_loop),
    ("while", while_loop),
    ("try", attempt),
    ("try", attempt),
    ("with", with_block),
    ("nested function", nested),
)
