"""Print what CHANGELOG.md says of a release, if everything is ready for it.

    python tools/release_notes.py v0.3.0

Needs nothing but Python. Exit status 1: the tag is not the version, or its changes have no date.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
_SECTION = re.compile(r"^## (\S+) \(([^)\n]+)\)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_DATED = re.compile(r"\d{4}-\d\d-\d\d")


class NotReadyError(Exception):
    """Something is still to be done before the release."""


def main(arguments: list[str]) -> int:
    """Print the notes, or what is still to be done."""
    (tag,) = arguments
    try:
        print(notes(ROOT, tag=tag))
    except NotReadyError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def notes(project: Path, *, tag: str) -> str:
    """Read the changes of the release that a tag names.

    Raises:
        NotReadyError: The tag is not the version, or its changes have no date yet.
    """
    found = _VERSION.search((project / "spectrumx" / "version.py").read_text(encoding="utf-8"))
    version = found[1] if found else "none"
    if tag != f"v{version}":
        raise NotReadyError(f"the tag {tag} is not v and spectrumx/version.py's version: {version}")
    changes = (project / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = {each[1]: each for each in _SECTION.finditer(changes)}
    if version not in sections or not _DATED.fullmatch(sections[version][2]):
        raise NotReadyError(f"CHANGELOG.md has no line '## {version} (the date as in 2026-01-31)'")
    return sections[version][3].strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
