#!/usr/bin/env python3
"""Writes every generated capture and the manifest.

    generate.py [FOLDER]    into FOLDER instead of Fixtures, to compare two runs

Equal on every run: all randomness is seeded. Needs tshark to count messages (the decoder that
the manifest's numbers come from), gzip, zstd, lz4 and xz for the compressed copies.
"""

import csv
import pathlib
import subprocess
import sys

import generate_anomalies
import generate_answers
import generate_covert
import generate_damaged
import generate_mixed
import generate_ordinary
import generate_protocol
import generate_tunnels
from traffic import Capture

HERE = pathlib.Path(__file__).resolve().parent
FIXTURES = HERE.parent
COLUMNS = "path label tool zone client kind anomaly dns_messages queries made_by bytes_up bytes_down options notes".split()
# iodine's raw mode is on port 53 and starts with these octets, but it is not DNS.
SHOWN = "(dns || mdns || llmnr) && !(udp.payload[0:3] == 10:d1:9e)"
TSHARK = ["tshark", "-n", "-o", "tcp.reassemble_out_of_order:TRUE"]


def recorded() -> dict[str, tuple[str, str, str]]:
    """Per recording: octets up, octets down, what was counted."""
    with open(HERE / "recorded.tsv") as table:
        return {path: (up, down, counted) for path, up, down, counted in csv.reader(table, delimiter="\t")}


def recordings(carried: dict) -> list[Capture]:
    about = {
        "iodine_null_idle": "handshake and keep-alive, lazy mode", "iodine_null_data": "five pings and 6,000 octets of noise each way over TCP",
        "iodine_txt_idle": "handshake and keep-alive, lazy mode", "iodine_txt_data": "five pings and 6,000 octets of noise each way over TCP",
        "iodine_cname_idle": "handshake and keep-alive, lazy mode", "iodine_cname_data": "five pings and 6,000 octets of noise each way over TCP",
        "iodine_raw": "handshake through the resolver, then raw UDP on port 53 straight to 10.54.0.10; the raw datagrams (10 d1 9e) are not DNS and not counted",
        "dns2tcp_txt_stream": "4,000 octets of text each way in one TCP stream", "dns2tcp_key_stream": "4,000 octets of text each way in one TCP stream",
        "dns2tcp_txt_list": "authentication and the list of resources, three exchanges",
    }
    result = []
    for path, (up, down, counted) in carried.items():
        stem = pathlib.Path(path).stem
        tool = stem.split("_")[0]
        result.append(Capture(
            f"captures/{path}", (FIXTURES / "captures" / path).read_bytes(), "tunnel", f"recorded; {about[stem]}; bytes are {counted}", tool=tool,
            zone={"iodine": "t.example.net", "dns2tcp": "d.example.org"}[tool], client="10.53.0.2", kind="tunnel", up=up, down=down,
            made_by=f"record-{tool}.sh"))
    return result


def counted(path: pathlib.Path) -> tuple[str, str]:
    """Messages and queries that tshark sees; a file it cannot open at all counts as `-`."""
    data = path.read_bytes()
    if path.suffix == ".xz":  # tshark does not read it
        data = subprocess.run(["xz", "-dc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    run = subprocess.run(
        TSHARK + ["-r", "-", "-Y", SHOWN, "-T", "fields", "-e", "dns.flags.response"],
        input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if run.returncode and not run.stdout:
        return "-", "-"
    flags = [flag for line in run.stdout.decode().splitlines() for flag in line.split(",") if flag]
    return str(len(flags)), str(flags.count("0"))


def made(by: str, captures: list[Capture]) -> list[Capture]:
    for capture in captures:
        capture.made_by = by
    return captures


def main() -> None:
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES
    carried = recorded()
    taken = recordings(carried)
    protocol = made("generate_protocol.py", generate_protocol.make())
    small_tunnel = next(capture for capture in taken if "dns2tcp_txt_stream" in capture.path)
    small_pcapng = next(capture for capture in protocol if "pcapng_little" in capture.path)
    captures = (
        taken
        + made("generate_tunnels.py", generate_tunnels.make())
        + made("generate_covert.py", generate_covert.make())
        + made("generate_mixed.py", generate_mixed.make(FIXTURES / "captures", carried))
        + made("generate_ordinary.py", generate_ordinary.make())
        + made("generate_answers.py", generate_answers.make())
        + made("generate_anomalies.py", generate_anomalies.make())
        + protocol
        + made("generate_damaged.py", generate_damaged.make(small_tunnel, small_pcapng))
    )
    with open(target / "MANIFEST.tsv", "w", newline="") as manifest:
        table = csv.writer(manifest, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        table.writerow(COLUMNS)
        for capture in captures:
            path = target / capture.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(capture.data)
            messages, queries = counted(path)
            table.writerow([
                capture.path, capture.label, capture.tool, capture.zone, capture.client, capture.kind, capture.anomaly, messages, queries,
                "recording/" + capture.made_by, capture.up, capture.down, capture.options, capture.notes,
            ])
            print(f"{capture.path}: {len(capture.data)} octets, {messages} messages, {queries} queries")


if __name__ == "__main__":
    main()
