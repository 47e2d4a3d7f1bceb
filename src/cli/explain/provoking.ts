// Command lines that let one see what a page is about: on loopback, or in a network of one's own; nothing stays of them.

/** A connection on loopback, of TCP: `a` is the client's end, `b` the server's, `l` the listener. */
const CONNECTED =
  'from socket import *; l = create_server(("127.0.0.1", 0)); a = create_connection(l.getsockname()); b, _ = l.accept()'

/** The queue of `l` is full: a SYN gets no answer. */
const FULL =
  'from socket import *; l = create_server(("127.0.0.1", 0), backlog=0); a = create_connection(l.getsockname())'

/** The calls are those of C, and what fails is named by its number. */
export function python(calls: string): string {
  return `python3 -c 'from socket import *; ${calls}'`
}

export function pythonConnected(calls: string): string {
  return `python3 -c '${CONNECTED}; ${calls}'`
}

export function pythonFull(calls: string): string {
  return `python3 -c '${FULL}; ${calls}'`
}

/** Sockets that are brought into a state, stay there for some seconds, and are listed. */
export function lists(state: string, program: string): string {
  return `${program.replace(/'$/, "; import time; time.sleep(9)'")} & sleep 1; soquete ls --state ${state}`
}
