"""Ordinary DNS: several clients with web-like names, mail, DNSSEC, directories and look-ups.

Brand suffixes of networks that everybody meets (content networks, block lists, hash look-ups)
are real, because their layout is the point; the labels under them, all other names and all
addresses are invented or from the documentation ranges.
"""

import ipaddress
import string
import struct

import messages as dns
import wire
from traffic import SECOND, START, Capture, Traffic

SYLLABLES = (
    "al an ar be bo ca cor da del di do el en er fa fi for ga gen go ha hel in ka ker la le li lo lu ma mar mi mo na ne "
    "no nor o or pa pe pri qui ra re ri ro sa se si so sta ta te ter ti to tra tri u va ve vi wa win zen"
).split()
TLDS = ["com"] * 10 + ["net", "net", "org", "org", "de", "fr", "io", "co.uk", "com.au", "eu"]
HOSTS = ["www", "www", "www", "static", "img", "api", "cdn", "assets", "login", "media", "m", "shop", "blog", "news"]
BASE36 = string.digits + string.ascii_lowercase
BASE32 = string.ascii_lowercase + "234567"
EDNS_CLIENT = dns.opt(1232)


def word(random, least: int = 2, most: int = 4) -> str:
    return "".join(random.choice(SYLLABLES) for _ in range(random.randint(least, most)))


def code(random, length: int, alphabet: str = BASE36) -> str:
    return "".join(random.choice(alphabet) for _ in range(length))


def address4(random) -> str:
    return random.choice(["192.0.2.", "198.51.100.", "203.0.113."]) + str(random.randint(1, 254))


def address6(random) -> str:
    return str(ipaddress.IPv6Address(0x20010DB8 << 96 | random.getrandbits(16) << 64 | random.getrandbits(16)))


class Host:
    """A web host: its CNAME chain, its addresses and whether it has AAAA and HTTPS records."""

    def __init__(self, random, full_name: str) -> None:
        self.name = full_name
        chain = random.choice(["none", "none", "cloudfront", "akamai", "fastly", "azure", "amazon"])
        self.chain: list[dns.Record] = []
        self.owner = full_name
        flat = full_name.replace(".", "-")
        if chain == "cloudfront":
            self._alias(f"d{code(random, 13)}.cloudfront.net", random.choice([300, 3600]))
        elif chain == "akamai":
            self._alias(f"{full_name}.edgekey.net", random.choice([600, 3600, 21600]))
            self._alias(f"e{random.randint(1000, 99999)}.{random.choice(['a', 'b', 'dsca', 'dscb', 'g'])}.akamaiedge.net", 21600)
        elif chain == "fastly":
            self._alias(f"{word(random)}.map.fastly.net", 300)
        elif chain == "azure":
            self._alias(f"{flat}.azurefd.net", 3600)
            self._alias(f"{flat}.trafficmanager.net", 60)
            self._alias(f"part-{random.randint(1, 40):04d}.t-{random.randint(1, 40):04d}.t-msedge.net", 60)
        elif chain == "amazon":
            self._alias(f"{word(random)}-{random.getrandbits(32)}.eu-central-1.elb.amazonaws.com", 300)
        self.ttl = random.choice([20, 60, 60, 300, 300, 600, 3600])
        self.addresses4 = [address4(random) for _ in range(random.choice([1, 1, 2, 4]))]
        self.addresses6 = [address6(random) for _ in range(random.choice([1, 2]))] if random.random() < 0.6 else []
        self.modern = chain in ("cloudfront", "fastly") or random.random() < 0.2

    def _alias(self, target: str, ttl: int) -> None:
        self.chain.append(dns.cname(self.owner, target, ttl))
        self.owner = target

    def answer(self, qtype: int) -> tuple[list, list]:
        """The answer and authority sections for a query of this type."""
        records = []
        if qtype == dns.A:
            records = [dns.a(self.owner, address, self.ttl) for address in self.addresses4]
        elif qtype == dns.AAAA:
            records = [dns.aaaa(self.owner, address, self.ttl) for address in self.addresses6]
        elif qtype == dns.HTTPS and self.modern:
            records = [dns.https(self.owner, ttl=self.ttl)]
        zone = ".".join(self.owner.split(".")[-2:])
        return self.chain + records, [] if records else [dns.soa(zone, 60)]


class Web:
    """Sites, each with hosts of its own, and third parties that many sites embed."""

    def __init__(self, random, sites: int, third_parties: int) -> None:
        self.sites = []
        for _ in range(sites):
            domain = f"{word(random)}.{random.choice(TLDS)}"
            own = ["www"] + random.sample(HOSTS[3:], random.randint(1, 4))
            self.sites.append([Host(random, f"{host}.{domain}") for host in own])
        self.third_parties = []
        for _ in range(third_parties):
            host = random.choice(["cdn", "js", "pixel", "sync", "tag", "fonts", "collect", "eu-west", f"p{random.randint(1, 40)}"])
            self.third_parties.append(Host(random, f"{host}.{word(random)}.{random.choice(['com', 'net', 'io'])}"))

    def visit(self, traffic: Traffic, time: int, client: str, asks_https: bool, edns) -> None:
        random = traffic.random
        site = self.sites[min(int(random.paretovariate(0.7)) - 1, len(self.sites) - 1)]
        hosts = [site[0]] + random.sample(site[1:], random.randint(0, len(site) - 1))
        hosts += random.sample(self.third_parties, random.randint(2, 7))
        for host in hosts:
            for qtype in (dns.A, dns.AAAA) + ((dns.HTTPS,) if asks_https else ()):
                answers, authorities = host.answer(qtype)
                traffic.ask(time + random.randint(0, 400_000), client, host.name, qtype, answers, authorities=authorities, edns=edns)
            time += random.randint(5, 300) * 1_000_000


def moments(random, count: int, seconds: int) -> list[int]:
    return sorted(START + random.randrange(seconds * SECOND) for _ in range(count))


def browse(traffic: Traffic, clients: list[str], web: Web, visits: int, seconds: int) -> None:
    habits = {client: (index % 2 == 0, EDNS_CLIENT if index % 3 == 0 else None) for index, client in enumerate(clients)}
    for time in moments(traffic.random, visits, seconds):
        client = traffic.random.choice(clients)
        web.visit(traffic, time, client, *habits[client])


def search_suffixes(traffic: Traffic, time: int, client: str, target: str, suffixes: list[str], address: str) -> None:
    """A stub with `ndots` tries every suffix of its search list before the name itself."""
    for suffix in suffixes:
        for qtype in (dns.A, dns.AAAA):
            authority = [dns.soa(suffix, 30)]
            time = traffic.ask(time, client, f"{target}.{suffix}", qtype, code=dns.NXDOMAIN, authorities=authority)
    traffic.ask(time, client, target, dns.A, [dns.a(target, address, 60)])
    traffic.ask(time, client, target, dns.AAAA, authorities=[dns.soa(target, 30)])


def directory(traffic: Traffic, time: int, client: str, domain: str) -> None:
    """What a member of an Active Directory domain asks at start-up."""
    random = traffic.random
    controllers = [f"dc{n}.{domain}" for n in (1, 2)]
    guid = "-".join(code(random, length, "0123456789abcdef") for length in (8, 4, 4, 4, 12))
    for service, port in (
        ("_ldap._tcp.dc._msdcs", 389), ("_ldap._tcp.Default-First-Site-Name._sites.dc._msdcs", 389), ("_kerberos._tcp.dc._msdcs", 88),
        ("_kerberos._tcp.Default-First-Site-Name._sites", 88), ("_ldap._tcp.pdc._msdcs", 389), ("_gc._tcp", 3268),
        (f"_ldap._tcp.{guid}.domains._msdcs", 389),
    ):
        owner = f"{service}.{domain}"
        time = traffic.ask(time, client, owner, dns.SRV, [dns.srv(owner, port, controller) for controller in controllers])
        time += random.randint(1, 60) * 1_000_000
    for number, controller in enumerate(controllers):
        time = traffic.ask(time, client, controller, dns.A, [dns.a(controller, f"10.53.0.{10 + number}", 3600)])
    for lost in ("wpad", "isatap"):
        time = traffic.ask(time, client, f"{lost}.{domain}", dns.A, code=dns.NXDOMAIN, authorities=[dns.soa(domain)])
    traffic.ask(time, client, domain, dns.SOA, [dns.soa(domain, 3600)])


def dkim_key(random, octets: int) -> str:
    alphabet = string.ascii_letters + string.digits + "+/"
    return "v=DKIM1; k=rsa; p=MII" + code(random, octets, alphabet) + "IDAQAB"


def receive_mail(traffic: Traffic, time: int, client: str, sender: str, peer: str) -> None:
    """What a mail server asks about one incoming message."""
    random = traffic.random
    reverse = ".".join(reversed(peer.split(".")))
    host = f"mail{random.randint(1, 9)}.{sender}"
    time = traffic.ask(time, client, f"{reverse}.in-addr.arpa", dns.PTR, [dns.ptr(f"{reverse}.in-addr.arpa", host)])
    time = traffic.ask(time, client, host, dns.A, [dns.a(host, peer)])
    for list_name in ("zen.spamhaus.org", "bl.spamcop.net", "b.barracudacentral.org"):
        owner = f"{reverse}.{list_name}"
        listed = random.random() < 0.12
        time = traffic.ask(
            time, client, owner, dns.A, [dns.a(owner, "127.0.0.4", 60)] if listed else [],
            code=dns.NOERROR if listed else dns.NXDOMAIN, authorities=[] if listed else [dns.soa(list_name, 150)],
        )
    spf = f"v=spf1 ip4:{peer} include:_spf.{word(random)}.com include:spf.protection.outlook.com -all"
    selector = random.choice(["s1", "selector1", "google", "k2", "mail2026", f"s{random.getrandbits(24):08x}"])
    time = traffic.ask(time, client, sender, dns.TXT, [dns.txt(sender, spf), dns.txt(sender, f"google-site-verification={code(random, 43)}")])
    key = f"{selector}._domainkey.{sender}"
    time = traffic.ask(time, client, key, dns.TXT, [dns.txt(key, dkim_key(random, random.choice([188, 360])))])
    policy = f"_dmarc.{sender}"
    time = traffic.ask(time, client, policy, dns.TXT, [dns.txt(policy, f"v=DMARC1; p=quarantine; rua=mailto:dmarc@{sender}")])
    time = traffic.ask(time, client, f"{sender}.dbl.spamhaus.org", dns.A, code=dns.NXDOMAIN, authorities=[dns.soa("dbl.spamhaus.org", 150)])
    traffic.ask(time, client, sender, dns.MX, [dns.mx(sender, 10, host), dns.mx(sender, 20, f"mx2.{sender}")])


def rrsig(random, owner: str, covered: int, signer: str, ttl: int = 3600) -> dns.Record:
    data = struct.pack(">HBBIIIH", covered, 13, len(owner.split(".")), ttl, 1781500000, 1780200000, random.getrandbits(16))
    return dns.Record(owner, dns.RRSIG, data + dns.name(signer) + random.randbytes(64), ttl)


def nsec3(random, zone: str) -> list[dns.Record]:
    """A hashed owner that covers, and its signature (RFC 5155 §3.2)."""
    owner = code(random, 32, "0123456789abcdefghijklmnopqrstuv") + "." + zone
    data = struct.pack(">BBHB", 1, 1, 0, 0) + b"\x14" + random.randbytes(20) + b"\x00\x07\x22\x00\x00\x00\x00\x02\x90"
    return [dns.Record(owner, dns.NSEC3, data, 900), rrsig(random, owner, dns.NSEC3, zone, 900)]


def validate(traffic: Traffic, time: int, client: str, zone: str, servers: list[str], edns) -> None:
    """What a validating resolver asks the servers of one signed zone and of its parent."""
    random = traffic.random
    server = random.choice(servers)
    ask = {"edns": edns, "flags": dns.AA, "query_flags": 0, "delay": random.randint(8_000_000, 60_000_000)}
    parent = zone.split(".", 1)[1]
    host = f"www.{zone}"
    time = traffic.ask(
        time, client, zone, dns.DS,
        [dns.Record(zone, dns.DS, struct.pack(">HBB", random.getrandbits(16), 13, 2) + random.randbytes(32), 3600),
         rrsig(random, zone, dns.DS, parent)], server=servers[0], **ask,
    )
    keys = [dns.Record(zone, dns.DNSKEY, struct.pack(">HBB", flags, 3, 13) + random.randbytes(64), 3600) for flags in (256, 257)]
    time = traffic.ask(time, client, zone, dns.DNSKEY, keys + [rrsig(random, zone, dns.DNSKEY, zone)], server=server, **ask)
    time = traffic.ask(time, client, host, dns.A, [dns.a(host, address4(random), 600), rrsig(random, host, dns.A, zone)], server=server, **ask)
    denial = [dns.soa(zone), rrsig(random, zone, dns.SOA, zone)]
    time = traffic.ask(time, client, host, dns.AAAA, authorities=denial + nsec3(random, zone), server=server, **ask)
    lost = f"{word(random)}.{zone}"
    traffic.ask(
        time, client, lost, dns.A, code=dns.NXDOMAIN, server=server,
        authorities=denial + nsec3(random, zone) + nsec3(random, zone) + nsec3(random, zone), **ask,
    )


def hash_lookup(traffic: Traffic, time: int, client: str) -> None:
    """A reputation look-up: a hash of fixed length, one answer out of few."""
    random = traffic.random
    kind = random.choice(["avqs", "avqs", "cymru", "eset"])
    owner = {
        "avqs": f"{code(random, 26)}.avqs.mcafee.com",
        "cymru": f"{code(random, 32, '0123456789abcdef')}.malware.hash.cymru.com",
        "eset": f"{code(random, 36)}.a.e.e5.sk",
    }[kind]
    if kind == "cymru" and random.random() < 0.9:
        traffic.ask(time, client, owner, dns.A, code=dns.NXDOMAIN, authorities=[dns.soa("hash.cymru.com", 60)])
    else:
        traffic.ask(time, client, owner, dns.A, [dns.a(owner, random.choice(["127.0.0.2", "127.128.0.8", "127.0.16.1"]), 3600)])


CLIENTS = [f"10.53.0.{n}" for n in (2, 21, 22, 23, 24, 31, 32, 40)]


def office(seed: str, visits: int, seconds: int) -> Traffic:
    traffic = Traffic(seed)
    random = traffic.random
    browse(traffic, CLIENTS, Web(random, 60, 90), visits, seconds)
    domain = "corp.example.com"
    for client in CLIENTS[1:5]:
        directory(traffic, START + random.randrange(600) * SECOND, client, domain)
    for _ in range(seconds // 100):
        moment, client = START + random.randrange(seconds * SECOND), random.choice(CLIENTS)
        search_suffixes(traffic, moment, client, f"{word(random)}.{word(random)}.com", [domain, "example.com"], address4(random))
    for _ in range(seconds // 60):
        hash_lookup(traffic, START + random.randrange(seconds * SECOND), random.choice(CLIENTS))
    for _ in range(seconds // 150):
        receive_mail(traffic, START + random.randrange(seconds * SECOND), "10.53.0.25", f"{word(random)}.{random.choice(TLDS)}", address4(random))
    return traffic


def make() -> list[Capture]:
    def benign(file: str, traffic: Traffic, notes: str) -> Capture:
        return Capture(f"captures/ordinary/{file}.pcap", traffic.pcap(), "benign", "generated; " + notes)

    hour = office("office_hour", 75, 3600)
    captures = [
        benign("office_hour", hour, "8 clients and a mail server for an hour"),
        Capture("captures/ordinary/office_hour_snap_100.pcap", wire.snapped(hour.pcap(), 100), "benign",
                "generated; office_hour.pcap cut at 100 octets"),
    ]

    traffic = Traffic("web_browsing")
    browse(traffic, ["10.53.0.21"], Web(traffic.random, 30, 60), 30, 1200)
    captures.append(benign("web_browsing", traffic, "one client, A, AAAA and HTTPS, CNAME chains to content networks"))

    traffic = Traffic("mail_server")
    for n in range(60):
        sender = f"{word(traffic.random)}.{traffic.random.choice(TLDS)}"
        receive_mail(traffic, START + n * 7 * SECOND, "10.53.0.25", sender, address4(traffic.random))
    captures.append(benign("mail_server", traffic, "PTR, DNSBL, SPF, DKIM, DMARC and MX of 60 incoming messages"))

    traffic = Traffic("dnssec_resolver", resolver="192.0.2.53", caching=False)
    for n in range(50):
        zone = f"{word(traffic.random)}.{traffic.random.choice(['com', 'net', 'org', 'de'])}"
        servers = [address4(traffic.random) for _ in range(3)]
        validate(traffic, START + n * 11 * SECOND, "10.53.0.53", zone, servers, dns.opt(1232, dnssec_ok=True))
    for n in range(4):
        traffic.ask(START + n * 137 * SECOND, "10.53.0.53", "_ta-4f66", dns.NULL, code=dns.NXDOMAIN, query_flags=0, flags=dns.AA,
                    authorities=[dns.soa("example", 86400)], edns=dns.opt(1232, dnssec_ok=True), server="198.51.100.4")
    captures.append(benign("dnssec_resolver", traffic, "a validating resolver upstream: DS, DNSKEY, RRSIG, NSEC3, and NULL for trust-anchor telemetry"))

    traffic = Traffic("reverse_lookups")
    for n in range(200):
        reverse = f"{n + 1}.2.0.192.in-addr.arpa"
        if traffic.random.random() < 0.7:
            answers, status = [dns.ptr(reverse, f"host-{n + 1}.pool.example.net")], dns.NOERROR
        else:
            answers, status = [], dns.NXDOMAIN
        traffic.ask(START + n * 90_000_000, "10.53.0.31", reverse, dns.PTR, answers, status, [] if answers else [dns.soa("2.0.192.in-addr.arpa")])
    for n in range(60):
        reverse = ipaddress.IPv6Address(address6(traffic.random)).reverse_pointer
        traffic.ask(START + (30 + n) * SECOND, "10.53.0.31", reverse, dns.PTR, code=dns.NXDOMAIN, authorities=[dns.soa("8.b.d.0.1.0.0.2.ip6.arpa")])
    captures.append(benign("reverse_lookups", traffic, "a sweep over a /24 and IPv6 addresses nibble by nibble"))

    traffic = Traffic("directory_services")
    for n, client in enumerate(CLIENTS):
        directory(traffic, START + n * 40 * SECOND, client, "corp.example.com")
    captures.append(benign("directory_services", traffic, "Active Directory: SRV with GUID labels, wpad and isatap"))

    traffic = Traffic("search_suffixes")
    cluster = ["shop.svc.cluster.local", "svc.cluster.local", "cluster.local", "ec2.internal"]
    for n in range(40):
        target = f"{word(traffic.random)}.{word(traffic.random)}.com"
        search_suffixes(traffic, START + n * 3 * SECOND, f"10.53.0.{traffic.random.choice([61, 62, 63])}", target, cluster, address4(traffic.random))
    captures.append(benign("search_suffixes", traffic, "pods with ndots:5: every name four times NXDOMAIN first; quiet twin of exfiltration by NXDOMAIN"))

    traffic = Traffic("antivirus_hashes")
    for time in moments(traffic.random, 300, 600):
        hash_lookup(traffic, time, traffic.random.choice(CLIENTS))
    captures.append(benign("antivirus_hashes", traffic, "reputation look-ups of 8 clients, hashes of fixed length, answers 127.x; quiet twin of exfil_hex"))

    traffic = Traffic("block_lists")
    for n in range(250):
        reverse = ".".join(str(traffic.random.randint(1, 254)) for _ in range(4))
        for list_name in ("zen.spamhaus.org", "dnsbl.sorbs.net"):
            listed = traffic.random.random() < 0.3
            owner = f"{reverse}.{list_name}"
            traffic.ask(START + n * 700_000_000, "10.53.0.25", owner, dns.A, [dns.a(owner, "127.0.0.2", 60)] if listed else [],
                        dns.NOERROR if listed else dns.NXDOMAIN, [] if listed else [dns.soa(list_name, 60)])
    captures.append(benign("block_lists", traffic, "a mail relay asks two DNSBLs about 250 addresses"))

    traffic = Traffic("long_texts")
    for n in range(60):
        domain = f"{word(traffic.random)}.{traffic.random.choice(TLDS)}"
        selector = traffic.random.choice(["s1", "s2", "selector1", "k1"])
        owner, text = traffic.random.choice([
            (f"{selector}._domainkey.{domain}", dkim_key(traffic.random, 360)),
            (f"_acme-challenge.{domain}", code(traffic.random, 43, string.ascii_letters + string.digits + "-_")),
            (domain, "v=spf1 " + " ".join(f"ip4:{address4(traffic.random)}" for _ in range(9)) + " ~all"),
        ])
        traffic.ask(START + n * 5 * SECOND, traffic.random.choice(["10.53.0.25", "10.53.0.26"]), owner, dns.TXT, [dns.txt(owner, text)], edns=EDNS_CLIENT)
    captures.append(benign("long_texts", traffic, "DKIM, ACME and SPF texts of 60 zones; quiet twin of infiltration_txt_stager"))

    traffic = Traffic("content_hashes")
    parents = [f"{word(traffic.random)}.net" for _ in range(3)] + ["cloudfront.net", "ampproject.net", "footprintdns.com"]
    addresses = [address4(traffic.random) for _ in range(6)]
    for time in moments(traffic.random, 220, 400):
        parent = traffic.random.randrange(6)
        label = {3: "d" + code(traffic.random, 13), 4: "d-" + code(traffic.random, 20, string.digits)}.get(parent, code(traffic.random, 32, "0123456789abcdef"))
        owner = f"{label}.{parents[parent]}"
        traffic.ask(time, traffic.random.choice(CLIENTS), owner, dns.A, [dns.a(owner, addresses[parent], 60)])
    captures.append(benign("content_hashes", traffic, "one-time names of content networks and measurement; quiet twin of exfil_base32_counter"))

    traffic = Traffic("polling_client")
    for n in range(300):
        host = "time.example.org" if n % 3 else "updates.example.org"
        time = START + n * 10 * SECOND + traffic.random.randint(0, 3_000_000)
        traffic.caching = False
        traffic.ask(time, "10.53.0.40", host, dns.A, [dns.a(host, "192.0.2.80", 5)])
        if n % 6 == 0:
            text = "updates.example.org"
            traffic.ask(time, "10.53.0.40", text, dns.TXT, [dns.txt(text, "version=4.2.1;channel=stable", 5)])
    captures.append(benign("polling_client", traffic, "the same names every 10 s, TXT among them; quiet twin of dnscat2_idle"))

    traffic = Traffic("multicast")
    for n in range(40):
        service = traffic.random.choice(["_ipp._tcp.local", "_airplay._tcp.local", "_googlecast._tcp.local", "_spotify-connect._tcp.local"])
        client = traffic.random.choice(CLIENTS)
        time = START + n * 4 * SECOND
        traffic.datagram(time, client, "224.0.0.251", 5353, 5353, dns.Message(0, 0, [(service, dns.PTR)]).encode())
        instance = dns.labels(f"Printer {n % 5} (Café)".encode(), *(part.encode() for part in service.split(".")))
        response = dns.Message(0, dns.QR | dns.AA, answers=[dns.Record(service, dns.PTR, instance, 4500)])
        traffic.datagram(time + 30_000_000, "10.53.0.60", "224.0.0.251", 5353, 5353, response.encode())
        query = dns.Message(traffic.random.getrandbits(16), 0, [(f"desk-{n % 7}", dns.A)])
        traffic.datagram(time + SECOND, client, "224.0.0.252", traffic.random.randint(49152, 65535), 5355, query.encode())
    captures.append(benign("multicast", traffic, "mDNS (5353) with spaces and UTF-8 in labels, LLMNR (5355) without answers"))
    return captures
