#!/usr/bin/env python3
"""Checks the fixtures with decoders that are not dnsscan: dnspython and tshark.

- The manifest has one row a file, and each file is in it.
- dnspython reads every message of the generated captures over UDP to its last octet, and counts as many as the manifest; of the
  recorded ones it may refuse some (raw mode), whose number is printed.
- tshark finds nothing malformed outside `anomalies` and `damaged`, and no bad checksum in what was generated.
"""

import csv
import pathlib
import subprocess
import sys

import dns.message

import wire

FIXTURES = pathlib.Path(__file__).resolve().parent.parent


def fail(text: str) -> None:
    print("FAILED:", text)
    fail.count += 1


fail.count = 0


def tshark(path: pathlib.Path, shown: str, *options: str) -> list[str]:
    run = subprocess.run(
        ["tshark", "-n", *options, "-r", str(path), "-Y", shown, "-T", "fields", "-e", "frame.number"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return run.stdout.split()


def main() -> int:
    with open(FIXTURES / "MANIFEST.tsv") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE))
    listed = [row["path"] for row in rows]
    present = [str(path.relative_to(FIXTURES)) for path in (FIXTURES / "captures").rglob("*") if path.is_file()]
    if sorted(listed) != sorted(present):
        fail(f"manifest and folder differ: {set(listed) ^ set(present)}")
    checksums = [part for protocol in ("ip", "udp", "tcp") for part in ("-o", f"{protocol}.check_checksum:TRUE")]
    for row in rows:
        path = FIXTURES / row["path"]
        folder = path.parent.name
        if folder in ("damaged", "compressed", "anomalies"):
            continue
        frames = tshark(path, "_ws.malformed")
        if frames and folder != "mixed" and "iodine_raw" not in path.name:
            fail(f"{row['path']}: malformed for tshark: {frames[:5]}")
        # A recording inside one machine has the checksums that the network card would have filled in.
        if "record" not in row["made_by"] and folder != "mixed":
            bad = tshark(path, "ip.checksum.status==Bad || udp.checksum.status==Bad || tcp.checksum.status==Bad", *checksums)
            if bad:
                fail(f"{row['path']}: bad checksums: {bad[:5]}")
        if folder in ("tunnels", "ordinary", "mixed"):
            read = refused = fragmented = 0
            for frame in wire.read_pcap(path.read_bytes()):
                if frame.data[20:22] == b"\x20\0":  # a first fragment: its message is counted, not read
                    fragmented += 1
                if frame.data[20] & 0x3F or frame.data[21]:
                    continue
                try:
                    dns.message.from_wire(frame.data[42:])
                    read += 1
                except Exception as problem:
                    refused += 1
                    if "generated" in row["notes"] and folder != "mixed":
                        fail(f"{row['path']}: dnspython: {problem}")
            print(f"{row['path']}: {read} read by dnspython, {refused} not, {fragmented} in fragments; {row['dns_messages']} by tshark")
            if not refused and str(read + fragmented) != row["dns_messages"]:
                fail(f"{row['path']}: the counts differ")
    print("failures:", fail.count)
    return 1 if fail.count else 0


if __name__ == "__main__":
    sys.exit(main())
