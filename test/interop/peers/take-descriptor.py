"""take-descriptor.py PATH   takes a connection that comes beside a message, and answers on it in capitals"""

import socket
import sys

from peer import unix_connected

with unix_connected(sys.argv[1], socket.SOCK_STREAM) as post:
    message, descriptors, _, _ = socket.recv_fds(post, 100, 1)
    with socket.socket(fileno=descriptors[0]) as mine:
        # Whether it blocks is a matter of the socket, not of the process: it came from one that does not.
        mine.setblocking(True)
        words = mine.recv(100)
        print(f'{message.decode()}: {words.decode()}')
        mine.sendall(words.upper())
