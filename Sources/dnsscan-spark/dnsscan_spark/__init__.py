"""Scans many captures with dnsscan on Apache Spark.

``scan(spark, "/captures")`` gives the report that one ``dnsscan`` over all captures would give, its findings as a
DataFrame, and a row for each capture that says whether it was read.
"""

from .command import DnsscanError
from .job import Scan, scan

__all__ = ["DnsscanError", "Scan", "scan"]
