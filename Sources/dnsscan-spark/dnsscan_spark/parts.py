"""Parts of a scan in memory, and how many become few without losing any."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from .command import PART_LIMIT, PROCESS_ERRORS, Dnsscan


def merge_parts(dnsscan: Dnsscan, parts: Sequence[bytes], workdir: str | None, limit: int = PART_LIMIT) -> list[bytes]:
    """As few parts as fit into ``limit`` octets each, with all that the given ones have; the largest first.

    What cannot be merged stays as it is: nothing is lost where a part is damaged, comes from another version of
    dnsscan, or grows beyond the limit.
    """
    merged = [part for group in _groups(parts, limit) for part in _merge_group(dnsscan, group, workdir, limit)]
    return sorted(merged, key=len, reverse=True)


def _groups(parts: Sequence[bytes], limit: int) -> list[list[bytes]]:
    """First fit, the largest first: a merged part is about as large as its pieces together."""
    groups: list[list[bytes]] = []
    for part in sorted(parts, key=len, reverse=True):
        for group in groups:
            if sum(map(len, group)) + len(part) <= limit:
                group.append(part)
                break
        else:
            groups.append([part])
    return groups


def _merge_group(dnsscan: Dnsscan, parts: list[bytes], workdir: str | None, limit: int) -> list[bytes]:
    """One part, or more where dnsscan does not make one of them: halves find the part that is to blame."""
    if len(parts) < 2:
        return parts
    merged = _merged(dnsscan, parts, workdir)
    if merged is not None and len(merged) <= limit:
        return [merged]
    middle = len(parts) // 2
    return [part for half in (parts[:middle], parts[middle:]) for part in _merge_group(dnsscan, half, workdir, limit)]


def _merged(dnsscan: Dnsscan, parts: list[bytes], workdir: str | None) -> bytes | None:
    """One part with all that the given ones have, or None."""
    try:
        with tempfile.TemporaryDirectory(prefix="dnsscan-", dir=workdir) as name:
            folder = Path(name)
            names = write_parts(parts, folder)
            answer = dnsscan.merge_into("merged.dnsp", names, folder)
            # Status 2 has two meanings: a part tells of an unread capture, or a part was left out. Only the second is
            # a loss; then stderr names the file.
            left_out = any(f"dnsscan: {name}: " in answer.message for name in names)
            if answer.exit_code not in (0, 2) or left_out:
                return None
            return (folder / "merged.dnsp").read_bytes()
    except PROCESS_ERRORS:
        return None


def write_parts(parts: Sequence[bytes], folder: Path) -> list[str]:
    """Writes each part to a file of its own and returns their names, short enough for a long command line."""
    names = [f"{number}.dnsp" for number in range(len(parts))]
    for name, part in zip(names, parts):
        (folder / name).write_bytes(part)
    return names
