"""Channels beside names and answers, names that hide what they carry, and their quiet twins.

Each carries an English text; where one field has few bits, they are those of the text, the highest
of each octet first. The twins fill the same field as ordinary software does.
"""

import ipaddress
import struct

import messages as dns
from traffic import SECOND, START, Capture, Traffic

CLIENT = "10.53.0.41"
TEXT = (
    b"Meet me at the usual place an hour after midnight and bring the second notebook with you. "
    b"Leave the first one where it is; nobody will look for it behind the old clock in the hall. "
) * 12
HOSTS = [f"{host}.{zone}" for zone in ("example.com", "example.net", "example.org") for host in ("www", "mail", "cdn", "api")]


def bits(data: bytes):
    """The bits of octets, the highest first."""
    for octet in data:
        for place in range(7, -1, -1):
            yield octet >> place & 1


def covert(file: str, traffic: Traffic, notes: str, kind: str = "covert-field", zone: str = "-", up=0, down=0) -> Capture:
    return Capture(
        f"captures/covert/{file}.pcap", traffic.pcap(), "tunnel", "generated; " + notes, zone=zone, client=CLIENT, kind=kind, up=up, down=down,
    )


def ordinary(file: str, traffic: Traffic, notes: str) -> Capture:
    return Capture(f"captures/ordinary/{file}.pcap", traffic.pcap(), "benign", "generated; " + notes)


def each(file: str, count: int, pause: int = SECOND):
    """Exchanges about ordinary hosts in turn: the traffic, their number, their time and name."""
    traffic = Traffic(file, caching=False)
    for number in range(count):
        yield traffic, number, START + number * pause + traffic.random.randint(0, pause // 10), HOSTS[number % len(HOSTS)]


def address(number: int) -> str:
    return str(ipaddress.IPv4Address("198.51.100.0") + number % 200)


def header_bits() -> Capture:
    stream = bits(TEXT)
    for traffic, number, time, host in each("header_bits", 160):
        flags = dns.RD | (dns.Z if next(stream) else 0) | (dns.AA if next(stream) else 0)
        traffic.ask(time, CLIENT, host, dns.A, [dns.a(host, address(number % 12))], query_flags=flags)
    return covert("header_bits", traffic, "the bits Z and AA of queries, two bits each", up=40)


def transaction_ids() -> Capture:
    for traffic, number, time, host in each("transaction_ids", 120):
        id = struct.unpack_from(">H", TEXT, 2 * number)[0]
        traffic.ask(time, CLIENT, host, dns.A, [dns.a(host, address(number % 12))], id=id)
    return covert("transaction_ids", traffic, "two octets of text in each transaction id", up=240)


def option_down() -> Capture:
    for traffic, number, time, host in each("option_down", 40):
        option = dns.opt(1232, options=((65_001, TEXT[16 * number : 16 * number + 16]),))
        traffic.ask(time, CLIENT, host, dns.A, [dns.a(host, address(number % 12))], edns=dns.opt(1232), response_edns=option)
    return covert("edns_option_down", traffic, "16 octets in an EDNS option for local use (65001) of each response", down=640)


def subnets(file: str, network) -> Traffic:
    for traffic, number, time, host in each(file, 100):
        option = dns.opt(1232, options=((8, struct.pack(">HBB", 1, 24, 0) + network(number)),))
        traffic.ask(time, CLIENT, host, dns.A, [dns.a(host, address(number % 12))], edns=option)
    return traffic


def cookies(file: str, cookie) -> Traffic:
    for traffic, number, time, host in each(file, 80):
        traffic.ask(time, CLIENT, host, dns.A, [dns.a(host, address(number % 12))], edns=dns.opt(1232, options=((10, cookie(traffic, number)),)))
    return traffic


def additional_texts() -> Capture:
    for traffic, number, time, host in each("additional_texts", 40):
        extra = dns.txt("ns1.example.com", TEXT[24 * number : 24 * number + 24], 60)
        traffic.ask(time, CLIENT, host, dns.A, [dns.a(host, address(number % 12))], additionals=[extra])
    return covert("additional_texts", traffic, "24 octets in a TXT record of the additional section of each response", down=960)


def question_classes() -> Capture:
    for traffic, number, time, host in each("question_classes", 60):
        # A class of two printable octets; nobody serves it.
        query = dns.Message(traffic.random.getrandbits(16), dns.RD, [(host, dns.A, struct.unpack_from(">H", TEXT, 2 * number)[0])])
        port = traffic.random.randint(32768, 60999)
        traffic.datagram(time, CLIENT, traffic.resolver, port, 53, query.encode())
        query.flags |= dns.QR | dns.RA | 4
        traffic.datagram(time + 2_000_000, traffic.resolver, CLIENT, 53, port, query.encode())
    return covert("question_classes", traffic, "two octets of text as the class of each question", up=120)


def letter_case(file: str, stream) -> Traffic:
    """Three names of one zone, written as the stream says; the response repeats the letters."""
    traffic = Traffic(file, caching=False)
    for number in range(90):
        name = ("telemetry.north", "images.south", "updates.west")[number % 3] + ".static.example.net"
        name = "".join(letter.upper() if letter.isalpha() and next(stream) else letter for letter in name)
        traffic.ask(START + number * SECOND, CLIENT, name, dns.A, [dns.a(name, "198.51.100.7", 300)])
    return traffic


def lifetimes() -> Capture:
    traffic = Traffic("lifetimes", caching=False)
    for number in range(120):
        name = ("api", "img")[number % 2] + ".static.example.org"
        ttl = struct.unpack_from(">H", TEXT, 2 * number)[0]
        traffic.ask(START + number * 5 * SECOND, CLIENT, name, dns.A, [dns.a(name, "198.51.100.9", ttl)])
    return covert("lifetimes", traffic, "two octets of text as the time to live of each answer", zone="static.example.org", down=240)


def delays() -> Capture:
    traffic = Traffic("delays", caching=False)
    time = START
    name = "status.example.net"
    for octet in TEXT[:30]:
        for position in range(8):
            traffic.ask(time, CLIENT, name, dns.A, [dns.a(name, "198.51.100.9", 1)])
            time += (5 if octet >> (7 - position) & 1 else 2) * SECOND + traffic.random.randint(0, SECOND // 20)
    return covert("delays", traffic, "a bit of text in each delay between two queries, 2 or 5 seconds", zone="example.net", up=30)


def name_order() -> Capture:
    traffic = Traffic("name_order", caching=False)
    words = "lark mill fern dusk crow reed oak moss ivy elm birch heron swift stone brook hazel".split()
    for number in range(200):
        octet = TEXT[number // 2]
        name = f"{words[octet & 15 if number % 2 else octet >> 4]}.sorrelgate.io"
        time = START + number * 3 * SECOND + traffic.random.randint(0, SECOND // 2)
        traffic.ask(time, CLIENT, name, dns.A, [dns.a(name, "198.51.100.9", 0)])
    return covert("name_order", traffic, "four bits of text in the choice of each name among sixteen", zone="sorrelgate.io", up=100)


def reverse_names() -> Capture:
    traffic = Traffic("reverse_names", caching=False)
    for number in range(120):
        octets = TEXT[3 * number : 3 * number + 3]
        name = ".".join(str(octet) for octet in reversed(octets)) + ".77.in-addr.arpa"
        time = START + number * SECOND + traffic.random.randint(0, SECOND // 2)
        traffic.ask(time, CLIENT, name, dns.PTR, code=dns.NXDOMAIN, authorities=[dns.soa("77.in-addr.arpa")])
    return covert("reverse_names", traffic, "three octets of text in each reverse look-up below 77.in-addr.arpa", "exfiltration", "77.in-addr.arpa", up=360)


def beacon() -> Capture:
    traffic = Traffic("beacon", caching=False)
    time = START
    for _ in range(90):
        name = "4f1d93c2.ns1.example.org"
        traffic.ask(time, CLIENT, name, dns.A, [dns.a(name, "0.0.0.0", 1)])
        time += int(60 * SECOND * traffic.random.uniform(0.8, 1.2))
    return covert("beacon", traffic, "a check-in a minute, a fifth of jitter, by a hexadecimal identifier that is answered 0.0.0.0", "beacon", "ns1.example.org")


def shared_parent() -> Capture:
    traffic = Traffic("shared_parent", caching=False)
    symbols = "0123456789abcdefghijklmnopqrstuvwxyz"
    for number in range(320):
        name = "d" + "".join(traffic.random.choices(symbols, k=13)) + ".cloudfront.net"
        host = f"198.{traffic.random.randint(18, 19)}.{traffic.random.getrandbits(8)}.{traffic.random.getrandbits(8)}"
        traffic.ask(START + number * SECOND // 2, CLIENT, name, dns.A, [dns.a(name, host, 60)])
    return covert("shared_parent", traffic, "a made-up host of a content network every half a second", "exfiltration", "cloudfront.net")


def unlawful() -> Capture:
    for traffic, number, time, host in each("unlawful", 90):
        query = dns.Message(
            traffic.random.getrandbits(16), dns.RD, [(host, dns.A), (host, dns.TXT)] if number % 2 else [(host, dns.A)],
            authorities=[dns.a(host, "192.0.2.1")], additionals=[dns.opt(), dns.opt()],
        )
        traffic.datagram(time, CLIENT, traffic.resolver, 40_000 + number, 53, query.encode())
        answer = dns.Message(query.id, dns.QR | dns.RD | dns.RA | 1, query.questions)
        traffic.datagram(time + 2_000_000, traffic.resolver, CLIENT, 53, 40_000 + number, answer.encode())
    return covert("unlawful_messages", traffic, "every query has two OPT records and an authority, every second one two questions", "protocol-anomaly")


def record_counts(file: str, name, count, authority=lambda n: 0, ttl=lambda n: 60) -> Traffic:
    """Answers about three hosts of one zone, with as many addresses as `count` says."""
    traffic = Traffic(file, caching=False)
    for number in range(300):
        host = f"{('www', 'img', 'api')[number % 3]}.{name}"
        answers = [dns.a(host, f"198.51.100.{10 + place}", ttl(number)) for place in range(count(number))]
        traffic.ask(START + number * 4 * SECOND, CLIENT, host, dns.A, answers, flags=dns.RD | dns.RA | authority(number))
    return traffic


def serials(file: str, zone: str, serial) -> Traffic:
    """Names without AAAA; the zone's SOA in the authority section says so."""
    traffic = Traffic(file, caching=False)
    for number in range(120):
        host = f"{('www', 'img', 'api', 'mail')[number % 4]}.{zone}"
        traffic.ask(START + number * 10 * SECOND, CLIENT, host, dns.AAAA, authorities=[dns.soa(zone, serial=serial(traffic, number))])
    return traffic


def edns_sizes(file: str, size) -> Traffic:
    for traffic, number, time, host in each(file, 200):
        traffic.ask(time, CLIENT, host, dns.A, [dns.a(host, address(number % 12))], edns=dns.opt(size(traffic, number)))
    return traffic


def triples(data: bytes) -> list[int]:
    """Numbers of three bits, the highest first."""
    stream = list(bits(data))
    return [stream[place] << 2 | stream[place + 1] << 1 | stream[place + 2] for place in range(0, len(stream) - 2, 3)]


def make() -> list[Capture]:
    symbols = triples(TEXT)
    sizes = (512, 1220, 1232, 1280, 1400, 1410, 1472, 4096)
    coin = Traffic("coin").random
    return [
        header_bits(),
        transaction_ids(),
        option_down(),
        covert("client_subnets", subnets("client_subnets", lambda n: TEXT[3 * n : 3 * n + 3]), "three octets of text as the client subnet of each query", up=300),
        ordinary("client_subnets", subnets("ordinary_subnets", lambda n: bytes([10, 20, n * 7 % 24])), "a forwarder adds the subnets of 24 networks; quiet twin of covert/client_subnets"),
        covert("client_cookies", cookies("client_cookies", lambda _, n: TEXT[8 * n : 8 * n + 8]), "eight octets of text as the client cookie of each query", up=640),
        ordinary("client_cookies", cookies("ordinary_cookies", lambda t, _: t.random.randbytes(8)), "a tool that forgets its cookie after each query; quiet twin of covert/client_cookies"),
        additional_texts(),
        question_classes(),
        covert("letter_case", letter_case("letter_case", bits(TEXT)), "a bit in the case of each letter of three names", zone="static.example.net", up=250),
        ordinary("letter_case", letter_case("ordinary_case", iter(lambda: coin.getrandbits(1), 2)), "a client that throws a coin for each letter; quiet twin of covert/letter_case"),
        lifetimes(),
        covert("edns_sizes", edns_sizes("edns_sizes", lambda _, n: sizes[symbols[n]]), "three bits of text in each EDNS payload size, all of them sizes in use", up=75),
        ordinary(
            "edns_sizes", edns_sizes("ordinary_sizes", lambda t, n: 4096 if t.random.random() > 0.1 else t.random.choice((512, 1232))),
            "a resolver that falls back to smaller EDNS payload sizes; quiet twin of covert/edns_sizes",
        ),
        covert(
            "record_counts", record_counts("record_counts", "static.example.org", lambda n: 1 + symbols[n]),
            "three bits of text in the number of addresses of each answer", zone="example.org", down=112,
        ),
        ordinary(
            "record_counts",
            record_counts(
                "ordinary_counts", "static.example.org", lambda n: (4, 4, 4, 3, 4, 5)[n // 50],
                authority=lambda n: 0 if n % 12 // 3 else dns.AA, ttl=lambda n: 48 - 12 * (n % 12 // 3),
            ),
            "a content network that takes hosts out and in, behind a forwarder that clears AA in what it remembers; quiet twin of covert/record_counts",
        ),
        covert(
            "serials", serials("serials", "example.net", lambda _, n: struct.unpack_from(">I", TEXT, 4 * n)[0]),
            "four octets of text as the serial of the zone in each negative answer", zone="example.net", down=480,
        ),
        ordinary(
            "serials", serials("ordinary_serials", "example.net", lambda t, n: 2026060100 + n // 20 - (1 if n >= 20 and t.random.random() < 0.3 else 0)),
            "a zone that is edited now and then, with a server that lags behind; quiet twin of covert/serials",
        ),
        delays(),
        name_order(),
        reverse_names(),
        beacon(),
        shared_parent(),
        unlawful(),
    ]
