"""Models: plain values made from whatever a gateway answers."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spectrumx_api.models.file_asset import FileAsset
from spectrumx_api.models.file_receipt import FileReceipt
from spectrumx_api.models.user_profile import UserProfile

from spectrumx.models import File, User, wire
from spectrumx.models.files import KNOWN

NEW_YORK = ZoneInfo("America/New_York")
UUID_1 = UUID("7f3c2a7e-5c7b-4c8e-9d53-0f6d7a3c1b11")
UUID_2 = UUID("0d9d4f0e-2a1b-4b89-8a5c-3b1f5e2c7d22")
ME = User(email="me@example.org", name="Me")
ANSWER = {
    "uuid": str(UUID_1),
    "owner": {"id": 7, "email": "me@example.org", "name": "Me"},
    "directory": "/files/me@example.org/sweeps",
    "name": "sweep.bin",
    "size": 4096,
    "is_public": True,
    "created_at": "2027-03-01 09:30:00",
    "captures": [{"uuid": str(UUID_2)}, None, {"uuid": "odd"}],
    "colour": "blue",
}
ODD: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.text()) | st.just({})
)


def read(answer: dict[str, object], *, owner: User | None = None) -> File:
    """A file from an answer."""
    return File.from_row(answer, zone=NEW_YORK, owner=owner)


def test_a_file_reads_its_answer() -> None:
    """Each value is what its name says, the rest is kept as extra, what is odd is left out."""
    file = read(ANSWER)

    assert (file.uuid, file.owner, file.size, file.is_public) == (UUID_1, ME, 4096, True)
    assert file.path == "/sweeps/sweep.bin"
    assert file.captures == (UUID_2,)
    assert file.created_at == datetime(2027, 3, 1, 14, 30, tzinfo=UTC)
    assert file.extra == {"colour": "blue"}


def test_a_receipt_takes_its_owner_from_who_sent_it() -> None:
    """An answer that names no owner is about a file of the one it is given for."""
    answer = {"uuid": str(UUID_1), "directory": "/sweeps", "name": "sweep.bin"}

    file = File.from_receipt(answer, zone=UTC, owner=ME)

    assert (file.owner, file.path) == (ME, "/sweeps/sweep.bin")


def test_the_known_fields_are_those_of_the_description() -> None:
    """What is kept as extra is exactly what the description does not name."""
    described = {field.name for kind in (FileAsset, FileReceipt) for field in attrs.fields(kind)}

    assert described - {"additional_properties"} == KNOWN


def test_an_empty_answer_is_a_file_of_defaults() -> None:
    """What an answer does not say is its default, and never missing."""
    file = read({})

    assert (file.uuid, file.owner, file.created_at) == (None, None, None)
    assert (file.name, file.directory, file.size, file.sum_blake3) == ("", "/", 0, "")
    assert (file.captures, file.datasets, file.extra) == ((), (), {})


@settings(deadline=None)  # a busy machine is no failure
@given(st.dictionaries(st.sampled_from([field.name for field in attrs.fields(FileAsset)]), ODD))
def test_no_answer_is_too_odd(answer: dict[str, object]) -> None:
    """Whatever the values of an answer are, the file's are of the types they promise."""
    file = read(answer)

    assert isinstance(file.uuid, UUID | None)
    assert isinstance(file.created_at, datetime | None)
    assert isinstance(file.name, str)
    assert file.size >= 0
    assert hash(file) == hash(file.uuid)


def test_files_are_equal_by_identifier() -> None:
    """The same uuid is the same file, in sets as well; a file not stored yet is only itself."""
    known = File(uuid=UUID_1, name="a", directory="/")
    planned = File(uuid=None, name="a", directory="/")

    assert known == File(uuid=UUID_1, name="b", directory="/b")
    assert len({known, read(ANSWER)}) == 1
    assert known != File(uuid=UUID_2, name="a", directory="/")
    assert planned == planned  # noqa: PLR0124  itself is what it equals
    assert planned != File(uuid=None, name="a", directory="/")
    assert known != UUID_1


def test_a_file_knows_where_it_is(tmp_path: Path) -> None:
    """`at` gives the same file with a place, which is local while something is there."""
    file = File(uuid=UUID_1, name="a", directory="/")
    placed = file.at(tmp_path / "a")
    assert (file.is_local, placed.is_local, placed == file) == (False, False, True)

    (tmp_path / "a").write_text("here")
    assert placed.is_local
    assert placed.local_path == tmp_path / "a"


def test_a_file_can_neither_change_nor_be_lost_in_a_pickle() -> None:
    """A file is a value: frozen, and whole after it was sent to another process."""
    file = read(ANSWER)

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        file.name = "other"  # type: ignore[misc]  # it is what must fail
    twin = pickle.loads(pickle.dumps(file))
    assert [getattr(twin, field.name) for field in attrs.fields(File)] == [
        getattr(file, field.name) for field in attrs.fields(File)
    ]


def test_a_file_shows_its_path_and_size() -> None:
    """What is shown tells files apart."""
    assert repr(read(ANSWER)) == f"File('/sweeps/sweep.bin', 4096 bytes, uuid={UUID_1})"


def test_users_are_equal_by_address() -> None:
    """A user is who the e-mail address says; an answer without one names nobody."""
    profile = UserProfile.from_dict({"email": "me@example.org", "name": "Renamed"})

    assert User.from_wire(profile) == ME
    assert User.from_wire(UserProfile.from_dict({"name": "Nobody"})) is None
    assert User.from_wire(7) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [(5, 5), ("42", 42), (0, 0), (True, None), (5.0, None), (-1, None), ("-1", None), ("²", None)],
)
def test_whole_numbers(value: object, number: int | None) -> None:
    """Counts and sizes are whole and not negative, as numbers or digits."""
    assert wire.whole_number(value) == number
    assert wire.whole_number("9" * 5000) is None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-22T12:26:03.022636-05:00", datetime(2026, 11, 22, 17, 26, 3, 22636, tzinfo=UTC)),
        ("2026-11-22 12:23:54", datetime(2026, 11, 22, 17, 23, 54, tzinfo=UTC)),
        ("2026-07-22 12:23:54", datetime(2026, 7, 22, 16, 23, 54, tzinfo=UTC)),
        ("2026-11-22T17:26:03.475826Z", datetime(2026, 11, 22, 17, 26, 3, 475826, tzinfo=UTC)),
        ("2026-11-22 12:28:05-0500", datetime(2026, 11, 22, 17, 28, 5, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1795369563, None),
    ],
)
def test_moments(written: object, moment: datetime | None) -> None:
    """Every form of a gateway's times becomes an aware one; others become none."""
    found = wire.moment(written, zone=NEW_YORK)

    assert found == moment
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    ("value", "uuid"),
    [
        (str(UUID_1), UUID_1),
        (UUID_1.hex.upper(), UUID_1),
        ("7f3c", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_identifiers(value: object, uuid: UUID | None) -> None:
    """Dashed or not, in either case, a uuid is one; anything else is none."""
    assert wire.identifier(value) == uuid


def test_types_are_not_stretched() -> None:
    """A value of another type is absent rather than converted."""
    assert wire.of_type(list, [1]) == [1]
    assert wire.of_type(list, "no list") is None
    assert (wire.text("a"), wire.text(None), wire.text(7)) == ("a", "", "")
