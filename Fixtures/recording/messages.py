"""A small DNS message encoder (RFC 1035 §4, RFC 6891), with and without name compression.

Names are written as text with dots; a label that holds other octets comes as a `bytes` name
built by `labels`. Records are (owner, type, class, ttl, rdata) with rdata already encoded;
the functions below `Message` encode it, names inside rdata uncompressed (RFC 3597 §4).
"""

import ipaddress
import struct
from dataclasses import dataclass, field

A, NS, CNAME, SOA, NULL, PTR, MX, TXT, KEY, AAAA, SRV, NAPTR = 1, 2, 5, 6, 10, 12, 15, 16, 25, 28, 33, 35
OPT, DS, RRSIG, NSEC, DNSKEY, NSEC3, SVCB, HTTPS, CAA = 41, 43, 46, 47, 48, 50, 64, 65, 257
IN = 1
NOERROR, SERVFAIL, NXDOMAIN = 0, 2, 3

QR, AA, TC, RD, RA, Z, AD, CD = 0x8000, 0x0400, 0x0200, 0x0100, 0x0080, 0x0040, 0x0020, 0x0010


def labels(*parts: bytes) -> bytes:
    return b"".join(bytes([len(part)]) + part for part in parts) + b"\0"


def name(text: "str | bytes") -> bytes:
    if isinstance(text, bytes):
        return text
    return labels(*(part.encode() for part in text.rstrip(".").split(".") if part))


@dataclass
class Record:
    owner: "str | bytes"
    type: int
    data: bytes
    ttl: int = 300
    record_class: int = IN


@dataclass
class Message:
    id: int
    flags: int
    questions: list = field(default_factory=list)  # (name, type) or (name, type, class)
    answers: list = field(default_factory=list)
    authorities: list = field(default_factory=list)
    additionals: list = field(default_factory=list)
    counts: "tuple | None" = None  # to promise something else than what follows

    def encode(self, compress: bool = True) -> bytes:
        counts = self.counts or (len(self.questions), len(self.answers), len(self.authorities), len(self.additionals))
        data = bytearray(struct.pack(">HHHHHH", self.id, self.flags, *counts))
        known: dict[bytes, int] = {}
        for question in self.questions:
            _append_name(data, question[0], known if compress else None)
            data += struct.pack(">HH", question[1], question[2] if len(question) > 2 else IN)
        for record in self.answers + self.authorities + self.additionals:
            _append_name(data, record.owner, known if compress else None)
            data += struct.pack(">HHIH", record.type, record.record_class, record.ttl, len(record.data)) + record.data
        return bytes(data)


def _append_name(data: bytearray, text: "str | bytes", known: "dict | None") -> None:
    wire = name(text)
    at = 0
    while known is not None and at < len(wire) and wire[at]:
        suffix = wire[at:]
        if suffix in known:
            data += struct.pack(">H", 0xC000 | known[suffix])
            return
        if len(data) < 0x4000:
            known[suffix] = len(data)
        data += wire[at : at + 1 + wire[at]]
        at += 1 + wire[at]
    data += wire[at:]


def a(owner, address: str, ttl: int = 300) -> Record:
    return Record(owner, A, ipaddress.IPv4Address(address).packed, ttl)


def aaaa(owner, address: str, ttl: int = 300) -> Record:
    return Record(owner, AAAA, ipaddress.IPv6Address(address).packed, ttl)


def cname(owner, target, ttl: int = 300) -> Record:
    return Record(owner, CNAME, name(target), ttl)


def ns(owner, target, ttl: int = 172800) -> Record:
    return Record(owner, NS, name(target), ttl)


def ptr(owner, target, ttl: int = 3600) -> Record:
    return Record(owner, PTR, name(target), ttl)


def mx(owner, preference: int, target, ttl: int = 3600) -> Record:
    return Record(owner, MX, struct.pack(">H", preference) + name(target), ttl)


def srv(owner, port: int, target, ttl: int = 600) -> Record:
    return Record(owner, SRV, struct.pack(">HHH", 0, 100, port) + name(target), ttl)


def soa(owner, ttl: int = 900, serial: int = 2026010101) -> Record:
    zone = owner if isinstance(owner, str) else "example.com"
    return Record(
        owner, SOA, name("ns1." + zone) + name("hostmaster." + zone) + struct.pack(">IIIII", serial, 7200, 900, 1209600, 900), ttl
    )


def strings(data: bytes, size: int = 255) -> bytes:
    """One or more character-strings of at most `size` octets (RFC 1035 §3.3.14)."""
    parts = [data[at : at + size] for at in range(0, len(data), size)] or [b""]
    return b"".join(bytes([len(part)]) + part for part in parts)


def txt(owner, data: "str | bytes", ttl: int = 3600) -> Record:
    return Record(owner, TXT, strings(data.encode() if isinstance(data, str) else data), ttl)


def https(owner, target: str = ".", alpn: tuple = (b"h3", b"h2"), ttl: int = 300) -> Record:
    """RFC 9460 §2.2: priority 1, target, alpn (key 1)."""
    value = b"".join(bytes([len(part)]) + part for part in alpn)
    return Record(owner, HTTPS, struct.pack(">H", 1) + name(target) + struct.pack(">HH", 1, len(value)) + value, ttl)


def opt(size: int = 1232, dnssec_ok: bool = False, options: tuple = (), version: int = 0) -> Record:
    """RFC 6891 §6.1.2: the class is the payload size, the TTL holds version and flags."""
    data = b"".join(struct.pack(">HH", code, len(value)) + value for code, value in options)
    return Record("", OPT, data, version << 16 | (0x8000 if dnssec_ok else 0), size)
