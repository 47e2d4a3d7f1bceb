"""The peer of tcp-echo.c, in Python."""

import sys

from peer import accept_one, open_client, open_server, recv_all


def serve(host):
    total = 0
    with open_server(host) as server, accept_one(server) as connection:
        while data := connection.recv(1024):
            connection.sendall(data)
            total += len(data)
    print('echoed', total, 'bytes')


def ask(host, port, text):
    with open_client(host, port) as client:
        client.sendall(text.encode())
        print('received', recv_all(client, len(text.encode())).decode())


role, *arguments = sys.argv[1:]
serve(*arguments) if role == 'server' else ask(*arguments)
