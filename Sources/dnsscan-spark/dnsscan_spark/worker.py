"""What runs on a worker: captures become parts, and each of them a row."""

import os
import socket
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .captures import Piece, shown
from .command import PROCESS_ERRORS, Dnsscan
from .parts import merge_parts

#: The columns of ``Scan.files`` as Spark's DDL; ``Outcome`` has the same fields.
FILES_SCHEMA = (
    "path string, share string, status string, exit_code int, message string, "
    "capture_bytes bigint, part_bytes bigint, seconds double, host string"
)


class Outcome(NamedTuple):
    """What became of one capture or share.

    - ``status``: ``read``; ``unread`` where something could not be read, which the report tells as well; ``failed``
      where the report knows nothing of it; ``lost`` where the report should know and does not.
    - ``exit_code``: of dnsscan, minus the signal that ended it; None where it did not run or did not end.
    - ``capture_bytes``: of the whole capture, None where nobody saw it.
    """

    path: str
    share: str | None
    status: str
    exit_code: int | None
    message: str
    capture_bytes: int | None
    part_bytes: int
    seconds: float
    host: str


def failed(path: str, message: str, size: int | None = None) -> Outcome:
    """The row of a capture that dnsscan was not asked about."""
    return Outcome(shown(path), None, "failed", None, message, size, 0, 0.0, socket.gethostname())


def profile_pieces(dnsscan: Dnsscan, pieces: Iterable[Piece], workdir: str | None) -> Iterator[bytes | Outcome]:
    """Reads the pieces by path; gives their parts, merged, and a row for each."""
    yield from _records(dnsscan, (_profile(dnsscan, piece, None, workdir) for piece in pieces), workdir)


def profile_contents(
    dnsscan: Dnsscan, files: Iterable[tuple[str, bytes]], workdir: str | None
) -> Iterator[bytes | Outcome]:
    """The same for captures that came as (path, content), from Spark's binaryFile."""
    yield from _records(
        dnsscan,
        (_profile(dnsscan, Piece(path, None, len(content)), content, workdir) for path, content in files),
        workdir,
    )


def parts_of(records: Iterable[bytes | Outcome]) -> Iterator[bytes]:
    """The parts among the records."""
    return (record for record in records if isinstance(record, bytes))


def outcomes_of(records: Iterable[bytes | Outcome]) -> Iterator[Outcome]:
    """The rows among the records."""
    return (record for record in records if isinstance(record, Outcome))


def _records(
    dnsscan: Dnsscan, results: Iterable[tuple[Outcome, bytes | None]], workdir: str | None
) -> Iterator[bytes | Outcome]:
    outcomes: list[Outcome] = []
    parts: list[bytes] = []
    for outcome, part in results:
        outcomes.append(outcome)
        if part is not None:
            parts.append(part)
    # The largest first. PySpark pickles ever more records together while they are small: after 2,000 small ones, 33
    # parts of 64 MiB are one batch, beyond the 2 GiB that it can send, and the job fails (struct.error, seen with 4.3.0).
    yield from merge_parts(dnsscan, parts, workdir)
    yield from outcomes


def _profile(
    dnsscan: Dnsscan, piece: Piece, content: bytes | None, workdir: str | None
) -> tuple[Outcome, bytes | None]:
    started = time.monotonic()
    exit_code: int | None = None
    part: bytes | None = None
    try:
        with tempfile.TemporaryDirectory(prefix="dnsscan-", dir=workdir) as name:
            folder = Path(name)
            if content is not None:
                _place(piece.path, content, folder)
            answer = dnsscan.profile(piece.path, ".part.dnsp", piece.share, folder)
            exit_code, message = answer.exit_code, answer.message
            if exit_code in (0, 2):
                part = (folder / ".part.dnsp").read_bytes()
    except PROCESS_ERRORS as error:
        message = str(error) or type(error).__name__
    status = "failed" if part is None else "read" if exit_code == 0 else "unread"
    return Outcome(
        shown(piece.path),
        piece.share,
        status,
        exit_code,
        message,
        piece.size,
        len(part or b""),
        round(time.monotonic() - started, 3),
        socket.gethostname(),
    ), part


def _place(path: str, content: bytes, folder: Path) -> None:
    """Writes the content where its own path, such as s3a://bucket/night.pcap, leads to from the folder.

    dnsscan runs in the folder and is given that path, so that the report shows it. Raises ValueError for a path that
    leads out of the folder.
    """
    if path.startswith("/") or ".." in path.split("/"):
        raise ValueError(f"not a path below a scheme: {path}")
    place = os.path.join(folder, path)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "wb") as file:
        file.write(content)
