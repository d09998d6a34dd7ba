#!/usr/bin/env bash
# Three readers of dnstap pass over all but the first of several frame streams in one file, without a word, status 0.
#
# A stream ends with a STOP frame, and `cat` or a rotation that appends puts the next one behind it. dnstap-ldns 0.2.1,
# dnstap (golang-dnstap) 0.4.0 and fstrm_dump 0.6.1 of Debian 12 take STOP for the end of the file. Each reads the second
# stream where it stands alone. dnsscan reads on and names every stream (FrameStreamTests).
# Seen on 2026-12-01:
#   first alone: 1 1 1, status 0 0 0
#   second alone: 1 1 1, status 0 0 0
#   both in one file: 1 1 1, status 0 0 0
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq dnstap-ldns=0.2.1-1 golang-github-dnstap-golang-dnstap-cli=0.4.0-4+b4 fstrm-bin=0.6.1-1 \
    libfstrm0=0.6.1-1 libldns3=1.8.3-1+b1 libprotobuf-c1=1.4.1-1+b1 2> /dev/null
for package in *.deb; do dpkg -x "$package" root; done
export PATH=$folder/root/usr/bin:$PATH LD_LIBRARY_PATH=$folder/root/usr/lib/$(gcc -print-multiarch 2> /dev/null || echo x86_64-linux-gnu)
python3 - <<'PYTHON'
import struct

def varint(number):
    octets = b''
    while number > 127:
        octets += bytes([number & 127 | 128])
        number >>= 7
    return octets + bytes([number])

def field(number, value):
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    return varint(number << 3) + varint(value)

def frame(name):
    labels = b''.join(bytes([len(label)]) + label.encode() for label in name.split('.')) + b'\0'
    query = struct.pack('>6H', 7, 0x0100, 1, 0, 0, 0) + labels + struct.pack('>HH', 1, 1)
    # CLIENT_QUERY over IPv4 and UDP, by the numbers of dnstap.proto.
    message = field(1, 5) + field(2, 1) + field(3, 1) + field(4, bytes([192, 0, 2, 1])) + field(6, 40000)
    message += field(8, 1796025507) + field(10, query)
    content = field(14, message) + field(15, 1)
    return struct.pack('>I', len(content)) + content

def control(kind, fields=b''):
    return struct.pack('>III', 0, 4 + len(fields), kind) + fields

content_type = b'protobuf:dnstap.Dnstap'
start = control(2, struct.pack('>II', 1, len(content_type)) + content_type)
streams = [start + frame(name) + control(3) for name in ('first.example', 'second.example')]
for path, octets in [('first', streams[0]), ('second', streams[1]), ('both', b''.join(streams))]:
    open(path, 'wb').write(octets)
PYTHON
# Prints how many queries each of the readers shows of a file, and how it ends.
show() {
    local what=$1 file=$2 counts='' status=''
    for reader in "dnstap-ldns -r" "dnstap -q -r" "fstrm_dump"; do
        # shellcheck disable=SC2086 # a command and its options
        if $reader "$file" &> shown; then status+=' 0'; else status+=" $?"; fi
        counts+=" $(grep -cE 'CQ |Data frame' shown || true)"
    done
    echo "$what:$counts, status$status"
}
{ show 'first alone' first; show 'second alone' second; show 'both in one file' both; } | tee seen
diff - seen <<'SEEN'
first alone: 1 1 1, status 0 0 0
second alone: 1 1 1, status 0 0 0
both in one file: 1 1 1, status 0 0 0
SEEN
