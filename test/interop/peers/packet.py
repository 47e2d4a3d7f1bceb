"""The peer of packet.c, in Python."""

import socket
import struct
import sys

from peer import one_connection, recv_all

header = struct.Struct('<BI')


def recv_packet(connection):
    """Code and payload, or None at the stream's end."""
    start = recv_all(connection, header.size)
    if not start:
        return None
    code, length = header.unpack(start)
    payload = recv_all(connection, length)
    if len(payload) < length:
        sys.exit('the stream ended inside a packet')
    return code, payload


def serve(connection):
    while packet := recv_packet(connection):
        code, payload = packet
        print(f'packet {code} of {len(payload)} bytes')
        connection.sendall(header.pack(code + 128, len(payload)) + payload[::-1])
    print('end')


def pieces(data, size):
    return (data[start : start + size] for start in range(0, len(data), size))


def ask(connection, lengths):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for code, length in enumerate(map(int, lengths), 1):
        payload = bytes(i % 251 for i in range(length))
        for piece in pieces(header.pack(code, length), 1):
            connection.sendall(piece)
        for piece in pieces(payload, 1000):
            connection.sendall(piece)
        back, answer = recv_packet(connection)
        print(f'answer {back} of {len(answer)} bytes,', 'backwards' if answer == payload[::-1] else 'wrong')


connection, lengths = one_connection()
with connection:
    serve(connection) if sys.argv[1] == 'server' else ask(connection, lengths)
