"""One capture per anomaly of a message: an ordinary exchange, the odd message, an ordinary exchange.

Where the odd message is a response, its query goes before it; the manifest names the frame.
"""

import struct

import messages as dns
from traffic import SECOND, START, Capture, Traffic

CLIENT = "10.53.0.21"
OWNER = "www.example.com"
QUESTION = [(OWNER, dns.A)]
QUERY, RESPONSE = dns.RD, dns.QR | dns.RD | dns.RA
ID = 0x5A5A
HEADER = 12
TO_QUESTION = b"\xc0\x0c"


def record(owner: bytes, qtype: int, data: bytes, length: "int | None" = None) -> bytes:
    return owner + struct.pack(">HHIH", qtype, dns.IN, 300, len(data) if length is None else length) + data


def query(**changes) -> bytes:
    return dns.Message(**({"id": ID, "flags": QUERY, "questions": QUESTION} | changes)).encode()


def response(**changes) -> bytes:
    return dns.Message(**({"id": ID, "flags": RESPONSE, "questions": QUESTION, "answers": [dns.a(OWNER, "192.0.2.80")]} | changes)).encode()


def odd_messages() -> dict[str, tuple[bool, bytes, str]]:
    """Per anomaly: is it a query, its octets, what is odd."""
    question = dns.name(OWNER) + struct.pack(">HH", dns.A, dns.IN)
    address = bytes([192, 0, 2, 80])
    head = lambda flags, *counts: struct.pack(">HHHHHH", ID, flags, *counts)
    first_answer = HEADER + len(question)
    second_answer = first_answer + len(record(TO_QUESTION, dns.A, address))
    forward = struct.pack(">H", 0xC000 | second_answer)
    long_name = dns.labels(*[bytes([0x61 + n]) * 63 for n in range(4)], b"x")
    whole = response()
    opt = dns.opt(1232)
    return {
        "truncated_message": (False, whole[:-6], "a response that ends inside the fixed part of its only record; TC is not set"),
        "message_too_short": (True, query()[:7], "seven octets: less than a header"),
        "pointer_not_backward": (
            False, head(RESPONSE, 1, 2, 0, 0) + question + record(forward, dns.A, address) + record(dns.name(OWNER), dns.A, address),
            f"the first answer's owner at offset {first_answer} points forward, to {second_answer}"),
        "reserved_label_type": (
            True, head(QUERY, 1, 0, 0, 0) + b"\x03www\x87example\x03com\0" + struct.pack(">HH", dns.A, dns.IN), "a label octet of 0x87: type 10, at offset 16"),
        "name_too_long": (
            True, head(QUERY, 1, 0, 0, 0) + long_name + struct.pack(">HH", dns.A, dns.IN), f"a name of {len(long_name)} octets"),
        "record_count_exceeds_message": (False, response(counts=(1, 5, 0, 0)), "ANCOUNT 5, one record, then the message ends"),
        "rdata_malformed": (False, response(answers=[dns.Record(OWNER, dns.A, address[:3])]), "an A record with three octets"),
        "trailing_octets": (True, query() + b"sixteen octets !", "16 octets behind the question"),
        "reserved_bit_set": (True, query(flags=QUERY | dns.Z), "the Z bit"),
        "unknown_opcode": (True, query(flags=QUERY | 9 << 11), "opcode 9, unassigned"),
        "question_count_not_one": (True, query(questions=QUESTION + [(OWNER, dns.AAAA)]), "QDCOUNT 2, with two questions"),
        "records_in_query": (True, query(answers=[dns.a(OWNER, "192.0.2.80")]), "a query with an answer record"),
        "duplicate_opt": (True, query(additionals=[opt, opt]), "two OPT records in the additional section"),
        "opt_misplaced": (False, response(answers=[dns.a(OWNER, "192.0.2.80"), opt]), "an OPT record in the answer section"),
        "unsupported_edns_version": (True, query(additionals=[dns.opt(1232, version=1)]), "EDNS version 1"),
        "edns_option_malformed": (
            True, query(additionals=[dns.Record("", dns.OPT, struct.pack(">HH", 10, 40) + b"8 octets", 0, 1232)]),
            "a COOKIE option that says 40 octets and has 8"),
        "time_to_live_out_of_range": (False, response(answers=[dns.a(OWNER, "192.0.2.80", ttl=0x80000001)]), "TTL 0x80000001: above 2^31 - 1"),
        "unknown_class": (True, query(questions=[(OWNER, dns.A, 66)]), "class 66, unassigned"),
    }


def make() -> list[Capture]:
    captures = []
    for anomaly, (is_query, message, notes) in odd_messages().items():
        traffic = Traffic(anomaly)
        traffic.ask(START, CLIENT, "before.example.com", dns.A, [dns.a("before.example.com", "192.0.2.81")])
        port = 40321
        frame = 3
        if not is_query:
            traffic.datagram(START + SECOND, CLIENT, traffic.resolver, port, 53, query())
            traffic.datagram(START + SECOND + 20_000_000, traffic.resolver, CLIENT, 53, port, message)
            frame = 4
        else:
            traffic.datagram(START + SECOND, CLIENT, traffic.resolver, port, 53, message)
        traffic.ask(START + 2 * SECOND, CLIENT, "after.example.com", dns.A, [dns.a("after.example.com", "192.0.2.82")])
        captures.append(Capture(
            f"captures/anomalies/{anomaly}.pcap", traffic.pcap(), "anomaly", f"frame {frame}: {notes}", client=CLIENT, anomaly=anomaly))
    return captures
