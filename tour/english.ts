import { ENGLISH as WORDS } from '../src/trace/index.ts'
import type { Texts } from './texts.ts'

const ROLES = {
  client: 'client',
  server: 'server',
  relay: 'relay',
  sender: 'sender',
  receiver: 'receiver',
  parent: 'parent',
  child: 'child',
  program: 'program',
} as const

export const ENGLISH: Texts = {
  words: WORDS,
  roles: ROLES,
  party: (role, number, pid) => `${ROLES[role]}${number === null ? '' : ` ${number}`}, process ${pid}`,
  thread: (number, pid) => `thread ${number} of process ${pid}`,
  credit: ([guide, section]) => `guide ${guide}, «${section}»`,
  prints: (role) => `the ${ROLES[role]} prints`,
  kernelLists: 'the kernel lists',
  kernelListsNothing: 'nothing of this connection',
  summary: (chapters, failed, seconds) => {
    const count = `${chapters} ${chapters === 1 ? 'chapter' : 'chapters'}`
    const took = `${seconds.toFixed(1)} s`
    if (failed.length === 0)
      return `${count}, ${chapters === 1 ? 'as it' : 'all as they'} should be, in ${took}`
    return `${failed.length} of ${count} went wrong, in ${took}: ${failed.join(', ')}`
  },
  wrong: {
    status: (role, status, output) => `the ${ROLES[role]} ended with status ${status}: ${output}`,
    output: (role, output) => `the ${ROLES[role]} printed something else: ${output}`,
    order: 'the clients were not answered in the order that was expected',
    timeWait: 'TIME_WAIT is not where it was expected',
    play: (reason) => `the chapter could not be played: ${reason}`,
  },
  usage: {
    unknownChapter: (names, known) =>
      `soquete: no chapter is called ${names.join(', ')}\n  Chapters: ${known.join(', ')}.`,
    unknownOption: (option) =>
      `soquete: no option is called ${option}\n  Use: npm start -- [--list] [--lang en|es] [CHAPTER …]`,
    unknownLanguage: (language) => `soquete: the tour does not speak '${language}'\n  Languages: en, es.`,
  },
  chapters: {
    'client-server': {
      title: 'A client and a server',
      look: 'The server prepares and waits in accept(); the client connects, says something and closes. Look at how each call on one side ends a wait on the other, and at what close() becomes over there.',
      scenes: { only: { verdict: 'said and heard; the end of the stream is a recv() of 0 bytes' } },
    },
    'nobody-accepts': {
      title: 'Nobody is in accept()',
      look: 'The guide says that connect() fails then. Look at the hollow arrows: the client connects, sends and leaves, and the kernel keeps all of it for a server that comes to accept() later.',
      scenes: { only: { verdict: 'connect() succeeded at once: the kernel had answered for the server' } },
    },
    handshake: {
      title: 'Handshake',
      look: 'Before anything else, the client says the int32 1 and the server answers 0, or -1 to whom it does not know. Look at the four bytes, least significant first.',
      scenes: {
        friend: { verdict: 'handshake accepted' },
        number: { heading: 'a stranger, who sends the int32 0x31', verdict: 'refused at once' },
        character: {
          heading: "a stranger, who sends the one character '1'",
          verdict: "refused at the handshake's time limit; without one this server would wait for ever",
        },
      },
    },
    packet: {
      title: 'Header and payload',
      look: "A packet is a code, the payload's length, and the payload. The server reads exactly five bytes, and then exactly as many as they say. Look at the numbers: in the network's order, the most significant byte comes first.",
      scenes: { only: { verdict: 'each side read whole packets, wherever TCP may have cut them' } },
    },
    'echo-stream': {
      title: 'Echo over a stream',
      look: 'A connection carries bytes both ways. The same two programs run over TCP, where the address is a port, and between processes of one machine, where it is a path.',
      scenes: {
        internet: { verdict: 'the bytes came back over TCP' },
        unix: {
          heading: 'and over a Unix socket, by a path',
          verdict: 'the bytes came back over a Unix socket, with no port',
        },
      },
    },
    'echo-datagram': {
      title: 'Echo over datagrams',
      look: 'Nobody listens, accepts or connects: each datagram bears its address. Look at where the server learns whom to answer.',
      scenes: {
        internet: { verdict: 'the datagram came back to where it came from' },
        unix: {
          heading: 'and over a Unix socket: the client has to have a name, or nobody could answer it',
          verdict: 'the datagram came back; Linux had chosen the name that begins with @',
        },
      },
    },
    'hello-world': {
      title: 'The twins of the Python pair',
      look: 'The same calls as in the guide, and the same bytes on the wire: with port 65432 either program also talks to the other half of the pair in Python.',
      scenes: { only: { verdict: 'Hello, world' } },
    },
    socketpair: {
      title: 'A pair of sockets, for a parent and its child',
      look: 'socketpair() makes both ends at once, without address or listener. The parent gives one of them to the process that it starts, where it is descriptor 3.',
      scenes: { only: { verdict: 'both have said and heard something, over one pair' } },
    },
    'one-by-one': {
      title: 'One client after the other',
      look: 'The first client connects and is silent for a while. The second one connects and sends at once, and yet it waits: the server is in recv() for the first one.',
      scenes: { only: { verdict: 'the quick client had to wait for the slow one' } },
    },
    threads: {
      title: 'A thread for each connection',
      look: 'The same two clients. The server hands each connection to a thread of its own and goes back to accept().',
      scenes: { only: { verdict: 'the quick client was answered first: a thread of its own served it' } },
    },
    loop: {
      title: 'One loop for all connections',
      look: 'The same two clients, and one thread: it waits for all connections at once, and serves whichever has something to read.',
      scenes: { only: { verdict: 'the quick client was answered first, without a second thread' } },
    },
    relay: {
      title: 'A server that is a client',
      look: 'The relay accepts the client and connects to another server for it. Look at how the bytes, and the end of each direction, pass through.',
      scenes: { only: { verdict: 'the answer came from a server that the client does not know' } },
    },
    'closing-server-first': {
      title: 'Active close: the server closes first',
      look: 'Who closes first sends the first FIN and keeps the connection in TIME_WAIT for a minute, so that late segments find somebody who knows them. Here it is the server, whose port is taken meanwhile.',
      scenes: {
        closing: { verdict: 'TIME_WAIT is at the port of the server' },
        again: {
          heading: 'the server, started again on the same port',
          verdict: 'bind() failed, and explain() says why',
        },
      },
    },
    'closing-client-first': {
      title: 'Passive close: the client closes first',
      look: "The first way around it: the server waits for the end of the stream, and closes after the client. The client's port is one that nobody asks for.",
      scenes: { closing: { verdict: "TIME_WAIT is at the client's end, where it does no harm" } },
    },
    'closing-reuse': {
      title: 'SO_REUSEADDR',
      look: 'The second way: the server closes first, but has set SO_REUSEADDR before bind(), in this run and in the one before. That is what servers do.',
      scenes: {
        closing: { verdict: 'TIME_WAIT is at the port of the server, as before' },
        again: {
          heading: 'the server, started again on the same port',
          verdict: 'bind() succeeded beside TIME_WAIT',
        },
      },
    },
    'closing-reset': {
      title: 'SO_LINGER of 0 seconds, and its price',
      look: 'The third way: close() resets the connection instead of ending it. Nothing stays behind, but the client, who was slow to read, has lost what had not reached it.',
      scenes: { only: { verdict: 'no TIME_WAIT, and not all of the goodbye' } },
    },
    calculator: {
      title: 'The calculator',
      look: 'The exercise: operands first, one a message, then the operator; each message gets an answer. Look at how the server keeps what it needs for one client, and how it says no.',
      scenes: {
        sum: { verdict: '3 and 4 make 7' },
        failure: {
          heading: "a client that sends 'four'",
          verdict: 'the operand was refused, and the client did not send the operator',
        },
      },
    },
    'full-buffer': {
      title: 'Datagrams that nobody misses',
      look: 'A sender is faster than a receiver with a small buffer. Every sendto() succeeds.',
      scenes: {
        udp: { verdict: 'over UDP what did not fit was lost, and no call said so' },
        unix: {
          heading: 'and over a Unix socket, where sendto() would wait',
          verdict: 'nothing was lost: the sender is held back instead',
        },
      },
    },
    unreliable: {
      title: 'Lost, repeated and late datagrams',
      look: 'A relay in between does what a bad network does, by a plan. Only the numbers in the datagrams tell the receiver about it, and only silence tells it that nothing more will come.',
      scenes: { only: { verdict: 'one lost, one repeated, one late: UDP said nothing of any of them' } },
    },
    errors: {
      title: 'What may go wrong',
      look: 'Each failure is provoked: the call, the code, what it means, and what to do about it.',
      scenes: { only: { verdict: 'each one failed as it should' } },
    },
  },
}
