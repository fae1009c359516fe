"""The planted bugs can still be planted."""

from __future__ import annotations

import pytest

from tests.faults.bugs import BUGS, Bug
from tests.faults.children import PROJECT


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_what_a_bug_changes_is_there_once(bug: Bug) -> None:
    """The code that a planted bug changes stands where it is looked for."""
    for edit in bug.edits:
        assert (PROJECT / edit.file).read_text().count(edit.old) == 1
