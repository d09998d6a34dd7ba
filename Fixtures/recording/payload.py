#!/usr/bin/env python3
"""The load that the recorded tunnels carry.

    payload.py serve ADDRESS PORT OCTETS     takes OCTETS over TCP, answers with as many, ends
    payload.py exchange ADDRESS PORT OCTETS  sends OCTETS over TCP, reads as many, checks them
    payload.py ping ADDRESS COUNT OCTETS     sends ICMP echo requests, waits for each reply

The octets are numbered lines of plain text, so what a tunnel carried can be read again.
"""

import socket
import struct
import sys
import time


def text(octets: int, word: str) -> bytes:
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
    role, address, port, octets = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if role == "ping":
        ping(address, port, octets)
        return
    if role == "serve":
        with socket.create_server((address, port)) as listener:
            connection, _ = listener.accept()
            with connection:
                assert receive(connection, octets) == text(octets, "upstream")
                connection.sendall(text(octets, "downstream"))
    else:
        with socket.create_connection((address, port)) as connection:
            connection.sendall(text(octets, "upstream"))
            assert receive(connection, octets) == text(octets, "downstream")


if __name__ == "__main__":
    main()
