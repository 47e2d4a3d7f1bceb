"""The peer of calculator.c, in Python."""

import re
import socket
import sys

from peer import accept_one, open_client, open_server

LEAST, MOST = -(2**63), 2**63 - 1


def divide(a, b):
    """As C does: cut towards zero."""
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


OPERATORS = {'+': int.__add__, '-': int.__sub__, '*': int.__mul__, '/': divide}


def calculate(operator, operands):
    try:
        result = OPERATORS[operator](*operands)
    except ZeroDivisionError:
        return 'FAIL'
    return f'RESULT {result}' if LEAST <= result <= MOST else 'FAIL'


def answer(message, operands):
    if message in OPERATORS:
        if len(operands) < 2:
            return 'FAIL'
        result = calculate(message, operands)
        operands.clear()
        return result
    known = len(message) <= 64 and re.fullmatch('[+-]?[0-9]+', message)
    if not known or len(operands) == 2 or not LEAST <= int(message) <= MOST:
        return 'FAIL'
    operands.append(int(message))
    return 'OK'


def serve(connection):
    operands = []
    with connection, connection.makefile('r', encoding='latin-1', newline='\n') as lines:
        for line in lines:
            if line.endswith('\n'):
                connection.sendall(answer(line[:-1].removesuffix('\r'), operands).encode() + b'\n')
    if operands:
        print('left with', len(operands), 'operands')


def ask(host, port, *messages):
    with open_client(host, port) as client, client.makefile('r', encoding='latin-1') as answers:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for message in messages:
            for character in message + '\n':
                client.sendall(character.encode())
            print(f'{message}: {answers.readline().rstrip()}')


role, *arguments = sys.argv[1:]
if role == 'client':
    ask(*arguments)
else:
    with open_server(arguments[0]) as server:
        for _ in range(int(arguments[1])):
            serve(accept_one(server))
