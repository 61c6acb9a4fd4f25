"""The format JUnit XML: for services that show the results of tests, such as Jenkins."""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from background_typed_check import NAME
from background_typed_check.command.output.fields import (
    by_file,
    message_of,
    path_in_project,
    rule_of,
)
from background_typed_check.command.output.paint import Paint
from background_typed_check.report import Finding, Report
from background_typed_check.wording import line_of

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'
INDENT: Final = "    "
# What an XML document cannot contain, not even as a reference (XML 1.0, 2.2).
INVALID: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The numbers that a suite has, and what they count in it.
COUNTED: Final = {"tests": "testcase", "failures": "failure", "errors": "error"}


def report_tests(report: Report, _paint: Paint) -> Iterator[str]:
    """Yield a report of tests, in one piece: a suite for each file, a test for each finding.

    Without findings the run is the only test, because services reject a report without tests.
    """
    root = ET.Element("testsuites", name=NAME)
    for file, findings in by_file(report).items():
        path = path_in_project(file)
        suite = ET.SubElement(root, "testsuite", name=path.as_posix())
        for finding in findings:
            test = ET.SubElement(suite, "testcase", classname=path.with_suffix("").as_posix())
            test.set("file", path.as_posix())
            describe(finding, test)
    if report.has_failed or not report.findings:
        suite = ET.SubElement(root, "testsuite", name=NAME)
        test = ET.SubElement(suite, "testcase", classname=NAME, name="The run")
        if report.has_failed:
            error = ET.SubElement(test, "error", message="The run failed")
            error.text = "\n".join(map(line_of, report.unchecked))
    for each in (root, *root):
        each.attrib |= {name: str(len([*each.iter(tag)])) for name, tag in COUNTED.items()}
    ET.indent(root, INDENT)
    yield f"{DECLARATION}\n{valid(ET.tostring(root, 'unicode'))}"


def describe(finding: Finding, test: ET.Element) -> None:
    """Make a finding of a test. With a note it passes, because notes do not fail the run."""
    line, column = finding.place.line, finding.place.column
    # GitLab shows only one of the tests in a suite that have the same name.
    test.set("name", f"{line}:{column} {rule_of(finding)}: {finding.message}")
    test.set("line", str(line))
    test.set("column", str(column))
    if finding.severity == "error":
        said = ET.SubElement(test, "failure", message=finding.message)
    else:
        said = ET.SubElement(test, "system-out")
    said.text = f"line {line}, col {column}, {message_of(finding)}"


def valid(text: str) -> str:
    """Return XML in ASCII, right in whatever encoding it is written, with escapes in it."""
    text = INVALID.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
    return text.encode("ascii", "xmlcharrefreplace").decode()
