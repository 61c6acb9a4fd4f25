"""The commands of `.ci/run`, one by one: `nox -l` lists them."""

import nox

nox.options.sessions = ["checks"]


@nox.session(python=["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"])
def tests(session: nox.Session) -> None:
    """Run the tests on one Python."""
    session.install("-e", ".[mypy,test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def checks(session: nox.Session) -> None:
    """Check the code of the project itself."""
    session.install("-e", ".[mypy,test,lint]", "nox")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy", "background_typed")
    session.run("mypy", "checker/background_typed_check", "mypy_plugin/background_typed_mypy")
    session.run("mypy", "tests", "benchmarks", "docs", "noxfile.py")
    session.run("python", "-m", "mypy.stubtest", "background_typed")


@nox.session
def docs(session: nox.Session) -> None:
    """Generate the documentation that comes from docstrings."""
    session.install("-e", ".[mypy]")
    session.run("python", "docs/generate.py")
