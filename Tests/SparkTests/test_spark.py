#!/usr/bin/env python3
"""Tests of dnsscan-spark, in Spark's local mode with two cores; run by hand:

    python3 Tests/SparkTests/test_spark.py

They need a Python with PySpark 4, Java 17, a build of dnsscan (DNSSCAN, else .build/release/dnsscan) and, for the
larger of them, the corpus (DNSSCAN_CORPUS, else ../shared/corpus beside the repository); what is missing skips them by
name. SPARK_CORES is the number of cores (2).
"""

import contextlib
import gzip
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "Sources" / "dnsscan-spark"
DNSSCAN = os.environ.get("DNSSCAN", str(ROOT / ".build/release/dnsscan"))
CORPUS = Path(os.environ.get("DNSSCAN_CORPUS", ROOT.parent / "shared/corpus"))
FIXTURES = ROOT / "Fixtures"
IODINE = FIXTURES / "captures/tunnels/iodine_null_data.pcap"
MISSING = [
    name
    for name, present in (
        ("PySpark", importlib.util.find_spec("pyspark") is not None),
        ("Java", shutil.which("java") is not None or "JAVA_HOME" in os.environ),
        (f"{DNSSCAN} (DNSSCAN names another)", os.access(DNSSCAN, os.X_OK)),
    )
    if not present
]
#: Names that shells, globs, URIs and tables trip over.
ODD_NAMES = [
    b"a blank.pcap", b"-o.pcap", b"'single' \"double\".pcap", b"new\nline.pcap", b"$(touch x); `id`.pcap", b"a*[b]?{c}.pcap",
    b"_under.pcap", b".hidden.pcap", b"2026-11-30T08:00:00.pcap", b"100%20.pcap", b"back\\slash.pcap", "ümläut.pcap".encode(),
    b"octet\xff.pcap", b"0.dnsp", b"tab\tand#hash",
]  # fmt: skip

if not MISSING:
    # Before Spark starts: its workers get their Python and their modules from the environment.
    sys.path.insert(0, str(PACKAGE))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PACKAGE), os.environ.get("PYTHONPATH")]))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    from dnsscan_spark import DnsscanError, captures, command, job, parts, scan, schema


def dnsscan(*arguments: str | os.PathLike[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([DNSSCAN, *arguments], capture_output=True, check=False)


def report_of(paths: list[str], folder: Path) -> str:
    """The report of one `dnsscan merge` of the parts of all captures, made one after the other without Spark."""
    names = []
    for number, path in enumerate(paths):
        names.append(folder / f"expected{number}.dnsp")
        dnsscan("profile", "-q", "-o", names[-1], "--", path)
    return dnsscan("merge", "-q", "-f", "json", *names).stdout.decode()


@unittest.skipIf(MISSING, f"absent: {', '.join(MISSING)}")
class SparkTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cores = os.environ.get("SPARK_CORES", "2")
        cls.spark = (
            SparkSession.builder.master(f"local[{cores}]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .getOrCreate()
        )
        cls.spark.sparkContext.setLogLevel("OFF")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.spark.stop()

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="dnsscan-test-")))

    def scan(self, captures, **options) -> "job.Scan":
        """A scan, and that it warns exactly if it is not complete."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            result = scan(self.spark, captures, **{"dnsscan": DNSSCAN, **options})
        said = any("not read to their end" in str(warning.message) for warning in caught)
        self.assertEqual(said, not result.complete)
        return result

    def rows(self, result: "job.Scan") -> dict:
        """The rows of `files` by path and share."""
        rows = {(row.path, row.share): row for row in result.files.collect()}
        self.assertEqual(len(rows), result.files.count())
        return rows

    def program(self, text: str) -> str:
        """A shell script in the place of dnsscan, which can hand on to it as $DNSSCAN."""
        path = self.folder / "program"
        path.write_text(f"#!/bin/bash\nDNSSCAN='{DNSSCAN}'\n{text}\n")
        path.chmod(0o755)
        return str(path)

    def assert_findings(self, result: "job.Scan") -> None:
        """That the table has what the report has, to the last value."""
        self.assertEqual(
            [_without_nulls(row.asDict(recursive=True)) for row in result.findings.collect()],
            [_without_nulls(finding) for finding in json.loads(result.report)["findings"]],
        )

    # What is found

    def test_corpus_equals_one_merge(self) -> None:
        files = sorted(
            str(path)
            for folder in ("recorded", "recorded2", "public")
            for path in (CORPUS / folder).rglob("*")
            if path.is_file() and (".pcap" in path.name or path.suffix in (".cap", ".trace"))
        )
        if len(files) < 200:
            self.skipTest(f"absent: the corpus in {CORPUS} (DNSSCAN_CORPUS names another)")
        chosen = random.Random(16).sample(files, 240)
        started = time.monotonic()
        result = self.scan(chosen)
        seconds = time.monotonic() - started
        self.assertEqual(result.report, report_of(chosen, self.folder))
        rows = self.rows(result)
        self.assertEqual({path for path, _ in rows}, set(chosen))
        self.assert_findings(result)
        counts = {status: sum(row.status == status for row in rows.values()) for status in ("read", "unread")}
        print(f"{len(chosen)} captures, {result.findings.count()} findings, {counts}, {seconds:.1f} s", file=sys.stderr)

    def test_fixtures_as_content_find_the_same(self) -> None:
        folder = FIXTURES / "captures/tunnels"
        by_path, by_content = self.scan(folder), self.scan(folder, read="content")
        self.assertTrue(by_content.complete)
        twice = self.scan([folder, f"{folder}/*", f"file:{folder}"], read="content")
        self.assertEqual(twice.report, by_content.report)
        self.assertEqual(self.rows(twice).keys(), self.rows(by_content).keys())
        self.assertEqual(by_content.report, by_path.report.replace(f'"path": "{ROOT}', f'"path": "file:{ROOT}'))
        self.assert_findings(by_content)

    def test_shares_equal_the_whole(self) -> None:
        copy = self.folder / "capture.pcap"
        shutil.copy(FIXTURES / "captures/mixed/office_with_iodine_txt_idle.pcap", copy)
        count = -(-copy.stat().st_size // 20_000)
        result = self.scan(copy, share_bytes=20_000)
        self.assertEqual(set(self.rows(result)), {(str(copy), f"{number}/{count}") for number in range(1, count + 1)})
        self.assertEqual(result.report, report_of([str(copy)], self.folder))
        self.assert_findings(result)

    def test_shares_are_bounded(self) -> None:
        copy = self.folder / "capture.pcap"
        shutil.copy(IODINE, copy)
        self.assertEqual([piece.share for piece in captures.cut(str(copy), 1, 3)], ["1/3", "2/3", "3/3"])

    def test_parts_beyond_the_tree_find_the_same(self) -> None:
        folder = FIXTURES / "captures/tunnels"
        expected = self.scan(folder).report
        limit, job.TREE_LIMIT = job.TREE_LIMIT, 0
        try:
            self.assertEqual(self.scan(folder).report, expected)
        finally:
            job.TREE_LIMIT = limit

    # What fails

    def test_every_failure_is_a_row(self) -> None:
        good = self.folder / "good.pcap"
        shutil.copy(IODINE, good)
        cut = self.folder / "cut.pcap"
        cut.write_bytes(IODINE.read_bytes()[:30_001])
        for name, content in (
            ("noise.pcap", random.Random(1).randbytes(5000)),
            ("empty.pcap", b""),
            ("text", b"hello\n"),
        ):
            (self.folder / name).write_bytes(content)
        os.mkfifo(self.folder / "pipe.pcap")
        (self.folder / "nothing").mkdir()
        missing, pattern = str(self.folder / "missing.pcap"), str(self.folder / "none*.pcap")
        result = self.scan(
            [
                self.folder,
                missing,
                pattern,
                self.folder / "nothing",
                "nul\0.pcap",
                "half\ud800",
                "nowhere://host/x.pcap",
            ]
        )
        statuses = {path: row.status for (path, _), row in self.rows(result).items()}
        self.assertEqual(
            statuses,
            {
                str(good): "read",
                # Cut in its last packet is a warning in the report, as in a scan of one capture.
                str(cut): "read",
                str(self.folder / "noise.pcap"): "unread",
                str(self.folder / "empty.pcap"): "unread",
                str(self.folder / "text"): "unread",
                missing: "unread",
                pattern: "unread",
                str(self.folder / "pipe.pcap"): "failed",
                str(self.folder / "nothing"): "failed",
                str(Path.cwd() / "nul\0.pcap"): "failed",
                str(Path.cwd() / "half\\ud800"): "failed",
                "nowhere://host/x.pcap": "failed",
            },
        )
        self.assertTrue(all(row.message for row in self.rows(result).values() if row.status != "read"))
        self.assertIn("cut off after", self.rows(result)[str(cut), None].message)
        report = json.loads(result.report)
        self.assertTrue(next(each for each in report["scan"]["inputs"] if each["path"] == str(cut))["truncated"])
        self.assertEqual([finding["zone"] for finding in report["findings"]], ["t.example.net"])

    def test_log_has_a_row(self) -> None:
        log = self.folder / "resolver.log"
        log.write_bytes(gzip.decompress((FIXTURES / "logs/bind_querylog.log.gz").read_bytes()))
        row = self.rows(self.scan([log, IODINE]))[str(log), None]
        self.assertEqual(row.status, "read", row)

    def test_odd_names(self) -> None:
        for number, name in enumerate(ODD_NAMES):
            # Different captures, since the copies of a packet are told apart from it.
            path = os.path.join(os.fsencode(self.folder / "captures"), name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            shutil.copy(sorted((FIXTURES / "captures/tunnels").glob("*.pcap"))[number], path)
        paths = [os.fsdecode(os.path.join(os.fsencode(self.folder / "captures"), name)) for name in sorted(ODD_NAMES)]
        for what in (self.folder / "captures", f"{self.folder}/captures/*", paths, f"file://{self.folder}/captures"):
            result = self.scan(what)
            self.assertTrue(result.complete)
            self.assertEqual({path for path, _ in self.rows(result)}, {captures.shown(path) for path in paths})
        self.assertEqual(result.report, report_of(paths, self.folder))
        # Spark's binaryFile leaves some of them out; each is a row all the same.
        rows = self.rows(self.scan(self.folder / "captures", read="content"))
        self.assertEqual({path for path, _ in rows}, {f"file:{captures.shown(path)}" for path in paths})
        failed = {Path(path).name for (path, _), row in rows.items() if row.status == "failed"}
        self.assertEqual(failed, {"_under.pcap", ".hidden.pcap", "2026-11-30T08:00:00.pcap", "octet\\xFF.pcap"})
        self.assertEqual({row.status for row in rows.values()}, {"read", "failed"})

    def test_content_beyond_the_bound_has_a_row(self) -> None:
        result = self.scan(FIXTURES / "captures/tunnels", read="content", content_bytes=50_000)
        for row in self.rows(result).values():
            self.assertEqual(row.status, "failed" if row.capture_bytes > 50_000 else "read", row)
        # Spark's own bound is heeded too: beyond it binaryFile fails the job.
        name = "spark.sql.sources.binaryFile.maxLength"
        before = self.spark.conf.get(name)
        self.spark.conf.set(name, 50_000)
        try:
            bounded = self.rows(self.scan(FIXTURES / "captures/tunnels", read="content"))
            self.assertEqual(*({key: row.status for key, row in rows.items()} for rows in (bounded, self.rows(result))))
        finally:
            self.spark.conf.set(name, before)

    def test_workers_without_dnsscan(self) -> None:
        # Workers got their PATH when Spark started; the driver has another one from now on.
        tools = self.folder / "tools"
        tools.mkdir()
        (tools / "dnsscan-of-the-driver").symlink_to(DNSSCAN)
        with _environment("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}"):
            result = self.scan([IODINE, self.folder / "missing.pcap"], dnsscan="dnsscan-of-the-driver")
        self.assertIsNone(result.report)
        self.assertEqual(result.findings.count(), 0)
        for row in self.rows(result).values():
            self.assertEqual((row.status, row.exit_code), ("failed", None))
            self.assertIn("dnsscan-of-the-driver", row.message)

    def test_driver_without_dnsscan_starts_no_job(self) -> None:
        for program in ("/nonexistent/dnsscan", shutil.which("true")):
            with self.assertRaises(DnsscanError):
                scan(self.spark, IODINE, dnsscan=program)

    def test_crash_timeout_and_foreign_status(self) -> None:
        paths = {}
        for name in ("crash", "hang", "status", "fine"):
            paths[name] = str(self.folder / f"{name}.pcap")
            shutil.copy(IODINE, paths[name])
        program = self.program(
            """case "$*" in
              *crash.pcap) kill -SEGV $$ ;;
              *hang.pcap) exec sleep 60 ;;
              *status.pcap) echo 'no space left' >&2; exit 74 ;;
              *) exec "$DNSSCAN" "$@" ;;
            esac"""
        )
        result = self.scan(list(paths.values()), dnsscan=program, timeout=5)
        rows = {name: self.rows(result)[path, None] for name, path in paths.items()}
        self.assertEqual({name: row.status for name, row in rows.items()},
                         {"crash": "failed", "hang": "failed", "status": "failed", "fine": "read"})  # fmt: skip
        self.assertEqual({name: row.exit_code for name, row in rows.items()},
                         {"crash": -11, "hang": None, "status": 74, "fine": 0})  # fmt: skip
        self.assertIn("timed out after 5", rows["hang"].message)
        self.assertEqual(rows["status"].message, "no space left")
        self.assertEqual([each["path"] for each in json.loads(result.report)["scan"]["inputs"]], [paths["fine"]])

    def test_share_that_fails_is_told_by_the_report(self) -> None:
        program = self.program("""case "$*" in *"--share 2/"*) exit 70 ;; *) exec "$DNSSCAN" "$@" ;; esac""")
        result = self.scan(IODINE, dnsscan=program, share_bytes=20_000)
        self.assertEqual({share: row.status for (_, share), row in self.rows(result).items()},
                         {"1/3": "read", "2/3": "failed", "3/3": "read"})  # fmt: skip
        self.assertIn("shares_missing", [each["kind"] for each in json.loads(result.report)["coverage"]["problems"]])

    def test_capture_that_grows_meanwhile_is_not_complete(self) -> None:
        capture = self.folder / "growing.pcap"
        shutil.copy(IODINE, capture)
        # The second share waits for the first, and grows the file then; both run at once on two cores.
        done = self.folder / "done"
        program = self.program(
            f"""case "$*" in
              *"--share 1/2"*) "$DNSSCAN" "$@"; status=$?; touch '{done}'; exit $status ;;
              *"--share 2/2"*) until [ -e '{done}' ]; do sleep 0.1; done; tail -c +25 '{IODINE}' >> '{capture}' ;;
            esac
            exec "$DNSSCAN" "$@\""""
        )
        result = self.scan(capture, dnsscan=program, share_bytes=40_000)
        self.assertFalse(result.complete)
        self.assertIn("changed between", self.rows(result)[str(capture), "2/2"].message)
        self.assertIn("growing.pcap", result.message)

    def test_no_merge_among_workers_loses_nothing(self) -> None:
        program = self.program("""case "$*" in *--into*) exit 74 ;; *) exec "$DNSSCAN" "$@" ;; esac""")
        folder = FIXTURES / "captures/tunnels"
        self.assertEqual(self.scan(folder, dnsscan=program).report, self.scan(folder).report)

    def test_part_that_the_driver_cannot_read_is_lost(self) -> None:
        # As of another version: the part of one capture gets another header after it was written.
        paths = [str(self.folder / "new.pcap"), str(self.folder / "old.pcap")]
        for path in paths:
            shutil.copy(IODINE, path)
        program = self.program(
            """"$DNSSCAN" "$@"; status=$?
            case "$*" in profile*new.pcap) printf '\\377' | dd of=.part.dnsp bs=1 seek=11 conv=notrunc status=none ;; esac
            exit $status"""
        )
        result = self.scan(paths, dnsscan=program)
        statuses = {path: row.status for (path, _), row in self.rows(result).items()}
        self.assertEqual(statuses, {paths[0]: "lost", paths[1]: "read"})

    def test_report_that_fails_loses_all_loudly(self) -> None:
        program = self.program(
            """case "$*" in merge*json*) echo broken >&2; exit 70 ;; *) exec "$DNSSCAN" "$@" ;; esac"""
        )
        result = self.scan(IODINE, dnsscan=program)
        self.assertIsNone(result.report)
        self.assertIn("broken", result.message)
        self.assertEqual([row.status for row in self.rows(result).values()], ["lost"])

    # The pieces

    def test_merged_parts_stay_below_the_limit(self) -> None:
        program = command.Dnsscan(DNSSCAN, 60)
        given = []
        for number, path in enumerate(sorted((FIXTURES / "captures/tunnels").glob("*.pcap"))[:20]):
            program.profile(str(path), f"{number}.dnsp", None, self.folder)
            given.append((self.folder / f"{number}.dnsp").read_bytes())
        limit = 2 * max(map(len, given))
        merged = parts.merge_parts(program, given, None, limit)
        self.assertLess(len(merged), len(given))
        self.assertLessEqual(max(map(len, merged)), limit)
        self.assertEqual(merged, sorted(merged, key=len, reverse=True))
        one, other = (Path(self.enterContext(tempfile.TemporaryDirectory())) for _ in range(2))
        self.assertEqual(
            program.report(parts.write_parts(merged, one), "low", one).output,
            program.report(parts.write_parts(given, other), "low", other).output,
        )

    def test_damaged_part_is_kept_apart(self) -> None:
        program = command.Dnsscan(DNSSCAN, 60)
        given = []
        for number, path in enumerate(sorted((FIXTURES / "captures/tunnels").glob("*.pcap"))[:5]):
            program.profile(str(path), f"{number}.dnsp", None, self.folder)
            given.append((self.folder / f"{number}.dnsp").read_bytes())
        damaged = given[2][:-1]
        merged = parts.merge_parts(program, [*given[:2], damaged, *given[3:]], None)
        self.assertIn(damaged, merged)
        self.assertLess(len(merged), len(given))

    def test_schema_covers_every_field(self) -> None:
        report_schema = json.loads(dnsscan("schema", "report").stdout)
        type_ = schema.finding_type(report_schema)
        finding = report_schema["$defs"]["finding"]
        self.assertEqual(type_.fieldNames(), list(finding["properties"]))
        self.assertEqual(type_["score"].dataType.simpleString(), "bigint")
        self.assertEqual(type_["query_types"].dataType.simpleString(), "map<string,bigint>")
        self.assertEqual(type_["registered_domain"].nullable, True)
        self.assertEqual(type_["title"].nullable, False)
        two_types = {"type": "object", "properties": {"either": {"type": ["integer", "string"]}}}
        with self.assertRaises(ValueError):
            schema.finding_type({"$defs": {"finding": two_types}})

    def test_group_bounds(self) -> None:
        pieces = [captures.Piece(f"/{number}", None, number * 100) for number in range(1000)]
        groups = captures.group(pieces, 2, 50_000)
        self.assertEqual(sorted(piece for group in groups for piece in group), sorted(pieces))
        self.assertTrue(all(len(group) <= 8 for group in groups))
        self.assertTrue(all(len(group) == 1 or sum(piece.size for piece in group) <= 50_000 for group in groups))
        self.assertEqual(captures.group([], 2, 1), [])


def _without_nulls(value):
    """A value without the keys whose value is null: in a table every column is there."""
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


@contextlib.contextmanager
def _environment(name: str, value: str):
    before = os.environ[name]
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ[name] = before


if __name__ == "__main__":
    unittest.main(verbosity=2)
