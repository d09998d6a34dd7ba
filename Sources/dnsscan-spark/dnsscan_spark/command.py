"""The dnsscan program as a process: what it is asked, and what it answers."""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Octets that a part has at most: ``dnsscan help profile``.
PART_LIMIT = 64 << 20

#: Characters of a message that a row keeps: a hostile capture cannot fill the driver with its complaints.
MESSAGE_LIMIT = 4096

#: What goes wrong when a process cannot be started, does not end, or leaves no file. ValueError is a path with a NUL.
PROCESS_ERRORS = (OSError, ValueError, MemoryError, subprocess.SubprocessError)


class DnsscanError(Exception):
    """dnsscan cannot be asked on the driver, so that no job is started."""


@dataclass(frozen=True)
class Answer:
    """How a process ended: its exit status (minus the signal that ended it), stdout and stderr."""

    exit_code: int
    output: str
    message: str


@dataclass(frozen=True)
class Dnsscan:
    """The program.

    - ``program``: its path, or a name that the PATH of the driver and of each worker finds.
    - ``timeout``: seconds that one process may take.
    """

    program: str
    timeout: float

    def profile(self, capture: str, part: str, share: str | None, folder: Path) -> Answer:
        """Reads a capture, or the share "K/N" of it, into the file ``part``; paths are relative to ``folder``.

        Status 0: all read. Status 2: not all could be read, which the part tells. Else there is no part.
        """
        # Not -q: it would keep back that a capture is cut off or a part full, at status 0.
        return self._run(
            ["profile", "--no-progress", *(["--share", share] if share else []), "-o", part, "--", capture], folder
        )

    def merge_into(self, result: str, parts: Sequence[str], folder: Path) -> Answer:
        """Makes one part of several. Status 0 or 2, where 2 also means that a part tells of an unread capture."""
        return self._run(["merge", "-q", "--into", result, "--", *parts], folder)

    def report(self, parts: Sequence[str], min_severity: str, folder: Path) -> Answer:
        """Makes the JSON report, which is the answer's output. Status 0 or 2, as for ``merge_into``."""
        options = ["-q", "-f", "json", "--fail-on", "never", "--min-severity", min_severity]
        return self._run(["merge", *options, "--", *parts], folder)

    def report_schema(self) -> dict[str, Any]:
        """The JSON Schema of the report. Raises DnsscanError where the program cannot be run, or is another one."""
        try:
            answer = self._run(["schema", "report"], Path("."))
        except PROCESS_ERRORS as error:
            raise DnsscanError(f"the driver cannot run {self.program!r}: {error}") from error
        try:
            schema: dict[str, Any] = json.loads(answer.output)
            return schema
        except ValueError as error:
            raise DnsscanError(
                f"{self.program!r} is not this dnsscan: 'schema report' gave {answer.exit_code}: {answer.message}"
            ) from error

    def _run(self, arguments: Sequence[str], folder: Path) -> Answer:
        # Never RDD.pipe: it sends the repr of bytes, and passes over a command that fails.
        # A path such as ./dnsscan is one from the worker's own folder, not from the one that the process runs in.
        program = os.path.abspath(self.program) if os.sep in self.program else self.program
        process = subprocess.run(
            [program, *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=self.timeout,
            check=False,
        )
        message = process.stderr.decode(errors="backslashreplace").strip()
        if len(message) > MESSAGE_LIMIT:
            message = f"{message[:MESSAGE_LIMIT]} … and {len(message) - MESSAGE_LIMIT} characters more"
        return Answer(process.returncode, process.stdout.decode(errors="replace"), message)
