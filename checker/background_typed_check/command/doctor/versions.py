"""Whether mypy and the plugin have the right versions."""

from mypy.version import __version__ as mypy_version

from background_typed_check import __version__
from background_typed_check.command.doctor.problem import Diagnosis, SetupProblem
from background_typed_check.command.versions import OLDEST_MYPY, is_too_old
from background_typed_check.types.installed import Installed
from background_typed_check.types.settings import PLUGIN


def doubt_versions(installed: Installed, python: str) -> Diagnosis:
    """Yield what is wrong with the versions of mypy and of the plugin."""
    mypy, own = installed.versions["mypy"] or "", installed.versions[PLUGIN]
    if is_too_old(mypy):
        yield SetupProblem(
            f"mypy {mypy} is too old for the plugin",
            f'run {python} -m pip install "mypy>={OLDEST_MYPY}"',
        )
    elif mypy != mypy_version:
        yield f"note: what follows comes from mypy {mypy_version}, which this command uses instead"
    if own not in {None, __version__}:
        yield SetupProblem(
            f"{python} has background-typed {own}, but this command is version {__version__}",
            f"run {python} -m pip install background-typed=={__version__}",
        )
