#!/usr/bin/env bash
# dnslib 0.9.26 refuses a message whose name holds an octet outside ASCII, which is what iodine's Base128 upstream is.
#
# Labels are octets (RFC 2181 section 11). dnslib raises DNSError "Invalid label" for the whole message. It takes the
# same message with an ASCII name, and passes over octets behind the message without a word.
# Seen on 2026-11-30 with Python 3.11:
#   ascii: t.example.net.
#   base128: DNSError
#   trailing octets: t.example.net.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install -q --disable-pip-version-check --target "$folder" dnslib==0.9.26
PYTHONPATH=$folder python3 - <<'PYTHON' > "$folder/seen"
import struct, dnslib

def query(first):
    name = b''.join(bytes([len(label)]) + label for label in [first, b'example', b'net']) + b'\0'
    return struct.pack('>HHHHHH', 7, 0x0100, 1, 0, 0, 0) + name + struct.pack('>HH', 10, 1)

for what, octets in [
    ('ascii', query(b't')), ('base128', query(b'\xbc\xe0\xfd')), ('trailing octets', query(b't') + b'payload'),
]:
    try:
        print(f'{what}: {dnslib.DNSRecord.parse(octets).q.qname}')
    except dnslib.DNSError as error:
        print(f'{what}: DNSError')
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
ascii: t.example.net.
base128: DNSError
trailing octets: t.example.net.
SEEN
