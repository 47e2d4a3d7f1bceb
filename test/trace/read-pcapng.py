"""Reads a pcapng file from its standard input, and writes what is in it as JSON: a list of blocks."""

import json
import struct
import sys

SECTION, INTERFACE, PACKET = 0x0A0D0D0A, 1, 6


def options(data):
    """The options at the end of a block, as pairs of a code and its bytes in hex."""
    found = []
    while data:
        code, length = struct.unpack_from("<HH", data)
        if code == 0:
            assert length == 0 and len(data) == 4, "the end of the options is the end of the block"
            return found
        found.append([code, data[4 : 4 + length].hex()])
        data = data[4 + (length + 3) // 4 * 4 :]
    return found


def section(body):
    magic, major, minor, length = struct.unpack_from("<IHHq", body)
    assert magic == 0x1A2B3C4D and length == -1
    return {"version": [major, minor], "options": options(body[16:])}


def interface(body):
    link_type, reserved, snap_length = struct.unpack_from("<HHI", body)
    assert reserved == 0
    return {"linkType": link_type, "snapLength": snap_length, "options": options(body[8:])}


def packet(body):
    number, high, low, captured, length = struct.unpack_from("<5I", body)
    end = 20 + (captured + 3) // 4 * 4
    return {
        "interface": number,
        "time": str(high << 32 | low),
        "bytes": body[20 : 20 + captured].hex(),
        "length": length,
        "options": options(body[end:]),
    }


def blocks(data):
    readers = {SECTION: section, INTERFACE: interface, PACKET: packet}
    while data:
        kind, length = struct.unpack_from("<II", data)
        assert length % 4 == 0 and struct.unpack_from("<I", data, length - 4)[0] == length
        yield {"type": kind, **readers[kind](data[8 : length - 4])}
        data = data[length:]


json.dump(list(blocks(sys.stdin.buffer.read())), sys.stdout)
