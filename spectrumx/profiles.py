"""Profiles: settings, the token among them, that are stored under a name in the user's own file.

`profiles.ini` has a section for each profile, and in it lines of `name = value`. What is changed
in it is changed line by line, so that comments and everything else stay as they are.
"""

from __future__ import annotations

import difflib
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import platformdirs

from spectrumx.errors import ConfigError, SDSWarning
from spectrumx.hosts import DEFAULT_HOST, base_url_of, without_credentials
from spectrumx.notices import notify
from spectrumx.settings import SETTINGS, Secret, user_folder

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


DEFAULT = "default"
"""Name of the profile that holds where none is named."""

VARIABLE = "SDS_PROFILE"
FOLDER_VARIABLE = "SDS_CONFIG_DIR"
_FILE = "profiles.ini"

_NAMES = {setting.name for setting in SETTINGS}
_OPEN = _NAMES - {"token"}
_URLS = {"host", "proxy"}
_PROFILE_NAME = re.compile(r"[\w.@-]+")
_SECTION = re.compile(r"\[\s*([\w.@-]+)\s*\]")
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Profile:
    """Settings under a name.

    Attributes:
        name: Of its section.
        values: By the settings' names, as text; the token is a `Secret`, and so is what no setting
            is called, for it may be a token with its name misspelt.
    """

    name: str
    values: Mapping[str, str | Secret] = field(repr=False)

    @property
    def shown(self) -> Mapping[str, str]:
        """Its values as they may be shown: without the token, users and passwords."""
        plain = {name: str(value) for name, value in self.values.items()}
        return plain | {name: without_credentials(plain[name]) for name in _URLS & plain.keys()}

    @property
    def origin(self) -> str:
        """What its settings are said to come from."""
        return f"profile {self.name}"

    @property
    def base_url(self) -> str:
        """The gateway that its token is for."""
        return base_url_of(str(self.values.get("host", DEFAULT_HOST)), allow_http=True)


class _Line(NamedTuple):
    """A line of the file: its section, and what it sets there, if anything."""

    section: str
    name: str
    value: str
    number: int


def path(environment: Mapping[str, str] | None = None) -> Path:
    """Name the file of profiles.

    Args:
        environment: `SDS_CONFIG_DIR` in it names another folder; the process's by default.

    Raises:
        ConfigError: The user has no home.
    """
    variables = os.environ if environment is None else environment
    named = variables.get(FOLDER_VARIABLE, "").strip()
    if not named:
        return user_folder(platformdirs.user_config_path, variable=FOLDER_VARIABLE) / _FILE
    try:
        return Path(named).expanduser() / _FILE
    except RuntimeError:
        raise ConfigError(f"{FOLDER_VARIABLE}={named!r}: there is no such home") from None


def read(environment: Mapping[str, str] | None = None) -> Mapping[str, Profile]:
    """Read every profile, by name; none where there is no file.

    Args:
        environment: As for `path`.

    Raises:
        ConfigError: The file can't be read, or a line is malformed.
    """
    source = path(environment)
    found: dict[str, dict[str, str | Secret]] = {}
    for line in _lines(_text(source), source):
        values = found.setdefault(line.section, {})
        if line.name in values:
            raise ConfigError(f"{source}, line {line.number}: {line.name} is set twice")
        if line.value:
            values[line.name] = line.value if line.name in _OPEN else Secret(line.value)
    return {name: Profile(name, values) for name, values in found.items()}


def chosen(name: str | None, environment: Mapping[str, str] | None = None) -> Profile | None:
    """Read the profile that holds.

    Args:
        name: Its name; None for the default one, if there is one; an empty one for none.
        environment: As for `path`.

    Raises:
        ConfigError: There is no such profile, or it has an unknown setting.
    """
    if name == "":
        return None
    source = path(environment)
    stored = read(environment)
    if name is not None and name not in stored:
        there = ", ".join(stored) or "none yet"
        raise ConfigError(
            f"there is no profile {name!r} in {source}, there are: {there}; "
            f"sds login --profile NAME stores one"
        )
    profile = stored.get(DEFAULT if name is None else name)
    if profile is not None:
        _check(profile, source)
    if any(each.values.get("token") for each in stored.values()):
        _warn_of_readers(source)
    return profile


def store(name: str, values: Mapping[str, str | Secret | None]) -> Path:
    """Store settings in a profile, which is made where it is not there.

    Args:
        name: The profile's.
        values: By the settings' names; None removes one.

    Returns:
        The file; its owner alone can read it.

    Raises:
        ConfigError: The name is none, or the file is malformed; nothing was written.
        OSError: It can't be written.
    """
    if not _PROFILE_NAME.fullmatch(name):
        raise ConfigError(f"a profile's name has letters, digits and - _ . @, not {name!r}")
    target = path()
    target.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    with _locked(target.parent):
        text = _text(target)
        for key, value in values.items():
            plain = value.reveal() if isinstance(value, Secret) else value
            text = _changed(text, target, section=name, name=key, value=plain)
        _write(target, text)
    return target


def _text(source: Path) -> str:
    try:
        with source.open(encoding="utf-8-sig", newline="") as stream:
            return stream.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(f"{source} can't be read: {problem}") from problem


def _lines(text: str, source: Path) -> Iterator[_Line]:
    """Read a file line by line; a section's own line sets nothing, others set something."""
    section = ""
    for number, line in enumerate(text.split("\n"), start=1):
        written = line.strip()
        if not written or written[0] in "#;":
            continue
        heading = _SECTION.fullmatch(written)
        name, equals, value = (part.strip() for part in written.partition("="))
        if heading:
            section, name = heading[1], ""
        elif not (section and name and equals) or "[" in name:
            # What it says is not shown: it may be a token.
            raise ConfigError(f"{source}, line {number}: expected [profile] or name = value")
        yield _Line(section, name, value, number)


def _check(profile: Profile, source: Path) -> None:
    for name in profile.values:
        if name not in _NAMES:
            meant = name.lower().removeprefix("sds_").removeprefix("secret_")
            close = difflib.get_close_matches(meant, _NAMES, n=1)
            hint = (
                f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(_NAMES))}"
            )
            raise ConfigError(f"{source}: [{profile.name}] has an unknown setting {name}; {hint}")


def _warn_of_readers(source: Path) -> None:
    others = stat.S_IRWXG | stat.S_IRWXO
    if os.name == "posix" and source.stat().st_mode & others:
        notify(
            f"{source} holds a token and is open to others on this machine; "
            f"mend it by: chmod 600 '{source}'",
            SDSWarning,
        )


def _changed(text: str, source: Path, *, section: str, name: str, value: str | None) -> str:
    """Set one name in one section, and leave every other line as it is."""
    lines = text.split("\n") if text else []
    inside = [line for line in _lines(text, source) if line.section == section]
    end = "\r" if "\r\n" in text else ""
    new = [] if value is None else [f"{name} = {value}{end}"]
    place = next((line.number for line in inside if line.name == name), None)
    if place is not None:
        lines[place - 1 : place] = new
    elif inside:
        lines[inside[-1].number : inside[-1].number] = new
    elif new:
        while lines and not lines[-1].strip():
            lines.pop()
        lines += [*([end] if lines else []), f"[{section}]{end}", *new, ""]
    return "\n".join(lines)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Let one process at a time read, change and write the file; the lock ends with the process."""
    with (folder / "profiles.lock").open("ab") as lock:
        with suppress(OSError):  # where the file system knows no locks, nobody can wait
            _lock(lock.fileno())
        yield


def _write(target: Path, text: str) -> None:
    real = target.resolve()  # a link to it, as some keep their settings, stays one
    # Made for its owner alone, before it holds anything.
    descriptor, name = tempfile.mkstemp(dir=real.parent, prefix=".profiles-")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        written.replace(real)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
