"""What every generated capture is made of: clients that ask a resolver, on a seeded clock."""

import random
from dataclasses import dataclass

import messages as dns
import wire

START = 1_780_300_800 * 1_000_000_000  # 2026-06-01 08:00:00 UTC
SECOND = 1_000_000_000


@dataclass
class Capture:
    """One file and its row in the manifest."""

    path: str
    data: bytes
    label: str
    notes: str
    tool: str = "-"
    zone: str = "-"
    client: str = "-"
    kind: str = "-"
    anomaly: str = "-"
    up: "int | str" = "-"
    down: "int | str" = "-"
    options: str = "-"
    made_by: str = ""


class Traffic:
    """Frames between clients and one resolver, over UDP.

    A name that some client asked for before is answered at once and with the rest of its time
    to live, as a caching resolver does; a client asks again only when its own copy has expired.
    """

    def __init__(self, seed: str, resolver: str = "10.53.0.53", caching: bool = True) -> None:
        self.random = random.Random(seed)
        self.resolver = resolver
        self.caching = caching
        self.frames: list[wire.Frame] = []
        self._resolver_cache: dict = {}
        self._client_cache: dict = {}

    def datagram(self, time: int, source: str, destination: str, source_port: int, destination_port: int, payload: bytes) -> None:
        # Multicast DNS is sent with 255 hops (RFC 6762 §11), so that a router shows.
        datagram = wire.udp(source, destination, source_port, destination_port, payload)
        packet = wire.ipv4(source, destination, wire.UDP, datagram, hops=255 if destination_port == 5353 else 64)
        self.frames.append(wire.Frame(time, wire.ethernet(source, destination, packet)))

    def ask(
        self, time: int, client: str, qname: "str | bytes", qtype: int, answers: list = [], code: int = dns.NOERROR,
        authorities: list = [], edns: "dns.Record | None" = None, flags: int = dns.RD | dns.RA, query_flags: int = dns.RD,
        delay: "int | None" = None, id: "int | None" = None, response_edns: "dns.Record | None" = None,
        additionals: list = [], server: "str | None" = None, answered: bool = True,
    ) -> int:
        """Adds a query and its response; returns the time of the response."""
        server = server or self.resolver
        key = (qname, qtype)
        shortest = min((record.ttl for record in answers + authorities), default=30) * SECOND
        if self.caching and self._client_cache.get((client,) + key, 0) > time:
            return time
        known = self._resolver_cache.get(key)
        if self.caching and known and known > time:
            age = (time - (known - shortest)) // SECOND
            answers = [dns.Record(r.owner, r.type, r.data, max(0, r.ttl - max(0, age)), r.record_class) for r in answers]
            wait = self.random.randint(150_000, 900_000)
        else:
            wait = self.random.randint(9_000_000, 85_000_000)
            self._resolver_cache[key] = time + shortest
        self._client_cache[(client,) + key] = time + min(shortest, 600 * SECOND)
        if delay is not None:
            wait = delay
        id = self.random.getrandbits(16) if id is None else id
        port = self.random.randint(32768, 60999)
        query = dns.Message(id, query_flags, [(qname, qtype)], additionals=[edns] if edns else [])
        self.datagram(time, client, server, port, 53, query.encode())
        if answered:
            extra = response_edns or (dns.opt(1232, dnssec_ok=bool(edns.ttl & 0x8000)) if edns else None)
            response = dns.Message(
                id, dns.QR | query_flags | flags | code, [(qname, qtype)], answers, authorities,
                additionals + ([extra] if extra else []),
            )
            self.datagram(time + wait, server, client, 53, port, response.encode())
        return time + wait

    def pcap(self) -> bytes:
        return wire.pcap(sorted(self.frames, key=lambda frame: frame.time))
