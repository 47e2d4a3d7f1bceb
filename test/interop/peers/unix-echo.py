"""The peer of unix-echo.c, in Python."""

import socket
import sys

from peer import recv_all, unix_bound, unix_connected, unix_name


def serve_connection(name, kind):
    with unix_bound(name, kind) as server:
        connection, _ = server.accept()
    with connection:
        while data := connection.recv(4096):
            print('echoing', len(data), 'bytes')
            connection.sendall(data)


def serve_datagrams(name):
    with unix_bound(name, socket.SOCK_DGRAM) as server:
        for _ in range(2):
            data, sender = server.recvfrom(4096)
            print('echoing', len(data), 'bytes')
            server.sendto(data, sender)


def ask(client, stream):
    with client:
        client.sendall(b'one')
        client.sendall(b'three')
        if stream:
            print('received', recv_all(client, 8).decode())
        else:
            print('received', client.recv(4096).decode())
            print('received', client.recv(4096).decode())


type_name, role, name, *own = sys.argv[1:]
types = {'stream': socket.SOCK_STREAM, 'seqpacket': socket.SOCK_SEQPACKET, 'datagram': socket.SOCK_DGRAM}
kind = types[type_name]
if kind == socket.SOCK_DGRAM and role == 'server':
    serve_datagrams(name)
elif kind == socket.SOCK_DGRAM:
    client = unix_bound(own[0], kind)
    client.connect(unix_name(name))
    ask(client, False)
elif role == 'server':
    serve_connection(name, kind)
else:
    ask(unix_connected(name, kind), kind == socket.SOCK_STREAM)
