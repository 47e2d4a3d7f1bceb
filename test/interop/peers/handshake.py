"""The peer of handshake.c, in Python."""

import struct
import sys

from peer import accept_one, open_client, open_server, recv_all

int32 = struct.Struct('<i')


def answer(connection):
    with connection:
        hello = recv_all(connection, int32.size)
        number = int.from_bytes(hello, 'little', signed=True)
        print(f'received {len(hello)} bytes: {number}')
        known = len(hello) == int32.size and number == 1
        connection.sendall(int32.pack(0 if known else -1))


def introduce(host, port, introduction):
    with open_client(host, port) as client:
        client.sendall(b'1' if introduction == 'char' else int32.pack(int(introduction)))
        result = recv_all(client, int32.size)
        number = int.from_bytes(result, 'little', signed=True)
        print(f'answered with {len(result)} bytes: {number}')


role, *arguments = sys.argv[1:]
if role == 'client':
    introduce(*arguments)
else:
    with open_server(arguments[0]) as server:
        for _ in range(int(arguments[1])):
            answer(accept_one(server))
