"""The peer of udp-echo.c, in Python."""

import socket
import sys

from peer import open_server, resolve


def serve(host, count):
    with open_server(host, socket.SOCK_DGRAM) as server:
        for _ in range(int(count)):
            data, sender = server.recvfrom(65536)
            print(len(data), 'bytes from', sender[0], sender[1])
            server.sendto(data, sender)


def ask(host, port, *lengths):
    client, address = resolve(host, port, socket.SOCK_DGRAM)
    with client:
        for length in map(int, lengths):
            sent = bytes([ord('a') + length % 26]) * length
            client.sendto(sent, address)
            data, _ = client.recvfrom(65536)
            print(len(data), 'bytes came back,', 'the same' if data == sent else 'others')


role, *arguments = sys.argv[1:]
serve(*arguments) if role == 'server' else ask(*arguments)
