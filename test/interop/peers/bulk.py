"""The peer of bulk.c, in Python."""

import os
import socket
import sys
import threading
import zlib

from peer import one_connection, unix_bound, unix_connected


def say(line):
    # print() writes the line's end by itself, and two threads talk here.
    sys.stdout.write(line + '\n')


def send_bulk(connection, size):
    data = os.urandom(size)
    connection.sendall(data)
    connection.shutdown(socket.SHUT_WR)
    say(f'sent {size} {zlib.crc32(data):08x}')


def receive_bulk(connection):
    total = crc = 0
    while data := connection.recv(65536):
        total += len(data)
        crc = zlib.crc32(data, crc)
    say(f'received {total} {crc:08x}')


def both_ways(connection, size):
    sender = threading.Thread(target=send_bulk, args=(connection, size))
    sender.start()
    receive_bulk(connection)
    sender.join()


def connect():
    role, name, *rest = sys.argv[1:]
    if role == 'unix-client':
        return unix_connected(name, socket.SOCK_STREAM), rest
    if role == 'unix-server':
        with unix_bound(name, socket.SOCK_STREAM) as server:
            return server.accept()[0], rest
    return one_connection()


connection, (how, size) = connect()
with connection:
    if how == 'send':
        send_bulk(connection, int(size))
    elif how == 'receive':
        receive_bulk(connection)
    else:
        both_ways(connection, int(size))
