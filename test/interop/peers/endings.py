"""The peer of endings.c, in Python."""

import socket
import struct

from peer import one_connection


def read_to_end(connection):
    total = 0
    while data := connection.recv(65536):
        total += len(data)
    return total


def half_close(connection):
    connection.sendall(b'that is all')
    connection.shutdown(socket.SHUT_WR)
    print('shut down')
    print('read', read_to_end(connection), 'bytes after that')


def answer_end(connection):
    total = read_to_end(connection)
    print('end after', total, 'bytes')
    connection.sendall(str(total).encode())


def reset(connection):
    connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    print('resetting')


def expect_reset(connection):
    try:
        print('recv:', len(connection.recv(65536)), 'bytes')
    except ConnectionResetError:
        print('recv: ECONNRESET')


endings = {'half-close': half_close, 'answer-end': answer_end, 'reset': reset, 'expect-reset': expect_reset}
connection, (how,) = one_connection()
with connection:
    endings[how](connection)
