#!/usr/bin/env bash
# tshark 4.0.17 counts a DNS query a second time where an ICMP error quotes it.
#
# A host that closed its port answers a late response with "port unreachable" (RFC 792), which quotes the response. A display
# filter on the name shows both frames, since Wireshark dissects the quote; so does the count of dns.id. A recording of a busy
# client has hundreds of these. `!icmp` leaves them out. Three frames below: query, response, the ICMP error about the response.
# Also: a query that a snap length of 60 octets cuts within its name has no dns.qry.name at all, although 6 octets of
# the name are there.
# Seen on 2026-11-30 with Debian's tshark 4.0.17-0+deb12u3:
#   dns.qry.name == host.example.net: frames 1,2,3
#   the same && !icmp: frames 1,2
#   names in the cut query: 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DEBIAN_FRONTEND=noninteractive
version=4.0.17-0+deb12u3
dpkg -s tshark 2>/dev/null | grep -q "^Version: $version\$" || apt-get install -y -q --no-install-recommends "tshark=$version" >&2
python3 - "$folder" <<'PYTHON'
import struct, sys

def checksum(octets):
    total = sum(struct.unpack(f'>{len(octets) // 2}H', octets))
    total = (total & 0xFFFF) + (total >> 16)
    return struct.pack('>H', ~(total + (total >> 16)) & 0xFFFF)

def ip(protocol, source, destination, data):
    head = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(data), 1, 0, 64, protocol, 0, source, destination)
    return head[:10] + checksum(head) + head[12:] + data

def udp(source, destination, data):
    return struct.pack('>HHHH', source, destination, 8 + len(data), 0) + data

def frame(packet):
    return bytes(12) + b'\x08\0' + packet

def capture(path, frames, snap=65535):
    with open(path, 'wb') as file:
        file.write(struct.pack('<IHHiIII', 0xA1B2C3D4, 2, 4, 0, 0, snap, 1))
        for number, data in enumerate(frames):
            file.write(struct.pack('<IIII', 1_780_000_000 + number, 0, len(data[:snap]), len(data)) + data[:snap])

client, server = bytes([192, 0, 2, 1]), bytes([192, 0, 2, 53])
question = b'\4host\7example\3net\0\0\1\0\1'
answer = b'\xc0\x0c\0\1\0\1\0\0\0\3\0\4' + bytes([198, 51, 100, 1])
query = ip(17, client, server, udp(40000, 53, struct.pack('>6H', 7, 0x0100, 1, 0, 0, 0) + question))
response = ip(17, server, client, udp(53, 40000, struct.pack('>6H', 7, 0x8180, 1, 1, 0, 0) + question + answer))
quote = bytes(4) + response
error = ip(1, client, server, b'\3\3' + checksum(b'\3\3\0\0' + quote) + quote)
capture(sys.argv[1] + '/error.pcap', [frame(query), frame(response), frame(error)])
capture(sys.argv[1] + '/cut.pcap', [frame(query)], snap=60)
PYTHON
frames() { HOME=/nonexistent tshark -n -r "$folder/$1" -Y "$2" -T fields -e frame.number 2>/dev/null | paste -sd,; }
{
    echo "dns.qry.name == host.example.net: frames $(frames error.pcap 'dns.qry.name == "host.example.net"')"
    echo "the same && !icmp: frames $(frames error.pcap 'dns.qry.name == "host.example.net" && !icmp')"
    echo "names in the cut query: $(frames cut.pcap 'dns.qry.name' | grep -c . || true)"
} > "$folder/seen"
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
dns.qry.name == host.example.net: frames 1,2,3
the same && !icmp: frames 1,2
names in the cut query: 0
SEEN
