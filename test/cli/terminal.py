"""Runs a program on a terminal of its own: terminal.py ROWS COLUMNS PROGRAM [ARGUMENT ...]

What the terminal shows is copied to the output. Lines of the input are orders: `resize ROWS COLUMNS`, `type TEXT`,
where TEXT is JSON, or `resume`, once it is suspended. Ends with the program's exit status, or 128 and the number of the
signal that ended it.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios


def resize(terminal, rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', int(rows), int(columns), 0, 0))


def obey(order, terminal, program):
    word, _, rest = order.partition(' ')
    if word == 'resize':
        resize(terminal, *rest.split())
        os.kill(program, signal.SIGWINCH)
    elif word == 'resume':
        os.waitid(os.P_PID, program, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        os.kill(program, signal.SIGCONT)
    elif word == 'type':
        os.write(terminal, json.loads(rest).encode())


def main():
    rows, columns, *command = sys.argv[1:]
    own, its = pty.openpty()
    resize(its, rows, columns)
    program = os.fork()
    if program == 0:
        os.close(own)
        login(its)
        os.execvp(command[0], command)
    os.close(its)
    inputs, pending = [own, 0], b''
    while True:
        ready, _, _ = select.select(inputs, [], [])
        if 0 in ready:
            read = os.read(0, 65536)
            if not read:
                inputs.remove(0)
            pending += read
            *orders, pending = pending.split(b'\n')
            for order in orders:
                obey(order.decode(), own, program)
        if own in ready:
            try:
                shown = os.read(own, 65536)
            except OSError:  # Nobody has the other side open any more.
                break
            if not shown:
                break
            os.write(1, shown)
    _, status = os.waitpid(program, 0)
    sys.exit(os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))


def login(terminal):
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2):
        os.dup2(terminal, descriptor)


main()
