#!/usr/bin/env bash
# dpkt 1.9.8 refuses a whole DNS message when one answer has a type that it does not know.
#
# dns2tcp carries its streams in KEY records (type 25, RFC 2535) and iodine in private-use types (65399, RFC 6895). Both
# answers below are valid; dpkt raises UnpackError, so the question goes with the answer. A name with an octet above 127
# (RFC 2181 section 11 allows it) raises UnicodeDecodeError, which `except dpkt.UnpackError` does not catch.
# Seen on 2026-11-30 with Python 3.11:
#   KEY: UnpackError RR type 25 is not supported
#   TYPE65399: UnpackError RR type 65399 is not supported
#   8-bit name: UnicodeDecodeError
#   A: read, 1 answer
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m pip install -q --disable-pip-version-check --target "$folder" dpkt==1.9.8
PYTHONPATH=$folder python3 - <<'PYTHON' > "$folder/seen"
import struct, dpkt

def message(name, rtype, rdata):
    owner = b''.join(bytes([len(label)]) + label for label in name) + b'\0'
    head = struct.pack('>HHHHHH', 7, 0x8580, 1, 1, 0, 0)
    return head + owner + struct.pack('>HH', rtype, 1) + b'\xc0\x0c' + struct.pack('>HHIH', rtype, 1, 3, len(rdata)) + rdata

plain = [b't', b'example', b'net']
for what, octets in [
    ('KEY', message(plain, 25, b'AP2MAAA')),
    ('TYPE65399', message(plain, 65399, b'data')),
    ('8-bit name', message([b'\xe4\xf6'] + plain, 1, bytes([192, 0, 2, 1]))),
    ('A', message(plain, 1, bytes([192, 0, 2, 1]))),
]:
    try:
        print(f'{what}: read, {len(dpkt.dns.DNS(octets).an)} answer')
    except dpkt.UnpackError as error:
        print(f'{what}: UnpackError {error}')
    except Exception as error:
        print(f'{what}: {type(error).__name__}')
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
KEY: UnpackError RR type 25 is not supported
TYPE65399: UnpackError RR type 65399 is not supported
8-bit name: UnicodeDecodeError
A: read, 1 answer
SEEN
