"""One short, ordinary exchange in every wrapping: transports, networks, links and file formats.

The exchange is three questions (A, AAAA, TXT) with their answers, six messages in all, unless
a note says otherwise.
"""

import struct

import messages as dns
import wire
from traffic import SECOND, START, Capture

CLIENT, SERVER = "10.53.0.21", "10.53.0.53"
CLIENT6, SERVER6 = "2001:db8:53::21", "2001:db8:53::53"
PORT = 40321
LONG_TEXT = "A text long enough to need several frames. " * 40


def messages(long: bool = False) -> list[tuple[bool, bytes]]:
    """(is a query, octets), in order."""
    result = []
    for id, (qtype, answer) in enumerate(
        [
            (dns.A, dns.a("www.example.com", "192.0.2.80")),
            (dns.AAAA, dns.aaaa("www.example.com", "2001:db8::80")),
            (dns.TXT, dns.txt("www.example.com", LONG_TEXT if long else "v=spf1 -all")),
        ],
        start=0x5301,
    ):
        question = [("www.example.com", qtype)]
        edns = [dns.opt(4096)]
        result.append((True, dns.Message(id, dns.RD, question, additionals=edns).encode()))
        result.append((False, dns.Message(id, dns.QR | dns.RD | dns.RA, question, [answer], additionals=edns).encode()))
    return result


def ends(is_query: bool, six: bool = False) -> tuple[str, str, int, int]:
    client, server = (CLIENT6, SERVER6) if six else (CLIENT, SERVER)
    return (client, server, PORT, 53) if is_query else (server, client, 53, PORT)


def times():
    """Uneven down to the nanosecond, so that a lost digit shows."""
    return (START + 123_456_789 + n * 1_001_001_007 for n in range(1000))


def packets(six: bool = False) -> list[tuple[str, str, bytes]]:
    """(source, destination, IP packet) of the exchange over UDP."""
    result = []
    for is_query, message in messages():
        source, destination, *ports = ends(is_query, six)
        result.append((source, destination, wire.ip(source, destination, wire.UDP, wire.udp(source, destination, *ports, message))))
    return result


def framed(frames: list[bytes]) -> list[wire.Frame]:
    return [wire.Frame(time, data) for time, data in zip(times(), frames)]


def ethernet_frames(six: bool = False, tags=()) -> list[wire.Frame]:
    return framed([wire.ethernet(source, destination, packet, tags) for source, destination, packet in packets(six)])


class Connection:
    """A TCP connection on port 53 that writes the segments it is told to write."""

    def __init__(self, handshake: bool = True) -> None:
        self.next = {True: 0x1000_0001, False: 0xFFFF_FF00}  # the server's wraps around
        self.frames: list[bytes] = []
        if handshake:
            self.put(True, b"", wire.SYN, self.next[True] - 1, 0)
            self.put(False, b"", wire.SYN | wire.ACK, self.next[False] - 1)
            self.put(True, b"", wire.ACK)

    def put(
        self, from_client: bool, data: bytes, flags: int, sequence: "int | None" = None, acknowledged: "int | None" = None
    ) -> None:
        source, destination, *ports = ends(from_client)
        sequence = self.next[from_client] if sequence is None else sequence
        acknowledged = self.next[not from_client] if acknowledged is None else acknowledged
        segment = wire.tcp(source, destination, *ports, sequence, acknowledged, flags, data)
        self.frames.append(wire.ethernet(source, destination, wire.ip(source, destination, wire.TCP, segment)))

    def send(self, from_client: bool, data: bytes) -> None:
        self.put(from_client, data, wire.ACK | wire.PSH)
        self.next[from_client] += len(data)

    def close(self) -> list[wire.Frame]:
        for from_client in (True, False):
            self.put(from_client, b"", wire.FIN | wire.ACK)
            self.next[from_client] += 1
        self.put(True, b"", wire.ACK)
        return framed(self.frames)


def framing(message: bytes) -> bytes:
    """RFC 1035 §4.2.2: two octets of length before each message."""
    return struct.pack(">H", len(message)) + message


def tcp_captures() -> dict[str, tuple[list[wire.Frame], str]]:
    queries = [framing(message) for is_query, message in messages(long=True) if is_query]
    responses = [framing(message) for is_query, message in messages(long=True) if not is_query]
    result = {}

    connection = Connection()
    for query, response in zip(queries, responses):
        connection.send(True, query)
        connection.send(False, response)
    result["tcp"] = connection.close(), "one message a segment"

    connection = Connection()
    connection.send(True, b"".join(queries))
    connection.send(False, b"".join(responses)[:1400])
    connection.send(False, b"".join(responses)[1400:])
    result["tcp_several_in_a_segment"] = connection.close(), "three queries in one segment, three responses in two"

    connection = Connection()
    for query, response in zip(queries, responses):
        for at in range(0, len(query), 7):
            connection.send(True, query[at : at + 7])
        for at in range(0, len(response), 200):
            connection.send(False, response[at : at + 200])
    result["tcp_one_over_many"] = connection.close(), "segments of 7 octets upstream and 200 downstream"

    connection = Connection()
    for query, response in zip(queries, responses):
        connection.send(True, query[:1])
        connection.send(True, query[1:])
        connection.send(False, response[:1])
        connection.send(False, response[1:])
    result["tcp_split_length"] = connection.close(), "the two length octets in two segments"

    connection = Connection()
    whole = b"".join(responses)
    connection.send(True, b"".join(queries))
    start = connection.next[False]
    pieces = [(at, whole[at : at + 300]) for at in range(0, len(whole), 300)]
    pieces[1], pieces[2] = pieces[2], pieces[1]
    pieces[-1], pieces[-2] = pieces[-2], pieces[-1]
    for at, piece in pieces:
        connection.put(False, piece, wire.ACK | wire.PSH, start + at)
    connection.next[False] += len(whole)
    result["tcp_out_of_order"] = connection.close(), "responses in segments of 300 octets, two pairs swapped"

    connection = Connection()
    connection.send(True, b"".join(queries))
    connection.put(True, b"".join(queries), wire.ACK | wire.PSH, connection.next[True] - len(b"".join(queries)))
    start = connection.next[False]
    for at in range(0, len(whole), 400):
        connection.put(False, whole[max(0, at - 100) : at + 400], wire.ACK | wire.PSH, start + max(0, at - 100))
    connection.next[False] += len(whole)
    result["tcp_retransmission"] = connection.close(), "queries sent twice, response segments overlap by 100 octets"

    connection = Connection(handshake=False)
    for query, response in zip(queries, responses):
        connection.send(True, query)
        connection.send(False, response)
    result["tcp_without_handshake"] = connection.close(), "the recording starts inside the connection, at a message boundary"
    return result


def network_captures() -> dict[str, tuple[list[wire.Frame], str]]:
    result = {}
    four, four_shuffled, options, six, six_headers = [], [], [], [], []
    for number, (is_query, message) in enumerate(messages(long=True)):
        source, destination, *ports = ends(is_query)
        datagram = wire.udp(source, destination, *ports, message)
        fragments = wire.ipv4_fragments(source, destination, wire.UDP, datagram, 0x7700 + number, 592)
        four += [wire.ethernet(source, destination, packet) for packet in fragments]
        four_shuffled += [wire.ethernet(source, destination, packet) for packet in reversed(fragments)]
        padded = wire.ipv4(source, destination, wire.UDP, datagram, options=b"\x94\x04\0\0\x01\x01\x01\0")
        options.append(wire.ethernet(source, destination, padded))

        source, destination, *ports = ends(is_query, six=True)
        datagram = wire.udp(source, destination, *ports, message)
        fragments = wire.ipv6_fragments(source, destination, wire.UDP, datagram, 0x77000000 + number, 592)
        six += [wire.ethernet(source, destination, packet) for packet in fragments]
        hop_by_hop = struct.pack(">BBBBHBB", 60, 0, 5, 2, 0, 1, 0)  # router alert, then destination options
        to_destination = struct.pack(">BBBB4s", wire.UDP, 0, 1, 4, b"")  # PadN
        extended = wire.ipv6(source, destination, 0, hop_by_hop + to_destination + datagram)
        six_headers.append(wire.ethernet(source, destination, extended))
    result["ipv4_fragments"] = framed(four), "fragments of 592 octets; queries fit in one"
    result["ipv4_fragments_reversed"] = framed(four_shuffled), "as ipv4_fragments, last fragment first"
    result["ipv4_options"] = framed(options), "router alert and padding in the header"
    result["ipv6"] = ethernet_frames(six=True), "plain IPv6"
    result["ipv6_fragments"] = framed(six), "fragment header in every packet, single (atomic) fragments among them"
    result["ipv6_extension_headers"] = framed(six_headers), "hop-by-hop and destination options before UDP"
    return result


def tunneled_captures() -> dict[str, tuple[list[wire.Frame], str]]:
    """The exchange inside another network protocol."""
    near, far = "192.0.2.1", "192.0.2.2"
    near6, far6 = "2001:db8::1", "2001:db8::2"

    def over(protocol: int, wrap, inner=packets()) -> list[wire.Frame]:
        return framed([wire.ethernet(near, far, wire.ipv4(near, far, protocol, wrap(*each))) for each in inner])

    def over_udp(port: int, wrap, inner=packets()) -> list[wire.Frame]:
        return over(wire.UDP, lambda *each: wire.udp(near, far, 50000, port, wrap(*each)), inner)

    plain = lambda source, destination, packet: packet
    inner_frame = lambda source, destination, packet: wire.ethernet(source, destination, packet)
    six = packets(six=True)
    return {
        "ip_in_ip": (over(4, plain), "IPv4 in IPv4, protocol 4 (RFC 2003)"),
        "6in4": (over(41, plain, six), "IPv6 in IPv4, protocol 41 (RFC 4213)"),
        "4in6": (framed([wire.ethernet(near6, far6, wire.ipv6(near6, far6, 4, packet)) for *_, packet in packets()]), "IPv4 in IPv6 (RFC 2473)"),
        "gre": (over(47, lambda s, d, p: struct.pack(">HHI", 0x2000, wire.ether_type(p), 7) + p), "GRE with a key (RFC 2890)"),
        "gre_ethernet": (over(47, lambda s, d, p: struct.pack(">HH", 0, 0x6558) + inner_frame(s, d, p)), "Ethernet in GRE, protocol 0x6558"),
        "vxlan": (over_udp(4789, lambda s, d, p: struct.pack(">II", 0x08000000, 53 << 8) + inner_frame(s, d, p)), "RFC 7348"),
        "geneve": (over_udp(6081, lambda s, d, p: struct.pack(">BBHI", 0, 0, 0x6558, 53 << 8) + inner_frame(s, d, p)), "RFC 8926"),
        "gtp_u": (over_udp(2152, lambda s, d, p: struct.pack(">BBHI", 0x30, 0xFF, len(p), 53) + p), "GTP-U version 1, no options"),
        "teredo": (over_udp(3544, plain, six), "IPv6 in UDP port 3544 (RFC 4380)"),
    }


def link_captures() -> dict[str, tuple[list[wire.Frame], int, str]]:
    four, six = packets(), packets(six=True)
    both = four + six
    radiotap = struct.pack("<BBHI", 0, 0, 8, 0)

    def wifi(source: str, destination: str, packet: bytes) -> bytes:
        to_access_point = struct.pack("<HH", 0x0108, 0) + b"\x02\0\0\0\0\x01" + wire.mac(source) + wire.mac(destination) + b"\x10\0"
        return radiotap + to_access_point + b"\xaa\xaa\x03\0\0\0" + struct.pack(">H", wire.ether_type(packet)) + packet

    def labelled(source: str, destination: str, packet: bytes) -> bytes:
        return wire.mac(destination) + wire.mac(source) + struct.pack(">HII", 0x8847, 100 << 12 | 64, 200 << 12 | 0x100 | 64) + packet

    def session(source: str, destination: str, packet: bytes) -> bytes:
        protocol = 0x0057 if packet[0] >> 4 == 6 else 0x0021
        return wire.mac(destination) + wire.mac(source) + struct.pack(">HBBHHH", 0x8864, 0x11, 0, 1, len(packet) + 2, protocol) + packet

    twelve = "IPv4 and IPv6, twelve messages"
    return {
        "vlan": (ethernet_frames(tags=((0x8100, 53),)), wire.ETHERNET, "802.1Q"),
        "qinq": (ethernet_frames(tags=((0x88A8, 100), (0x8100, 53))), wire.ETHERNET, "802.1ad outside, 802.1Q inside"),
        "mpls": (framed([labelled(*each) for each in both]), wire.ETHERNET, "two labels; " + twelve),
        "pppoe": (framed([session(*each) for each in both]), wire.ETHERNET, "PPPoE session; " + twelve),
        "sll": (framed([wire.sll(source, packet) for source, _, packet in both]), wire.SLL, twelve),
        "sll2": (framed([wire.sll2(source, packet) for source, _, packet in both]), wire.SLL2, twelve),
        "null": (framed([wire.null(packet, "<") for *_, packet in both]), wire.NULL, twelve),
        "null_big_endian": (framed([wire.null(packet, ">") for *_, packet in both]), wire.NULL, "family and file big-endian; " + twelve),
        "loop": (framed([wire.null(packet, ">") for *_, packet in both]), wire.LOOP, twelve),
        "raw": (framed([packet for *_, packet in both]), wire.RAW, twelve),
        "ipv4_link": (framed([packet for *_, packet in four]), wire.IPV4, "link type IPV4"),
        "ipv6_link": (framed([packet for *_, packet in six]), wire.IPV6, "link type IPV6"),
        "ppp": (framed([b"\xff\x03" + struct.pack(">H", 0x0057 if p[0] >> 4 == 6 else 0x0021) + p for *_, p in both]), wire.PPP, twelve),
        "radiotap": (framed([wifi(*each) for each in both]), wire.IEEE802_11_RADIOTAP, "802.11 data frames, not encrypted; " + twelve),
    }


def file_captures() -> dict[str, tuple[bytes, str]]:
    frames = ethernet_frames()
    result = {}
    for unit, nanoseconds in (("microseconds", False), ("nanoseconds", True)):
        for end, order in (("little", "<"), ("big", ">")):
            result[f"pcap_{unit}_{end}_endian.pcap"] = wire.pcap(frames, order=order, nanoseconds=nanoseconds), f"{unit}, {end}-endian"
    result["pcap_snap_length_96.pcap"] = wire.pcap(frames, snap=96), "frames cut at 96 octets: some messages are not whole"

    def section(order="<", comment="", interfaces=None, frames=frames, units=1_000_000, between=b""):
        head = wire.section_header(order, comment) + (interfaces or wire.interface_description(order, name="lan"))
        return head + b"".join(wire.enhanced_packet(frame, order, units) + between for frame in frames)

    result["pcapng_little_endian.pcapng"] = section(), "one interface"
    result["pcapng_big_endian.pcapng"] = section(">"), "one interface"
    result["pcapng_nanoseconds.pcapng"] = (
        section(interfaces=wire.interface_description(name="lan", resolution=9), units=1_000_000_000), "if_tsresol 9")
    result["pcapng_binary_resolution.pcapng"] = (
        section(interfaces=wire.interface_description(name="lan", resolution=0x80 | 20), units=1 << 20), "if_tsresol 2^-20")
    two = [wire.Frame(frame.time, frame.data, number % 2) for number, frame in enumerate(frames)]
    result["pcapng_two_interfaces.pcapng"] = (
        section(interfaces=wire.interface_description(name="lan") + wire.interface_description(name="wan"), frames=two),
        "two Ethernet interfaces, frames in turn")
    raw = [wire.Frame(frame.time, frame.data[14:] if number % 2 else frame.data, number % 2) for number, frame in enumerate(frames)]
    result["pcapng_two_link_types.pcapng"] = (
        section(interfaces=wire.interface_description(name="lan") + wire.interface_description(link=wire.RAW, name="tun"), frames=raw),
        "Ethernet and RAW in turn; libpcap's own reader refuses such files")
    said = [wire.Frame(frame.time, frame.data, 0, f"Frame {number} of the fixture: naïve, “quoted”") for number, frame in enumerate(frames, 1)]
    result["pcapng_comments.pcapng"] = section(comment="Section comment", frames=said), "comments on section and frames"
    unknown = wire.block("<", 0x40000BAD, b"a block for local use")
    named = wire.option("<", 1, wire.octets("192.0.2.80") + b"www.example.com\0")
    resolution = wire.block("<", 4, named + wire.END_OF_OPTIONS)
    statistics = wire.block("<", 5, struct.pack("<III", 0, 0, 0))
    result["pcapng_other_blocks.pcapng"] = (
        section(between=unknown + resolution) + statistics, "name resolution, statistics and unknown blocks between the frames")
    later = 10 * SECOND
    second = [wire.Frame(frame.time + later, frame.data) for frame in frames]
    result["pcapng_two_sections.pcapng"] = (
        section() + section(frames=second), "two sections, six messages each")
    result["pcapng_two_byte_orders.pcapng"] = (
        section() + section(">", frames=second),
        "two sections, little- then big-endian, six messages each; libpcap's own reader stops after the first")
    simple = b"".join(
        wire.block("<", 3, struct.pack("<I", len(frame.data)) + frame.data) for frame in frames)
    result["pcapng_simple_packets.pcapng"] = (
        wire.section_header() + wire.interface_description() + simple, "simple packet blocks: no times")
    return result


def make() -> list[Capture]:
    captures = []

    def add(file: str, data: bytes, notes: str, client: str = CLIENT) -> None:
        captures.append(Capture(f"captures/protocol/{file}", data, "protocol", notes, client=client))

    for file, (frames, notes) in (tcp_captures() | network_captures() | tunneled_captures()).items():
        add(f"{file}.pcap", wire.pcap(frames), notes, CLIENT6 if file in ("6in4", "teredo") or file.startswith("ipv6") else CLIENT)
    for file, (frames, link, notes) in link_captures().items():
        order = ">" if file == "null_big_endian" else "<"
        add(f"{file}.pcap", wire.pcap(frames, link, order), notes, CLIENT6 if file == "ipv6_link" else CLIENT)
    for file, (data, notes) in file_captures().items():
        add(file, data, notes)
    return captures
