"""Tunnels and transfers written from the description of their protocols, no tool involved.

dnscat2 as in its doc/protocol.md: hexadecimal names in labels of 60 characters; packet id, type
and session id first; SYN, MSG and FIN, and inside ENC when encrypted; TXT, CNAME and MX at
random; TTL 60; one poll a second. What is encrypted there is random octets here.
"""

import base64
import dataclasses
import struct

import messages as dns
import wire
from traffic import SECOND, START, Capture, Traffic

DNSCAT2_ZONE = "c.example.com"
TEXT = b"".join(b"record %04d: name=Example Person %d; account=%016d\n" % (n, n, n * 7919) for n in range(80))


class DNSCat2:
    SYN, MSG, FIN, ENC = 0, 1, 2, 3

    def __init__(self, seed: str, encrypted: bool, client: str) -> None:
        self.traffic = Traffic(seed, caching=False)
        self.random = self.traffic.random
        self.encrypted = encrypted
        self.client = client
        self.time = START
        self.session = self.random.getrandbits(16)
        self.client_sequence, self.server_sequence = self.random.getrandbits(16), self.random.getrandbits(16)
        self.nonce = [0, 0]
        self.up = self.down = 0
        # Both ways: a name of 255 octets in hexadecimal, less the zone and the length octets.
        self.room = (255 // 2 - len(DNSCAT2_ZONE) - 1 - 5) - 9 - (8 if encrypted else 0)

    def _packet(self, kind: int, body: bytes, side: int) -> bytes:
        """One packet; when encrypted, a tag of 6 octets, a nonce of 2 and as many octets as the body."""
        head = struct.pack(">HBH", self.random.getrandbits(16), kind, self.session)
        if not self.encrypted or kind == self.ENC:
            return head + body
        self.nonce[side] += 1
        return head + self.random.randbytes(6) + struct.pack(">H", self.nonce[side] - 1) + self.random.randbytes(len(body))

    @staticmethod
    def _name(packet: bytes, size: int) -> str:
        text = packet.hex()
        return ".".join([text[at : at + size] for at in range(0, len(text), size)] + [DNSCAT2_ZONE])

    def exchange(self, packet: bytes, reply: bytes) -> None:
        qname = self._name(packet, 60)
        qtype = self.random.choice([dns.TXT, dns.CNAME, dns.MX])
        answer = {
            dns.TXT: lambda: dns.txt(qname, reply.hex(), 60),
            dns.CNAME: lambda: dns.cname(qname, self._name(reply, 63), 60),
            dns.MX: lambda: dns.mx(qname, self.random.choice([10, 15, 20]), self._name(reply, 63), 60),
        }[qtype]()
        self.time = self.traffic.ask(self.time, self.client, qname, qtype, [answer], delay=self.random.randint(2_000_000, 30_000_000))

    def begin(self, name: bytes) -> None:
        if self.encrypted:
            for subtype, octets in ((0, 64), (1, 32)):  # INIT with the public key, AUTH
                body = lambda: struct.pack(">HH", subtype, 0) + self.random.randbytes(octets)
                self.exchange(self._packet(self.ENC, body(), 0), self._packet(self.ENC, body(), 1))
        options = 0x0001 | 0x0020  # a name, a command session
        self.exchange(
            self._packet(self.SYN, struct.pack(">HH", self.client_sequence, options) + name + b"\0", 0),
            self._packet(self.SYN, struct.pack(">HH", self.server_sequence, 0x0020), 1),
        )

    def message(self, up: bytes = b"", down: bytes = b"") -> None:
        assert max(len(up), len(down)) <= self.room
        packet = self._packet(self.MSG, struct.pack(">HH", self.client_sequence, self.server_sequence) + up, 0)
        self.client_sequence = (self.client_sequence + len(up)) & 0xFFFF
        reply = self._packet(self.MSG, struct.pack(">HH", self.server_sequence, self.client_sequence) + down, 1)
        self.server_sequence = (self.server_sequence + len(down)) & 0xFFFF
        self.up, self.down = self.up + len(up), self.down + len(down)
        self.exchange(packet, reply)

    def poll(self, times: int) -> None:
        for _ in range(times):
            self.time += SECOND + self.random.randint(0, 12_000_000)
            self.message()

    def send(self, up: bytes = b"", down: bytes = b"") -> None:
        while up or down:
            self.message(up[: self.room], down[: self.room])
            up, down = up[self.room :], down[self.room :]

    def end(self) -> None:
        packet = self._packet(self.FIN, b"Done\0", 0)
        self.exchange(packet, self._packet(self.FIN, b"Bye!\0", 1))

    @staticmethod
    def command(request: int, number: int, body: bytes, response: bool) -> bytes:
        inner = struct.pack(">HH", request | (0x8000 if response else 0), number) + body
        return struct.pack(">I", len(inner)) + inner


def dnscat2(file: str, encrypted: bool, busy: bool, notes: str) -> Capture:
    session = DNSCat2(file, encrypted, "10.53.0.22")
    session.begin(b"command (fixture)")
    session.poll(4)
    if busy:
        download, upload = 3, 4
        session.send(down=session.command(1, download, b"/srv/records.txt\0", False))
        session.send(up=session.command(1, download, TEXT, True))
        session.poll(5)
        session.send(down=session.command(2, upload, b"/srv/answer.txt\0" + TEXT[:2000], False))
        session.send(up=session.command(2, upload, b"", True))
        session.poll(5)
        session.end()
    else:
        session.poll(90)
    return Capture(
        f"captures/tunnels/generated_{file}.pcap", session.traffic.pcap(), "tunnel", "generated; " + notes, tool="dnscat2",
        zone=DNSCAT2_ZONE, client=session.client, kind="tunnel", up=session.up, down=session.down,
    )


def exfiltrate(file: str, zone: str, client: str, labels: list[str], pause: int, notes: str, up: int) -> Capture:
    """One A query a chunk; nobody has the name, so every answer is NXDOMAIN."""
    traffic = Traffic(file, caching=False)
    for number, label in enumerate(labels):
        time = START + number * pause + traffic.random.randint(0, 20_000_000)
        traffic.ask(time, client, f"{label}.{zone}", dns.A, code=dns.NXDOMAIN, authorities=[dns.soa(zone.split(".", 1)[1], 300)])
    return Capture(
        f"captures/tunnels/generated_{file}.pcap", traffic.pcap(), "tunnel", "generated; " + notes, zone=zone, client=client,
        kind="exfiltration", up=up, down=0,
    )


def chunks(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def make() -> list[Capture]:
    captures = [
        dnscat2("dnscat2_plain", False, True, "not encrypted: a file up, a file down, FIN"),
        dnscat2("dnscat2_encrypted", True, True, "encrypted: ENC INIT and AUTH, a file up, a file down, FIN"),
        dnscat2("dnscat2_idle", False, False, "not encrypted: handshake and 94 empty polls, one a second"),
    ]
    data = TEXT[:3600]
    base32 = [base64.b32encode(chunk).decode().rstrip("=").lower() for chunk in chunks(data, 30)]
    captures.append(exfiltrate(
        "exfil_base32_counter", "x.example.com", "10.53.0.23", [f"{n:04d}.{label}" for n, label in enumerate(base32)], 250_000_000,
        "a counter and 48 characters of base32 (RFC 4648), 30 octets a query, 4 a second", len(data)))
    captures.append(exfiltrate(
        "exfil_hex", "h.example.org", "10.53.0.24",
        [f"{n:x}.{chunk.hex()}" for n, chunk in enumerate(chunks(data, 31))], 2 * SECOND,
        "a hexadecimal counter and 62 hexadecimal characters, 31 octets a query, one in 2 s", len(data)))
    long = exfiltrate(
        "exfil_long_names_snap_100", "h.example.org", "10.53.0.24",
        [f"{chunk.hex()[:60]}.{chunk.hex()[60:]}" for chunk in chunks(data + data[::-1], 60)], 2 * SECOND,
        "120 hexadecimal characters, 60 octets a query, one in 2 s, cut at 100 octets so that no name has its zone", 2 * len(data))
    captures.append(dataclasses.replace(long, data=wire.snapped(long.data, 100), zone="-"))
    slow = data[:1200]
    captures.append(exfiltrate(
        "exfil_hex_slow", "s.example.org", "10.53.0.24", [f"{n}-{chunk.hex()}" for n, chunk in enumerate(chunks(slow, 20))], 60 * SECOND,
        "a counter and 40 hexadecimal characters in one label, one query a minute for an hour", len(slow)))

    traffic = Traffic("infiltration_txt_stager", caching=False)
    script = b"#!/bin/sh\n# A harmless stand-in for a second stage.\n" + TEXT * 3
    encoded = base64.b64encode(script)
    parts = chunks(encoded, 250)
    for number, part in enumerate(parts):
        owner = f"{number + 1:03d}.stage.example.net"
        traffic.ask(START + number * 120_000_000 + traffic.random.randint(0, 30_000_000), "10.53.0.32", owner, dns.TXT, [dns.txt(owner, part, 1)], edns=dns.opt(1232))
    captures.append(Capture(
        "captures/tunnels/generated_infiltration_txt_stager.pcap", traffic.pcap(), "tunnel",
        "generated; a script in base64, 250 characters a TXT, names counted from 001", zone="stage.example.net", client="10.53.0.32",
        kind="infiltration", up=0, down=len(script),
    ))
    return captures
