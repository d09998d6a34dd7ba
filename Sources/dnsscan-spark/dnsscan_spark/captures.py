"""Which captures there are, and what they are cut into."""

import glob
import math
import os
import re
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

#: A location that Hadoop's file systems know, such as s3a://bucket/night.pcap; `file:` is read by path.
_SCHEME = re.compile(r"(?!file:)[A-Za-z][A-Za-z0-9+.-]+:/")

#: The first four octets of pcap (µs, ns, modified; both byte orders) and pcapng: what dnsscan cuts between packets.
_DIVISIBLE = {
    bytes.fromhex(magic)
    for magic in ("a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1", "a1b2cd34", "34cdb2a1", "0a0d0d0a")
}


class Piece(NamedTuple):
    """What one process reads: a capture or a share of it.

    - ``path``: as the worker opens it. Octets that are no UTF-8 are surrogates (PEP 383).
    - ``share``: "K/N", K from 1, or None for all of it.
    - ``size``: octets of the capture, None where the driver does not see it.
    """

    path: str
    share: str | None
    size: int | None

    @property
    def share_size(self) -> int:
        """Octets of this piece, about."""
        return (self.size or 0) // (int(self.share.partition("/")[2]) if self.share else 1)


def is_remote(location: str) -> bool:
    """Whether only Hadoop's file systems can open the location."""
    return _SCHEME.match(location) is not None


def local_path(location: str) -> str:
    """The absolute path of a location on a file system that all workers see."""
    return os.path.abspath(re.sub(r"^file:(//(?=/))?", "", location))


def shown(path: str) -> str:
    """A path as dnsscan shows it: each octet that is no UTF-8 as \\xHH. Other surrogates are in no path, and escaped."""
    text = re.sub("[\udc80-\udcff]", lambda octet: f"\\x{ord(octet[0]) - 0xDC00:02X}", path)
    return text.encode(errors="backslashreplace").decode()


def find_captures(location: str) -> list[str]:
    """The paths behind a path, a folder (all below it) or a pattern, sorted; hidden ones as well.

    What is not there stays as it is, for dnsscan to tell. A file whose name looks like a pattern is that file.
    An empty folder gives nothing.
    """
    path = local_path(location)
    matches = [path] if os.path.lexists(path) else glob.glob(path, recursive=True, include_hidden=True) or [path]
    return sorted({capture for match in matches for capture in _below(match)})


def _below(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    # A folder that cannot be listed goes to dnsscan as it is, which says so.
    unlisted: list[str] = []
    for folder, _, names in os.walk(path, onerror=lambda error: unlisted.append(error.filename)):
        yield from (os.path.join(folder, name) for name in names)
    yield from unlisted


def cut(path: str, share_bytes: int, max_shares: int) -> list[Piece]:
    """The pieces of a capture, of ``share_bytes`` octets each if its format can be cut between packets.

    There are ``max_shares`` at most: dnsscan reads all that comes before a share as well, to find where packets begin,
    so that N shares read (N + 1) / 2 times as much as one process.

    Raises OSError where the file is there and is none, such as a pipe, which a worker would wait for.
    """
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return [Piece(path, None, None)]
    if stat.S_ISDIR(status.st_mode):
        return [Piece(path, None, None)]
    if not stat.S_ISREG(status.st_mode):
        raise OSError("is no regular file")
    count = min(math.ceil(status.st_size / share_bytes), max_shares)
    if count < 2 or not _is_divisible(path):
        return [Piece(path, None, status.st_size)]
    return [Piece(path, f"{number}/{count}", status.st_size) for number in range(1, count + 1)]


def _is_divisible(path: str) -> bool:
    """Whether dnsscan reads shares of the file: neither compressed captures nor logs have any."""
    try:
        with open(path, "rb") as file:
            return file.read(4) in _DIVISIBLE
    except OSError:
        return False


def group(pieces: Iterable[Piece], parallelism: int, share_bytes: int) -> list[list[Piece]]:
    """What each task reads, the largest first so that the last task is a short one.

    A task has eight pieces at most: then its parts have 512 MiB at most, which fits into what Spark hands on at once
    (spark.driver.maxResultSize is 1 GiB). With few pieces it has fewer, so that all cores have work.
    """
    ordered = sorted(pieces, key=lambda piece: piece.share_size, reverse=True)
    most = min(8, math.ceil(len(ordered) / (4 * parallelism)))
    groups: list[list[Piece]] = []
    size = 0
    for piece in ordered:
        if not groups or len(groups[-1]) >= most or size + piece.share_size > share_bytes:
            groups.append([])
            size = 0
        groups[-1].append(piece)
        size += piece.share_size
    return groups
