"""Files that are not whole captures, and whole captures in the wrappings that are read as well.

The compressed copies come from the ordinary command-line tools, told to leave names and times out.
"""

import struct
import subprocess

from traffic import Capture

RECORD_HEADER = 16


def compressed(data: bytes, *command: str) -> bytes:
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def record_offsets(data: bytes) -> list[int]:
    offsets, at = [], 24
    while at < len(data):
        offsets.append(at)
        at += RECORD_HEADER + struct.unpack_from("<I", data, at + 8)[0]
    return offsets


def make(whole: Capture, pcapng: Capture) -> list[Capture]:
    """`whole` is a small tunnel as little-endian pcap; `pcapng` any small pcapng."""
    data = whole.data
    offsets = record_offsets(data)
    middle = offsets[len(offsets) // 2]
    huge = data[: middle + 8] + struct.pack("<I", 0x7FFFFFFF) + data[middle + 12 :]
    zero = data[: middle + 8] + struct.pack("<I", 0) + data[middle + 12 :]
    gzip = compressed(data, "gzip", "-9nc")
    files = {
        "empty.pcap": (b"", "no octet at all"),
        "header_only.pcap": (data[:24], "a pcap header and no packet: readable, nothing in it"),
        "text.pcap": (b"This is a text file and not a capture.\n" * 10, "plain text"),
        "cut_in_last_packet.pcap": (data[:-20], f"the last of {len(offsets)} packets lacks 20 octets"),
        "cut_in_record_header.pcap": (data[: offsets[-1] + 7], f"ends in the record header of packet {len(offsets)}"),
        "cut_in_file_header.pcap": (data[:17], "17 of the 24 octets of the file header"),
        "corrupt_record_length.pcap": (huge, f"captured length 0x7FFFFFFF in packet {len(offsets) // 2 + 1} of {len(offsets)}"),
        "zero_record_length.pcap": (zero, f"captured length 0 in packet {len(offsets) // 2 + 1} of {len(offsets)}: what follows is read as headers"),
        "wrong_magic.pcap": (b"\xa1\xb2\xc3\xd5" + data[4:], "magic number 0xA1B2C3D5"),
        "unknown_version.pcap": (data[:4] + struct.pack("<HH", 7, 4) + data[8:], "pcap version 7.4"),
        "unknown_link_type.pcap": (data[:20] + struct.pack("<I", 60000) + data[24:], "link type 60000"),
        "zero_octets.pcap": (bytes(256), "256 zero octets"),
        "cut_pcapng.pcapng": (pcapng.data[:-30], "pcapng that ends inside its last block"),
        "corrupt_block_length.pcapng": (corrupt_block(pcapng.data), "the second block says 0xFFFFFFF0 octets"),
        "cut_gzip.pcap.gz": (gzip[: len(gzip) // 2], "the first half of a gzip file"),
        "gzip_of_text.pcap.gz": (compressed(b"not a capture\n" * 20, "gzip", "-9nc"), "gzip around plain text"),
    }
    captures = [Capture(f"captures/damaged/{file}", content, "damaged", notes) for file, (content, notes) in files.items()]

    wrapped = {
        "tunnel.pcap.gz": (gzip, "gzip"),
        "tunnel.pcap.zst": (compressed(data, "zstd", "-19", "-qc"), "zstd"),
        "tunnel.pcap.lz4": (compressed(data, "lz4", "-9", "-qc"), "lz4"),
        "tunnel.pcap.xz": (compressed(data, "xz", "-9ec"), "xz"),
        "gzip_named.pcap": (gzip, "gzip, without saying so in its name"),
        "tunnel_without_extension": (data, "plain pcap under a name without extension"),
        "two_members.pcap.gz": (
            compressed(data[:middle], "gzip", "-9nc") + compressed(data[middle:], "gzip", "-9nc"), "two gzip members (RFC 1952 §2.2), one capture"),
    }
    for file, (content, notes) in wrapped.items():
        captures.append(Capture(
            f"captures/compressed/{file}", content, whole.label, f"{notes}; {whole.path.rsplit('/', 1)[1]}", tool=whole.tool, zone=whole.zone,
            client=whole.client, kind=whole.kind, up=whole.up, down=whole.down))
    return captures


def corrupt_block(data: bytes) -> bytes:
    first = struct.unpack_from("<I", data, 4)[0]
    return data[: first + 4] + struct.pack("<I", 0xFFFFFFF0) + data[first + 8 :]
