#!/usr/bin/env bash
# PySpark 4.3.0's binaryFile passes over some captures without a word, and one name with a colon ends the job for all.
#
# `tcpdump -G 3600 -w %FT%T.pcap` names captures such as 2026-11-30T08:00:00.pcap. Hadoop's local file system lists that file
# and cannot open it (a Path takes what is before a colon for a scheme): reading the folder fails, and so does each pattern in it.
# With ignoreCorruptFiles the job passes and the capture is missing. Names that begin with `_` or `.`, and names that are no
# UTF-8, are missing always, even when a path names them; there is no warning, and the count is of the others.
# A program that must not miss a capture compares what came with its own listing (os.walk).
# Seen on 2026-11-30 with PySpark 4.3.0, Java 17, Python 3.11, in a locale of UTF-8:
#   5 captures, 1 with a colon: SparkException FAILED_READ_FILE
#   a pattern over them: IllegalArgumentException Relative path in absolute URI
#   with ignoreCorruptFiles: plain.pcap
#   without the colon: plain.pcap
#   _under.pcap by its path: 0 rows
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=${PYTHON:-python3}
if [ "$("$python" -c 'import pyspark; print(pyspark.__version__)' 2>/dev/null)" != 4.3.0 ]; then
    python3 -m venv "$folder/venv"
    python=$folder/venv/bin/python
    "$python" -m pip install -q --disable-pip-version-check pyspark==4.3.0
fi
mkdir "$folder/captures"
cd "$folder/captures"
for name in plain.pcap 2026-11-30T08:00:00.pcap _under.pcap .hidden.pcap $'octet\377.pcap'; do printf x > "$name"; done
LC_ALL=C.UTF-8 "$python" - "$folder" <<'PYTHON' > "$folder/seen" 2> "$folder/log"
import os, sys
from pyspark.sql import SparkSession

captures = sys.argv[1] + '/captures'
spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()
spark.sparkContext.setLogLevel('OFF')

def names(path, **options):
    rows = spark.read.format('binaryFile').options(**options).load(path).select('path', 'content').collect()
    return sorted(row.path.rpartition('/')[2] for row in rows)

try:
    names(captures)
except Exception as error:
    print('5 captures, 1 with a colon: SparkException', 'FAILED_READ_FILE' if 'FAILED_READ_FILE' in str(error) else error)
try:
    names(captures + '/*.pcap')
except Exception as error:
    reason = 'Relative path in absolute URI'
    print('a pattern over them:', type(error).__name__, reason if reason in str(error) else error)
print('with ignoreCorruptFiles:', *names(captures, ignoreCorruptFiles='true'))
os.remove(captures + '/2026-11-30T08:00:00.pcap')
print('without the colon:', *names(captures))
print('_under.pcap by its path:', len(names(captures + '/_under.pcap')), 'rows')
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
5 captures, 1 with a colon: SparkException FAILED_READ_FILE
a pattern over them: IllegalArgumentException Relative path in absolute URI
with ignoreCorruptFiles: plain.pcap
without the colon: plain.pcap
_under.pcap by its path: 0 rows
SEEN
