"""The job: captures to parts on the workers, parts to one report on the driver."""

import json
import os
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pyspark import RDD, StorageLevel
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import from_json
from pyspark.sql.types import StructType

from .captures import Piece, cut, find_captures, group, is_remote
from .command import PROCESS_ERRORS, Dnsscan
from .parts import merge_parts
from .remote import missing, read_contents
from .schema import finding_type
from .worker import FILES_SCHEMA, Outcome, failed, outcomes_of, parts_of, profile_contents, profile_pieces

#: Octets of parts that are reduced among the workers. More of them go to the driver's disk one task's at a time, since
#: the last step of a reduction sends all to the driver at once, within spark.driver.maxResultSize (1 GiB).
TREE_LIMIT = 256 << 20

Location = str | bytes | os.PathLike[str]


@dataclass(frozen=True)
class Scan:
    """What a job found, and what it could not read.

    - ``findings``: a row for each finding, the most severe first; columns as in ``dnsscan schema report``.
    - ``files``: a row for each capture or share of one; ``worker.Outcome`` tells the columns.
    - ``report``: the JSON report; None where no part arrived or dnsscan made none of them.
    - ``message``: what dnsscan said on stderr when it made the report.
    - ``complete``: whether all captures were read to their end, so that silence can be trusted.
    """

    findings: DataFrame
    files: DataFrame
    report: str | None
    message: str
    complete: bool


def scan(
    spark: SparkSession,
    captures: Location | Iterable[Location],
    *,
    dnsscan: str = "dnsscan",
    read: Literal["auto", "path", "content"] = "auto",
    share_bytes: int = 256 << 20,
    max_shares: int = 16,
    content_bytes: int = 16 << 20,
    timeout: float = 3600,
    workdir: str | None = None,
    min_severity: str = "low",
) -> Scan:
    """Scans captures as one timeline.

    - ``captures``: paths, folders (everything below) and patterns. A capture that is named twice counts once.
    - ``dnsscan``: the program's path, or its name on the PATH of the driver and of each worker.
    - ``read``: ``path`` where all workers see the files, ``content`` where Spark has to bring them (s3a://, hdfs://);
      ``auto`` decides by the scheme of each location.
    - ``share_bytes``: a capture with more octets is read by several tasks.
    - ``max_shares``: tasks for one capture at most; the later a share, the more of the capture its task skips.
    - ``content_bytes``: a capture with more octets is not brought as content. Spark copies content several times: 64 MiB
      of it end a JVM that has 1 GiB and two tasks.
    - ``timeout``: seconds for each run of dnsscan.
    - ``workdir``: a folder for temporary files on the driver and each worker; the system's own if None.
    - ``min_severity``: findings below it are left out.

    A file that fails is a row of ``files`` and a warning, never an exception. Raises DnsscanError where the driver
    has no dnsscan, and ValueError for arguments that make no sense.
    """
    if min(share_bytes, max_shares, content_bytes) < 1 or timeout <= 0:
        raise ValueError("share_bytes, max_shares, content_bytes and timeout are above 0")
    if read not in ("auto", "path", "content"):
        raise ValueError(f"read is 'auto', 'path' or 'content', not {read!r}")
    program = Dnsscan(dnsscan, timeout)
    finding = finding_type(program.report_schema())

    named = [captures] if isinstance(captures, (str, bytes, os.PathLike)) else captures
    locations = [os.fsdecode(location) for location in named]
    remote = {place: None for place in locations if read == "content" or (read == "auto" and is_remote(place))}
    pieces, rows = _pieces([place for place in locations if place not in remote], share_bytes, max_shares)
    contents, sizes, unread = read_contents(spark, list(remote), content_bytes)
    rows += unread

    context = spark.sparkContext
    groups = group(pieces, context.defaultParallelism, share_bytes)
    tasks = context.parallelize(groups, max(1, len(groups)))
    records = tasks.mapPartitions(
        lambda task: profile_pieces(program, (piece for pieces in task for piece in pieces), workdir)
    ).union(contents.mapPartitions(lambda files: profile_contents(program, files, workdir)))
    # Two questions are asked of the records, and the captures are to be read once.
    records.persist(StorageLevel.MEMORY_AND_DISK)
    try:
        rows += records.mapPartitions(outcomes_of).collect()
        rows += missing(sizes, {row.path for row in rows})
        report, message = _report(
            program, records.mapPartitions(parts_of), sum(row.part_bytes for row in rows), workdir, min_severity
        )
    finally:
        records.unpersist()

    parsed = None if report is None else json.loads(report)
    rows = sorted(_checked(rows, parsed, message), key=_order)
    incomplete = sum(row.status != "read" for row in rows)
    complete = bool(rows) and not incomplete and not _has_holes(parsed)
    if not complete:
        warnings.warn(
            f"{incomplete} of {len(rows)} captures or shares were not read to their end; files and message have the reasons",
            stacklevel=2,
        )
    return Scan(
        findings=_findings(spark, parsed, finding),
        files=spark.createDataFrame(rows, FILES_SCHEMA),
        report=report,
        message=message,
        complete=complete,
    )


def _pieces(locations: list[str], share_bytes: int, max_shares: int) -> tuple[list[Piece], list[Outcome]]:
    """The pieces of all captures that workers read by path, and a row for each that nobody can read."""
    pieces: list[Piece] = []
    rows: list[Outcome] = []
    paths: dict[str, None] = {}
    for location in locations:
        found = find_captures(location)
        paths |= dict.fromkeys(found)
        if not found:
            rows.append(failed(location, "no file is below this folder"))
    for path in paths:
        try:
            pieces += cut(path, share_bytes, max_shares)
        except OSError as error:
            rows.append(failed(path, str(error)))
    return pieces, rows


def _report(
    program: Dnsscan, parts: RDD[bytes], total: int, workdir: str | None, min_severity: str
) -> tuple[str | None, str]:
    """The JSON report of all parts (``total`` octets) and what dnsscan says about them; None where there is none."""
    if total <= TREE_LIMIT:
        reduced = iter(parts.glom().treeReduce(lambda some, more: merge_parts(program, some + more, workdir)))
    else:
        reduced = parts.toLocalIterator()
    try:
        with tempfile.TemporaryDirectory(prefix="dnsscan-", dir=workdir) as name:
            folder = Path(name)
            names = []
            for number, part in enumerate(reduced):
                names.append(f"{number}.dnsp")
                (folder / names[-1]).write_bytes(part)
            if not names:
                return None, "no part arrived"
            answer = program.report(names, min_severity, folder)
    except PROCESS_ERRORS as error:
        return None, f"no report: {error}"
    if answer.exit_code not in (0, 2):
        return None, f"no report: dnsscan merge gave {answer.exit_code}: {answer.message}"
    return answer.output, answer.message


def _checked(rows: list[Outcome], report: dict[str, Any] | None, message: str) -> list[Outcome]:
    """The rows, corrected by what is in the report.

    This is what makes sure that nothing is silent, whatever happens between a part and the report: a part of a newer
    version, for example, which the driver's dnsscan does not read.
    """
    known = Counter() if report is None else Counter(each["path"] for each in report["scan"]["inputs"])

    def checked(row: Outcome) -> Outcome:
        if row.status not in ("read", "unread"):
            return row
        if not known[row.path]:
            return row._replace(status="lost", message=f"not in the report: {message}")
        # Each process cuts the file that it sees, and shares of different files make several inputs.
        if row.share and known[row.path] > 1:
            return row._replace(
                status="unread", message="the file changed between its shares, which do not fit together"
            )
        return row

    return [checked(row) for row in rows]


def _has_holes(report: dict[str, Any] | None) -> bool:
    """Whether the report misses packets of captures that are in it: of other shares, or beyond the bound of a part.

    The message of the report or of the row names the capture.
    """
    problems = [] if report is None else report["coverage"]["problems"]
    return any(problem["kind"] in ("shares_missing", "part_full") for problem in problems)


def _order(row: Outcome) -> tuple[str, int]:
    """By path, then by the number of the share."""
    return row.path, int((row.share or "0").partition("/")[0])


def _findings(spark: SparkSession, report: dict[str, Any] | None, finding: StructType) -> DataFrame:
    # The JVM reads the JSON, since createDataFrame refuses an integer such as 1 in a column of doubles.
    lines = [] if report is None else [(json.dumps(each),) for each in report["findings"]]
    frame = spark.createDataFrame(lines, "line string")
    return frame.select(from_json("line", finding, {"mode": "FAILFAST"}).alias("finding")).select("finding.*")
