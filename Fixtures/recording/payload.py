#!/usr/bin/env python3
"""The load that the recorded tunnels carry.

    payload.py serve ADDRESS PORT KIND OCTETS     takes OCTETS over TCP, answers with as many, ends
    payload.py exchange ADDRESS PORT KIND OCTETS  sends OCTETS over TCP, reads as many, checks them
    payload.py ping ADDRESS COUNT OCTETS          sends ICMP echo requests, waits for each reply

KIND is `text`, numbered lines that can be read again in the recording, or `octets`, seeded noise
like an archive, for a tunnel that compresses: what it carries is then as much as was sent.
"""

import random
import socket
import struct
import sys
import time


def load(kind: str, octets: int, word: str) -> bytes:
    if kind == "octets":
        return random.Random(word).randbytes(octets)
    lines = b"".join(b"%s line %05d of the fixture text\n" % (word.encode(), n) for n in range(octets // 20))
    return lines[:octets]


def receive(connection: socket.socket, octets: int) -> bytes:
    data = b""
    while len(data) < octets:
        part = connection.recv(4096)
        if not part:
            break
        data += part
    return data


def checksum(data: bytes) -> int:
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def ping(address: str, count: int, octets: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP) as icmp:
        icmp.settimeout(3)
        for sequence in range(count):
            body = bytes(range(octets))
            message = struct.pack(">BBHHH", 8, 0, 0, 0x77, sequence) + body
            message = message[:2] + struct.pack(">H", checksum(message)) + message[4:]
            icmp.sendto(message, (address, 0))
            assert icmp.recv(4096)[20] == 0, "not an echo reply"
            time.sleep(0.4)


def main() -> None:
    if sys.argv[1] == "ping":
        ping(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        return
    role, address, port, kind, octets = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
    up, down = load(kind, octets, "upstream"), load(kind, octets, "downstream")
    if role == "serve":
        with socket.create_server((address, port)) as listener:
            connection, _ = listener.accept()
            with connection:
                assert receive(connection, octets) == up
                connection.sendall(down)
    else:
        with socket.create_connection((address, port)) as connection:
            connection.sendall(up)
            assert receive(connection, octets) == down


if __name__ == "__main__":
    main()
