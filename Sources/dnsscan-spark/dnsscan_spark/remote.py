"""Captures on Hadoop's file systems, whose content Spark's binaryFile brings to the workers."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark import RDD
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, Row, SparkSession

from .captures import find_captures
from .worker import Outcome, failed

_ERRORS = (Py4JError, PySparkException)

_NOT_LISTED = "Spark's binaryFile leaves out names that begin with '_' or '.', and those that are no text"
_NOT_READ = "Spark could not read it: it is gone or damaged, or its name has a colon, which Hadoop's paths cannot have"


def read_contents(
    spark: SparkSession, locations: list[str], limit: int
) -> tuple[RDD[tuple[str, bytes]], dict[str, int], list[Outcome]]:
    """The files behind paths, folders (all below them) and patterns.

    Returns (path, content) of each, octets by path of all whose content is due, and a row for each of the others: larger
    than ``limit`` octets or binaryFile's own bound, or not listed by it. ``missing`` tells afterward what did not come.
    """
    # Content beyond maxLength fails the job even where errors are ignored; a filter by length comes before that.
    limit = min(limit, int(spark.conf.get("spark.sql.sources.binaryFile.maxLength")))
    contents = spark.sparkContext.emptyRDD()
    sizes: dict[str, int] = {}
    outcomes: list[Outcome] = []
    paths: set[str] = set()
    for location in locations:
        try:
            listed = _listed(spark, location)
            frame = _binary_files(spark, location)
            delivered = {row.path for row in frame.select("path").collect()}
        except _ERRORS as error:
            outcomes.append(failed(location, _reason(error)))
            continue
        if not listed:
            outcomes.append(failed(location, "no such file"))
        known = frozenset(listed.keys() & paths)
        paths |= listed.keys()
        for path, size in listed.items():
            if path in known:
                continue
            if path not in delivered:
                outcomes.append(failed(path, _NOT_LISTED, size))
            elif size > limit:
                outcomes.append(failed(path, f"has more than {limit} octets: give a path that all workers see", size))
            else:
                sizes[path] = size
        rows = frame.where(frame["length"] <= limit).select("path", "content").rdd
        contents = contents.union(rows.mapPartitions(_without(known)))
    return contents, sizes, outcomes


def missing(sizes: dict[str, int], arrived: set[str]) -> list[Outcome]:
    """A row for each capture whose content was due and did not come."""
    return [failed(path, _NOT_READ, size) for path, size in sizes.items() if path not in arrived]


def _without(paths: frozenset[str]) -> Callable[[Iterable[Row]], Iterator[tuple[str, bytes]]]:
    """Takes (path, content) out of rows, without the files that another location leads to as well."""
    return lambda rows: ((row.path, bytes(row.content)) for row in rows if row.path not in paths)


def _listed(spark: SparkSession, location: str) -> dict[str, int]:
    """Octets by path of all files there are: Hadoop lists those as well that Spark leaves out.

    Java passes over a local file whose name is no text in the JVM's encoding; Python does not.
    """
    hadoop: Any = spark._jvm.org.apache.hadoop.fs  # type: ignore[union-attr]
    pattern = hadoop.Path(location)
    system = pattern.getFileSystem(spark._jsc.hadoopConfiguration())
    found: dict[str, int] = {}
    for match in system.globStatus(pattern) or []:
        if match.isDirectory():
            files = system.listFiles(match.getPath(), True)
            while files.hasNext():
                file = files.next()
                found[file.getPath().toString()] = file.getLen()
        else:
            found[match.getPath().toString()] = match.getLen()
    if system.getScheme() == "file":
        for path in find_captures(location):
            if os.path.isfile(path):
                found.setdefault(f"file:{path}", os.path.getsize(path))
    return found


def _reason(error: Exception) -> str:
    """What went wrong, in one line, without Py4J's frame around it."""
    text = error.java_exception.toString() if isinstance(error, Py4JJavaError) else str(error)
    return text.strip().split("\n")[0]


def _binary_files(spark: SparkSession, location: str) -> DataFrame:
    # One file that cannot be read must not end the job of all: it is missed afterward, and has a row.
    return (
        spark.read.format("binaryFile")
        .option("recursiveFileLookup", "true")
        .option("ignoreCorruptFiles", "true")
        .option("ignoreMissingFiles", "true")
        .load(location)
    )
