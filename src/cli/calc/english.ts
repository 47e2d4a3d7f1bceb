import type { CalcWords } from './calc-words.ts'

export const ENGLISH: CalcWords = {
  usage: {
    evalIsForClients: '--eval is for clients, and --serve is the server',
    oneServer: 'a client has one server: name one endpoint, or say --serve',
    streamsOnly: (place) => `${place}: the calculator speaks over streams, of TCP or of Unix sockets`,
  },
  connected: (server) => `connected to ${server}`,
  howTo: 'Two operands, then + - * or /: a message each, or all in one line, as 3 4 +. Ctrl-D ends.',
  postfix: (instead) =>
    `the calculator is postfix, the operator comes behind its two operands: ${instead ?? '3 4 +'}`,
  line: (number) => `line ${number}`,
  unfinished: (operands) => `the input has ended, and no operator came for: ${operands}`,
  gone: (server, message) =>
    message === null
      ? `${server} has closed the connection`
      : `${server} has closed the connection, and has not answered '${message}'`,
  mayBeIdle:
    'A server may disconnect who says nothing for a while; of soquete calc --serve, --idle says how long.',
  silent: (server, message, duration) => `${server} has not answered '${message}' within ${duration}`,
  noCalculator: (server, message, answer) =>
    `${server} does not speak the calculator's protocol: it answered '${message}' with '${answer}'`,
  whichServer: 'Is it the right port? A server of the exercise answers OK, RESULT or FAIL.',
  lineTooLong: (most) => `is longer than ${most}`,
}
