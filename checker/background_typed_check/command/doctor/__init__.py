"""What keeps mypy, as it is set up for a project, from checking background tasks.

Each module is one check: it yields facts, and the problems that it finds with their remedies.
"""

from background_typed_check.command.doctor.environment import describe_environment
from background_typed_check.command.doctor.problem import Diagnosis
from background_typed_check.command.doctor.settings import describe_settings, read
from background_typed_check.command.doctor.tasks import describe_tasks
from background_typed_check.report import Report
from background_typed_check.types.settings import Settings


def diagnose(paths: list[str], settings: Settings, report: Report, *, quiet: bool) -> Diagnosis:
    """Yield how mypy is set up here, and which background tasks below some paths it sees.

    Raises:
        NothingCheckedError: If nothing can be said about tasks; the report has some reasons.

    """
    options, obstacles = read(settings.config)
    yield from describe_settings(settings.config, options, obstacles)
    yield from describe_environment(settings.environment, options.plugins)
    state = "checked" if options.check_untyped_defs else "skipped (check_untyped_defs is off)"
    yield f"functions without annotations: {state}"
    theirs = settings._replace(config=options.config_file)
    yield from describe_tasks(paths, theirs, report, quiet=quiet)
