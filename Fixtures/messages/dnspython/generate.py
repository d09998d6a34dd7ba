#!/usr/bin/env python3
"""Writes expectations.json: DNS messages and what dnspython reads in them.

Sound messages are written by dnspython itself. The others are those with random changes; only the ones that
dnspython still reads are kept, as it refuses for reasons of its own. Names and record data are recorded
without compression. The seed is fixed, so a run with the same version of dnspython repeats the file.
"""
import json
import pathlib
import random

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import dns.version

random.seed(1035)

RECORDS = [
    ("A", "192.0.2.1"), ("A", "192.0.2.2"), ("AAAA", "2001:db8::53:1"),
    ("NS", "ns1.example.com."), ("NS", "NS2.Example.com."), ("CNAME", "target.example.com."),
    ("CNAME", "other.example.net."), ("PTR", "host.example.com."), ("DNAME", "example.org."),
    ("MX", "10 mail.example.com."), ("MX", "0 ."), ("TXT", '"v=spf1 -all"'), ("TXT", '"" "a\\000b" "\\255"'),
    ("SOA", "ns.example.com. host\\.master.example.com. 2026 7200 3600 1209600 3600"),
    ("SRV", "0 5 5060 sip.example.com."), ("NAPTR", '100 50 "s" "http+I2R" "" _http._tcp.example.com.'),
    ("NAPTR", '1 1 "u" "E2U+sip" "!^.*$!sip:a@example.com!" .'),
    ("DS", "60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118"),
    ("DNSKEY", "257 3 13 " + "mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ=="),
    ("RRSIG", "A 5 3 86400 20030322173103 20030220173103 2642 example.com. oJB1W6WNGv+ldvQ3WDG0MQkg5IEhjRip8WTr"),
    ("NSEC", "host.example.com. A MX RRSIG NSEC TYPE1234"),
    ("NSEC3", "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA"),
    ("NSEC3PARAM", "1 0 12 aabbccdd"), ("TLSA", "3 1 1 " + "ab" * 32), ("CAA", '0 issue "ca.example.net"'),
    ("SVCB", "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1"),
    ("HTTPS", '1 . alpn="h2" ipv6hint="2001:db8::1,2001:db8::53:1"'), ("HTTPS", "0 foo.example.com."),
    ("HINFO", '"VAX-11/780" "UNIX"'), ("RP", "mbox.example.com. txt.example.com."), ("AFSDB", "1 afs.example.com."),
    ("RT", "2 relay.example.com."), ("PX", "10 map822.example.com. mapx400.example.com."), ("KX", "10 kx.example.com."),
    ("SSHFP", "1 1 aa549bfe898489c02d1715d97d79c57ba2fa76ab"), ("URI", '10 1 "ftp://ftp.example.com/public"'),
    ("LOC", "42 21 54 N 71 06 18 W -24m 30m"), ("CDS", "0 0 0 00"), ("SPF", '"v=spf1 +mx -all"'),
    ("TYPE10", "\\# 5 c00c00ffee"), ("TYPE65399", "\\# 4 c00cc00c"), ("TYPE25", "\\# 6 010003050102"),
]
OWNERS = [
    "example.com.", "www.example.com.", "WWW.eXample.COM.", "a.b.c.d.e.example.net.", ".", "*.example.com.",
    "_sip._udp.example.com.", "dots\\.and\\032space.example.com.", "\\000\\001\\200\\255.example.com.",
    "x" * 63 + "." + "y" * 63 + ".t.example.com.", "1.0.0.127.in-addr.arpa.",
]


def sound(index):
    message = dns.message.Message(id=random.randrange(65536))
    message.flags = random.choice([0x8180, 0x8580, 0x8183, 0x81A0, 0x8182])
    owner = random.choice(OWNERS)
    message.question.append(dns.rrset.RRset(dns.name.from_text(owner), dns.rdataclass.IN, dns.rdatatype.from_text(
        RECORDS[index % len(RECORDS)][0])))
    picks = [RECORDS[index % len(RECORDS)]] + random.choices(RECORDS, k=random.randrange(5))
    for position, (kind, text) in enumerate(picks):
        rrset = dns.rrset.from_text(owner if position == 0 else random.choice(OWNERS + [owner]),
                                    random.randrange(2**31), "IN", kind, text)
        random.choice([message.answer, message.answer, message.authority, message.additional]).append(rrset)
    if index % 3 == 0:
        options = [dns.edns.GenericOption(code, random.randbytes(8)) for code in random.choices([10, 12, 65001], k=2)]
        message.use_edns(0, ednsflags=random.choice([0, 0x8000]), payload=random.choice([512, 1232, 4096]),
                         options=options)
    return message.to_wire(max_size=65535)


def changed(wire):
    octets = bytearray(wire)
    for _ in range(random.randrange(1, 4)):
        place = random.randrange(2, len(octets))
        kind = random.randrange(4)
        if kind == 0:
            octets[place] = random.randrange(256)
        elif kind == 1 and place + 1 < len(octets):
            octets[place:place + 2] = bytes([0xC0, random.randrange(min(256, len(octets)))])
        elif kind == 2:
            octets[random.randrange(4, 12)] = random.randrange(3)
        else:
            octets[place] ^= 0x20
    return bytes(octets)


def text(name):
    return name.to_text(omit_final_dot=True) if name != dns.name.root else "."


def expectation(wire):
    """What dnspython reads, or None when it refuses."""
    try:
        message = dns.message.from_wire(wire, one_rr_per_rrset=True, question_only=False, ignore_trailing=False)
    except (dns.exception.DNSException, ValueError, KeyError, NotImplementedError):
        return None
    if message.opcode() != 0:
        return None
    records = []
    for section, rrsets in (("answer", message.answer), ("authority", message.authority),
                            ("additional", message.additional)):
        for rrset in rrsets:
            rdata = rrset[0]
            records.append({"section": section, "owner": text(rrset.name), "type": int(rrset.rdtype),
                            "class": int(rrset.rdclass), "ttl": rrset.ttl,
                            "data": rdata.to_wire(origin=dns.name.root).hex()})
    edns = None
    if message.edns >= 0:
        edns = {"payload_size": message.payload, "version": message.edns, "flags": message.ednsflags & 0xFFFF,
                "options": [{"code": int(option.otype), "data": option.to_wire().hex()} for option in message.options]}
    return {"wire": wire.hex(), "id": message.id, "flags": int(message.flags), "rcode": int(message.rcode()),
            "questions": [{"name": text(q.name), "type": int(q.rdtype), "class": int(q.rdclass)}
                          for q in message.question],
            "records": records, "edns": edns}


rows = []
for index in range(2 * len(RECORDS)):
    wire = sound(index)
    row = expectation(wire)
    assert row is not None, wire.hex()
    rows.append({"kind": "sound", **row})
    rows += [{"kind": "changed", **row} for row in map(expectation, (changed(wire) for _ in range(4))) if row]
folder = pathlib.Path(__file__).parent
with open(folder / "expectations.json", "w") as file:
    file.write(json.dumps({"decoder": f"dnspython {dns.version.version}", "messages": "@"}).replace(
        '"@"', "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]"))
    file.write("\n")
print(len(rows), "messages,", sum(row["kind"] == "sound" for row in rows), "sound")
