"""What lists, answers, names and servers give away, each with a quiet twin that only looks like it.

Every capture has a little ordinary browsing around it. Names are of the documentation domains or
stand in the built-in tables; addresses are private, from the documentation ranges, or the ones
that the tables name.
"""

import messages as dns
import wire
from generate_ordinary import Web, browse, code, word
from traffic import SECOND, START, Capture, Traffic

CLIENT, OTHER, RESOLVER = "10.53.0.21", "10.53.0.22", "10.53.0.53"
OUTSIDE = "198.51.100.200"
a = dns.a


class Scene:
    """Browsing of two clients, and what is put among it, one question every two seconds."""

    def __init__(self, seed: str) -> None:
        self.traffic = Traffic(seed)
        self.random = self.traffic.random
        browse(self.traffic, [CLIENT, OTHER], Web(self.random, 12, 8), 4, 300)
        self.time = START + 20 * SECOND

    def ask(self, qname, qtype=dns.A, answers=(), code=dns.NOERROR, client=CLIENT, server=RESOLVER) -> None:
        self.time += 2 * SECOND
        self.traffic.ask(self.time, client, qname, qtype, list(answers), code=code, server=server, delay=20_000_000)

    def connect(self, server: str, port: int, octets: int = 400, client: str = CLIENT) -> None:
        """A TCP connection with some octets each way."""
        self.time += SECOND
        source, sequence, other = self.random.randint(32768, 60999), self.random.getrandbits(32), self.random.getrandbits(32)
        steps = [
            (client, wire.SYN, b""), (server, wire.SYN | wire.ACK, b""), (client, wire.ACK, b""),
            (client, wire.ACK | wire.PSH, self.random.randbytes(octets)), (server, wire.ACK | wire.PSH, self.random.randbytes(2 * octets)),
            (client, wire.FIN | wire.ACK, b""), (server, wire.FIN | wire.ACK, b""), (client, wire.ACK, b""),
        ]
        for step, (sender, flags, payload) in enumerate(steps):
            mine = sender == client
            ports = (source, port) if mine else (port, source)
            receiver = server if mine else client
            segment = wire.tcp(sender, receiver, *ports, sequence if mine else other, (other if mine else sequence) if step else 0, flags, payload)
            frame = wire.ethernet(sender, receiver, wire.ipv4(sender, receiver, wire.TCP, segment))
            self.traffic.frames.append(wire.Frame(self.time + step * 3_000_000, frame))
            advance = len(payload) + (1 if flags & (wire.SYN | wire.FIN) else 0)
            sequence, other = (sequence + advance, other) if mine else (sequence, other + advance)


def random_domain(random) -> str:
    return code(random, random.randint(9, 15), "abcdefghijklmnopqrstuvwxyz") + random.choice([".com", ".net", ".org", ".info"])


def make() -> list[Capture]:
    captures = []

    def add(file: str, scene: Scene, kind: str, notes: str, options: str = "-", zone: str = "-", quiet: bool = False) -> None:
        captures.append(Capture(
            f"captures/answers/{file}.pcap", scene.traffic.pcap(), "quiet" if quiet else "finding", "generated; " + notes,
            kind=kind, zone=zone, client="-" if quiet else CLIENT, options=options))

    # Lists: names

    scene = Scene("listed_domain")
    for host in ("bad.example.net", "update.bad.example.net", "BAD.example.net"):
        scene.ask(host, answers=[a(host, OUTSIDE)])
    add("listed_domain", scene, "listed-domain", "a listed domain, one below it, and letter case", "--block c2=lists/domains.txt", "bad.example.net")

    scene = Scene("listed_domain_quiet")
    for host in ("notbad.example.net", "bad.example.net.example.org", "example.net", "sub.exact.example.net"):
        scene.ask(host, answers=[a(host, OUTSIDE)])
    add("listed_domain_quiet", scene, "listed-domain", "names that end alike, but not at the boundary of a label, and below a host",
        "--block c2=lists/domains.txt --block lists/hosts.txt", quiet=True)

    scene = Scene("listed_alias")
    scene.ask("www.example.org", answers=[dns.cname("www.example.org", "cdn.bad.example.com"), a("cdn.bad.example.com", OUTSIDE)])
    add("listed_alias", scene, "listed-domain", "an alias that leads to a listed name", "--block lists/policy.rpz", "bad.example.com")

    scene = Scene("listed_alias_quiet")
    scene.ask("www.example.org", answers=[dns.cname("www.example.org", "good.bad.example.com"), a("good.bad.example.com", OUTSIDE)])
    add("listed_alias_quiet", scene, "listed-domain", "an alias that leads to a name that the list exempts", "--block lists/policy.rpz", quiet=True)

    # Lists: addresses

    scene = Scene("listed_address")
    scene.ask("files.example.net", answers=[a("files.example.net", "198.51.100.5")])
    scene.connect("198.51.100.5", 443)
    scene.connect("203.0.113.66", 8080)
    add("listed_address", scene, "listed-address", "a listed address in an answer and then contacted, and one contacted that no name led to",
        "--block lists/feed.csv")

    scene = Scene("listed_address_quiet")
    scene.ask("files.example.net", answers=[a("files.example.net", "198.51.100.16")])
    scene.connect("198.51.100.16", 443)
    scene.connect("203.0.113.67", 8080)
    add("listed_address_quiet", scene, "listed-address", "the neighbors of listed addresses", "--block lists/feed.csv", quiet=True)

    # Answers

    scene = Scene("sinkholed")
    for host in ("gate.badsoft.com", "update.badsoft.com"):
        scene.ask(host, answers=[a(host, "198.135.184.22", 60)])
    add("sinkholed", scene, "sinkholed", "names that lead to a published sinkhole", zone="badsoft.com")

    scene = Scene("sinkhole_contacted")
    scene.ask("gate.badsoft.com", answers=[a("gate.badsoft.com", "198.135.184.22", 60)])
    scene.connect("198.135.184.22", 443)
    add("sinkhole_contacted", scene, "sinkholed", "a name that leads to a published sinkhole, and a connection there", zone="badsoft.com")

    scene = Scene("sinkholed_quiet")
    for owner, address in (("2.0.0.127.zen.spamhaus.org", "127.0.0.4"), (f"{code(scene.random, 26)}.avqs.mcafee.com", "127.64.8.8"),
                           ("localhost.example.net", "127.0.0.1"), ("printer.corp.internal", "127.0.0.1")):
        scene.ask(owner, answers=[a(owner, address)])
    add("sinkholed_quiet", scene, "sinkholed", "codes of block lists and of reputation, and names that say localhost", quiet=True)

    scene = Scene("blocked_names")
    for index in range(60):
        host = f"{word(scene.random)}.ads{index}.com"
        scene.ask(host, answers=[a(host, "0.0.0.0", 2)])
    add("blocked_names", scene, "sinkholed", "a resolver that blocks advertising with 0.0.0.0; one finding at info")

    scene = Scene("rebinding")
    host = "s7f3a91.rebound.com"
    scene.ask(host, answers=[a(host, OUTSIDE, 1)])
    scene.ask(host, answers=[a(host, "192.168.1.1", 1)])
    scene.connect("192.168.1.1", 80)
    add("rebinding", scene, "rebinding", "one name outside first and inside three seconds later", zone="rebound.com")

    scene = Scene("metadata")
    scene.ask("x.rebound.com", answers=[a("x.rebound.com", "169.254.169.254", 1)])
    scene.connect("169.254.169.254", 80)
    add("metadata", scene, "rebinding", "a public name that leads to the metadata of a cloud", zone="rebound.com")

    scene = Scene("rebinding_quiet")
    for index in range(12):
        for host in (f"srv{index}.inside.example.com", f"srv{index}.corp.internal"):
            scene.ask(host, answers=[a(host, f"192.168.7.{index + 10}", 3600)])
    host = "cdn.example.org"
    scene.ask(host, answers=[a(host, OUTSIDE, 20), a(host, "172.16.9.9", 20)])
    add("rebinding_quiet", scene, "rebinding", "zones that an organization shows to itself, and a constant set with a private address", quiet=True)

    # Names

    scene = Scene("generated_domains")
    for _ in range(120):
        scene.ask(random_domain(scene.random), code=dns.NXDOMAIN)
    add("generated_domains", scene, "generated-domains", "120 registered domains of random letters in four minutes, none of which exists")

    scene = Scene("generated_domains_quiet")
    for index in range(60):
        scene.ask(f"{code(scene.random, 10)}.corp.example.com", code=dns.NXDOMAIN)
        scene.ask(code(scene.random, 9, "abcdefghijklmnopqrstuvwxyz"), code=dns.NXDOMAIN)
        scene.ask(f"{word(scene.random)}.com.cluster.local", code=dns.NXDOMAIN)
    for typed in ("gogle.com", "wikpedia.org", "facebok.com", "amazom.com", "youtub.com"):
        scene.ask(typed, code=dns.NXDOMAIN)
    add("generated_domains_quiet", scene, "generated-domains", "probes of browsers, search suffixes and typing errors", quiet=True)

    scene = Scene("exploit_callback")
    session = code(scene.random, 33)
    scene.ask(f"{session}.oast.fun", answers=[a(f"{session}.oast.fun", OUTSIDE)])
    leak = f"726f6f74406462312e6578616d706c65.{session}.oast.fun"  # root@db1.example
    scene.ask(leak, answers=[a(leak, OUTSIDE)])
    scene.ask(dns.labels(b"${env:AWS_KEY}", b"x9", b"rebound", b"com"), code=dns.NXDOMAIN)
    add("exploit_callback", scene, "exploit-callback", "a callback, one that leaks a label in hexadecimal, and the rest of a JNDI expression", zone="oast.fun")

    scene = Scene("exploit_callback_quiet")
    for host in ("www.toast.fun", "oast.fun.example.com", "jndinfo.example.com", "polling.oastify.com", "www.projectdiscovery.io"):
        scene.ask(host, answers=[a(host, OUTSIDE)])
    add("exploit_callback_quiet", scene, "exploit-callback", "names that look alike, and a tester's own polling", quiet=True)

    scene = Scene("anonymity_network")
    service = "duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad"
    scene.ask(f"{service}.onion", code=dns.NXDOMAIN)
    scene.ask(f"{service}.onion.ws", answers=[a(f"{service}.onion.ws", OUTSIDE)])
    add("anonymity_network", scene, "anonymity-network", "a name of Tor that leaked, and a gateway", zone="onion")

    scene = Scene("anonymity_network_quiet")
    for host in ("www.theonion.com", "onion.example.com", "www.torproject.org", "blog.torproject.org"):
        scene.ask(host, answers=[a(host, OUTSIDE)])
    add("anonymity_network_quiet", scene, "anonymity-network", "pages about onions and about Tor", quiet=True)

    scene = Scene("mining")
    for host in ("xmr-eu1.nanopool.org", "pool.supportxmr.com"):
        scene.ask(host, answers=[a(host, OUTSIDE)])
        scene.connect(OUTSIDE, 14433)
    add("mining", scene, "mining", "hosts of two pools, and connections that follow", zone="nanopool.org")

    scene = Scene("mining_quiet")
    for host in ("pool.example.com", "xmr.example.net", "www.swimmingpool.org"):
        scene.ask(host, answers=[a(host, OUTSIDE)])
    add("mining_quiet", scene, "mining", "other pools", quiet=True)

    # Servers

    scene = Scene("resolver_bypass")
    for index in range(6):
        scene.ask(f"host{index}.example.org", answers=[a(f"host{index}.example.org", OUTSIDE)], server="192.0.2.53")
    scene.ask("example.org", 255, [dns.soa("example.org")], server="192.0.2.53")
    scene.connect("192.0.2.54", 853)
    add("resolver_bypass", scene, "resolver-bypass", "a client that asks another resolver, for ANY too, and one over TLS", "--resolver 10.53.0.53")

    scene = Scene("resolver_bypass_quiet")
    for index in range(6):
        scene.ask(f"host{index}.example.org", answers=[a(f"host{index}.example.org", OUTSIDE)], server="10.53.0.54")
        scene.ask(f"host{index}.example.net", answers=[a(f"host{index}.example.net", OUTSIDE)])
    scene.connect(OUTSIDE, 443)
    add("resolver_bypass_quiet", scene, "resolver-bypass", "two resolvers of the allowed network", "--resolver 10.53.0.48/28", quiet=True)
    return captures
