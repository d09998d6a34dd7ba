#!/usr/bin/env bash
# scapy 2.8.0 rebuilds a name with a dot inside a label as a name with one label more.
#
# A label may hold any octet, a dot too (RFC 1035 section 5.1 writes it as "\."). scapy keeps names as octets joined by
# dots, so after a packet's cache is dropped (which any change to the packet does) the three labels `a.b`, `example`, `net`
# leave as four. A program that anonymizes recorded queries with scapy changes the structure of tunnels' names.
# Seen on 2026-11-30 with Python 3.11:
#   before: [b'a.b', b'example', b'net']
#   after: [b'a', b'b', b'example', b'net']
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install -q --disable-pip-version-check --target "$folder" scapy==2.8.0
PYTHONPATH=$folder python3 - <<'PYTHON' > "$folder/seen"
import struct
from scapy.layers.dns import DNS

def labels(octets):
    found, place = [], 12
    while octets[place]:
        found.append(octets[place + 1:place + 1 + octets[place]])
        place += 1 + octets[place]
    return found

query = struct.pack('>HHHHHH', 7, 0x0100, 1, 0, 0, 0) + b'\x03a.b\x07example\x03net\0' + struct.pack('>HH', 16, 1)
message = DNS(query)
print('before:', labels(query))
message.id = 8
for question in message.qd:
    question.qtype = 1
    question.clear_cache()
message.clear_cache()
print('after:', labels(bytes(message)))
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
before: [b'a.b', b'example', b'net']
after: [b'a', b'b', b'example', b'net']
SEEN
