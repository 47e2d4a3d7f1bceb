"""The peer of urgent.c, in Python."""

import fcntl
import select
import socket
import struct

from peer import one_connection, recv_all

SIOCATMARK = 0x8905


def send_urgent(connection):
    connection.recv(1)
    connection.sendall(b'before')
    connection.send(b'!', socket.MSG_OOB)
    connection.sendall(b'after')
    print('sent')


def at_mark(connection):
    return struct.unpack('i', fcntl.ioctl(connection, SIOCATMARK, struct.pack('i', 0)))[0] != 0


def receive_urgent(connection):
    waiting = select.poll()
    waiting.register(connection, select.POLLPRI)
    waiting.poll()
    print('out of band:', connection.recv(1, socket.MSG_OOB).decode())
    before = b''
    while not at_mark(connection):
        before += connection.recv(64)
    print('before the mark:', before.decode())
    print('after the mark:', recv_all(connection, 64).decode())


connection, (how,) = one_connection()
with connection:
    send_urgent(connection) if how == 'send' else receive_urgent(connection)
