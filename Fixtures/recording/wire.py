"""A small encoder for packets and capture files: nothing but struct and the standards.

Kept apart from the program under test on purpose, so that a capture says what the standards
say and not what the program's own encoder believes.

Sources: RFC 791, 768, 9293, 8200; IEEE 802.1Q; draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng;
https://www.tcpdump.org/linktypes.html.
"""

import ipaddress
import struct
from dataclasses import dataclass

ETHERNET, RAW, NULL, LOOP, SLL, SLL2, IPV4, IPV6, PPP = 1, 101, 0, 108, 113, 276, 228, 229, 9
IEEE802_11_RADIOTAP = 127

TYPE_IPV4, TYPE_IPV6 = 0x0800, 0x86DD
UDP, TCP = 17, 6
SYN, ACK, PSH, FIN = 0x02, 0x10, 0x08, 0x01


@dataclass
class Frame:
    """One captured frame. `time` is in nanoseconds since 1970."""

    time: int
    data: bytes
    interface: int = 0
    comment: str = ""


def checksum(data: bytes) -> int:
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def octets(address: str) -> bytes:
    return ipaddress.ip_address(address).packed


def mac(address: str) -> bytes:
    """A locally administered hardware address derived from a network address."""
    return b"\x02\x00" + octets(address)[-4:]


# Transport


def _pseudo_header(source: str, destination: str, protocol: int, length: int) -> bytes:
    if ":" in source:
        return octets(source) + octets(destination) + struct.pack(">IBBBB", length, 0, 0, 0, protocol)
    return octets(source) + octets(destination) + struct.pack(">BBH", 0, protocol, length)


def udp(source: str, destination: str, source_port: int, destination_port: int, payload: bytes) -> bytes:
    header = struct.pack(">HHHH", source_port, destination_port, 8 + len(payload), 0)
    summed = checksum(_pseudo_header(source, destination, UDP, 8 + len(payload)) + header + payload)
    return header[:6] + struct.pack(">H", summed or 0xFFFF) + payload


def tcp(
    source: str, destination: str, source_port: int, destination_port: int,
    sequence: int, acknowledged: int, flags: int, payload: bytes = b"",
) -> bytes:
    header = struct.pack(
        ">HHIIBBHHH", source_port, destination_port, sequence & 0xFFFFFFFF,
        acknowledged & 0xFFFFFFFF, 5 << 4, flags, 64240, 0, 0,
    )
    summed = checksum(_pseudo_header(source, destination, TCP, 20 + len(payload)) + header + payload)
    return header[:16] + struct.pack(">H", summed) + header[18:] + payload


# Network


def ipv4(
    source: str, destination: str, protocol: int, payload: bytes,
    identification: int = 0, offset: int = 0, more: bool = False, options: bytes = b"", hops: int = 64,
) -> bytes:
    """`offset` is in octets, a multiple of 8; `options` a multiple of 4 octets."""
    header = struct.pack(
        ">BBHHHBBH", 0x40 | (5 + len(options) // 4), 0, 20 + len(options) + len(payload), identification,
        (0x2000 if more else 0) | offset // 8, hops, protocol, 0,
    ) + octets(source) + octets(destination) + options
    return header[:10] + struct.pack(">H", checksum(header)) + header[12:] + payload


def ipv6(source: str, destination: str, next_header: int, payload: bytes) -> bytes:
    return struct.pack(">IHBB", 6 << 28, len(payload), next_header, 64) + octets(source) + octets(destination) + payload


def ip(source: str, destination: str, protocol: int, payload: bytes) -> bytes:
    return (ipv6 if ":" in source else ipv4)(source, destination, protocol, payload)


def ipv4_fragments(source: str, destination: str, protocol: int, payload: bytes, identification: int, size: int) -> list[bytes]:
    return [
        ipv4(source, destination, protocol, payload[at : at + size], identification, at, at + size < len(payload))
        for at in range(0, len(payload), size)
    ]


def ipv6_fragments(source: str, destination: str, protocol: int, payload: bytes, identification: int, size: int) -> list[bytes]:
    return [
        ipv6(
            source, destination, 44,
            struct.pack(">BBHI", protocol, 0, at | (at + size < len(payload)), identification) + payload[at : at + size],
        )
        for at in range(0, len(payload), size)
    ]


def ether_type(packet: bytes) -> int:
    return TYPE_IPV6 if packet[0] >> 4 == 6 else TYPE_IPV4


# Link


def ethernet(source: str, destination: str, packet: bytes, tags: tuple[tuple[int, int], ...] = ()) -> bytes:
    """`tags` are (tag protocol, VLAN) from the outside in."""
    frame = mac(destination) + mac(source)
    for protocol, vlan in tags:
        frame += struct.pack(">HH", protocol, vlan)
    return frame + struct.pack(">H", ether_type(packet)) + packet


def sll(source: str, packet: bytes) -> bytes:
    return struct.pack(">HHH6s2sH", 0, 1, 6, mac(source), b"", ether_type(packet)) + packet


def sll2(source: str, packet: bytes) -> bytes:
    return struct.pack(">HHIHBB6s2s", ether_type(packet), 0, 2, 1, 0, 6, mac(source), b"") + packet


def null(packet: bytes, order: str) -> bytes:
    """AF_INET is 2 everywhere; AF_INET6 is 30 on Darwin, 24 and 28 on the other BSDs."""
    return struct.pack(order + "I", 30 if packet[0] >> 4 == 6 else 2) + packet


# Capture files


def pcap(frames: list[Frame], link: int = ETHERNET, order: str = "<", nanoseconds: bool = False, snap: int = 262144) -> bytes:
    data = struct.pack(order + "IHHiIII", 0xA1B23C4D if nanoseconds else 0xA1B2C3D4, 2, 4, 0, 0, snap, link)
    for frame in frames:
        seconds, rest = divmod(frame.time, 1_000_000_000)
        kept = frame.data[:snap]
        data += struct.pack(order + "IIII", seconds, rest if nanoseconds else rest // 1000, len(kept), len(frame.data)) + kept
    return data


def read_pcap(data: bytes) -> list[Frame]:
    """Reads a little-endian microsecond pcap, such as dumpcap writes here."""
    assert struct.unpack_from("<I", data)[0] == 0xA1B2C3D4
    frames, at = [], 24
    while at < len(data):
        seconds, micros, kept, _ = struct.unpack_from("<IIII", data, at)
        frames.append(Frame(seconds * 1_000_000_000 + micros * 1000, data[at + 16 : at + 16 + kept]))
        at += 16 + kept
    return frames


def option(order: str, code: int, value: bytes) -> bytes:
    return struct.pack(order + "HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


def block(order: str, kind: int, body: bytes) -> bytes:
    body += b"\0" * (-len(body) % 4)
    length = struct.pack(order + "I", 12 + len(body))
    return struct.pack(order + "I", kind) + length + body + length


END_OF_OPTIONS = b"\0\0\0\0"


def section_header(order: str = "<", comment: str = "") -> bytes:
    body = struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1)
    if comment:
        body += option(order, 1, comment.encode()) + option(order, 4, b"dnsscan fixtures") + END_OF_OPTIONS
    return block(order, 0x0A0D0D0A, body)


def snapped(capture: bytes, snap: int) -> bytes:
    """A little-endian pcap as a recording with a snap length has it."""
    result = capture[:16] + struct.pack("<I", snap) + capture[20:24]
    position = 24
    while position < len(capture):
        seconds, fraction, kept, length = struct.unpack_from("<IIII", capture, position)
        data = capture[position + 16 : position + 16 + kept][:snap]
        result += struct.pack("<IIII", seconds, fraction, len(data), length) + data
        position += 16 + kept
    return result


def interface_description(order: str = "<", link: int = ETHERNET, name: str = "", resolution: int | None = None, snap: int = 262144) -> bytes:
    body = struct.pack(order + "HHI", link, 0, snap)
    if name:
        body += option(order, 2, name.encode())
    if resolution is not None:
        body += option(order, 9, bytes([resolution]))
    return block(order, 1, body + (END_OF_OPTIONS if len(body) > 8 else b""))


def enhanced_packet(frame: Frame, order: str = "<", units_per_second: int = 1_000_000) -> bytes:
    time = frame.time * units_per_second // 1_000_000_000
    body = struct.pack(order + "IIIII", frame.interface, time >> 32, time & 0xFFFFFFFF, len(frame.data), len(frame.data))
    body += frame.data + b"\0" * (-len(frame.data) % 4)
    if frame.comment:
        body += option(order, 1, frame.comment.encode()) + END_OF_OPTIONS
    return block(order, 6, body)
