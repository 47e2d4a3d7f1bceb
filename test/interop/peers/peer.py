"""What every peer needs: lines that arrive at once, an end after 20 seconds, and sockets
opened in the order of calls that guides teach."""

import signal
import socket
import sys

signal.alarm(20)
sys.stdout.reconfigure(line_buffering=True)


def resolve(host, port, kind, flags=0):
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, 0, kind, 0, flags)[0]
    return socket.socket(family, kind, protocol), address


def open_server(host, kind=socket.SOCK_STREAM):
    server, address = resolve(host, 0, kind, socket.AI_PASSIVE)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(address)
    if kind == socket.SOCK_STREAM:
        server.listen()
    print('ready', server.getsockname()[1])
    return server


def accept_one(server):
    connection, address = server.accept()
    print('accepted', address[0], address[1])
    return connection


def open_client(host, port):
    client, address = resolve(host, port, socket.SOCK_STREAM)
    client.connect(address)
    print('connected from', *client.getsockname()[:2])
    return client


def one_connection():
    """One connection, by either role: `server HOST …` or `client HOST PORT …`; and what follows."""
    role, host, *rest = sys.argv[1:]
    if role == 'client':
        return open_client(host, rest[0]), rest[1:]
    with open_server(host) as server:
        return accept_one(server), rest


def recv_all(connection, length):
    """All of `length`, or fewer at the stream's end."""
    received = b''
    while len(received) < length:
        piece = connection.recv(length - len(received), socket.MSG_WAITALL)
        if not piece:
            break
        received += piece
    return received


def unix_name(name):
    """A name that begins with @ is abstract."""
    return '\0' + name[1:] if name.startswith('@') else name


def unix_bound(name, kind):
    bound = socket.socket(socket.AF_UNIX, kind)
    bound.bind(unix_name(name))
    if kind != socket.SOCK_DGRAM:
        bound.listen()
    print('ready', name)
    return bound


def unix_connected(name, kind):
    client = socket.socket(socket.AF_UNIX, kind)
    client.connect(unix_name(name))
    return client
