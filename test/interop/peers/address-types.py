"""Connects to itself and tells of what types the parts of an address are."""

import socket

import peer  # noqa: F401  an end after 20 seconds

with socket.create_server(('127.0.0.1', 0)) as server:
    with socket.create_connection(server.getsockname()):
        connection, address = server.accept()
        connection.close()
        print(*(type(part).__name__ for part in address))
