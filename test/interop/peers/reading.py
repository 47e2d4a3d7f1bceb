"""The peer of reading.c, in Python."""

import socket
import struct
import sys

from peer import one_connection, recv_all

TAKEN, READING, HOTTEST, ERROR = 0, 1, 2, 255
header = struct.Struct('!BI')
fields = struct.Struct('!IhH')


def pack(station, tenths, place):
    return fields.pack(station, tenths, len(place.encode())) + place.encode()


def unpack(payload):
    station, tenths, length = fields.unpack_from(payload)
    place = payload[fields.size :]
    if len(place) != length:
        sys.exit('the place has another length')
    return station, tenths, place.decode()


def send_packet(connection, code, payload=b'', piece=2000):
    data = header.pack(code, len(payload)) + payload
    for start in range(0, len(data), piece):
        connection.sendall(data[start : start + piece])


def recv_packet(connection):
    start = recv_all(connection, header.size)
    if not start:
        return None
    code, length = header.unpack(start)
    return code, recv_all(connection, length)


def serve(connection):
    hottest = None
    while packet := recv_packet(connection):
        code, payload = packet
        if code == READING:
            reading = unpack(payload)
            print('reading', *reading)
            if hottest is None or reading[1] > hottest[1]:
                hottest = reading
            send_packet(connection, TAKEN)
        elif code == HOTTEST and hottest is not None:
            send_packet(connection, READING, pack(*hottest))
        else:
            send_packet(connection, ERROR)


def ask(connection, station, tenths, place, piece):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    send_packet(connection, READING, pack(int(station), int(tenths), place), int(piece))
    print('answer', recv_packet(connection)[0])
    send_packet(connection, HOTTEST, piece=int(piece))
    code, payload = recv_packet(connection)
    if code != READING:
        sys.exit('no reading came back')
    print('hottest', *unpack(payload))
    send_packet(connection, 77, piece=int(piece))
    print('answer', recv_packet(connection)[0])


connection, rest = one_connection()
with connection:
    serve(connection) if sys.argv[1] == 'server' else ask(connection, *rest)
