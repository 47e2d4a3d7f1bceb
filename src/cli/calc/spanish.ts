import type { CalcWords } from './calc-words.ts'

export const SPANISH: CalcWords = {
  usage: {
    evalIsForClients: '--eval es para clientes, y --serve es el servidor',
    oneServer: 'un cliente tiene un solo servidor: hay que nombrar un extremo, o decir --serve',
    streamsOnly: (place) => `${place}: la calculadora habla por flujos, de TCP o de sockets Unix`,
  },
  connected: (server) => `conectado a ${server}`,
  howTo:
    'Dos operandos, y después + - * o /: un mensaje por vez, o todo en una línea, como 3 4 +. Ctrl-D termina.',
  postfix: (instead) =>
    `la calculadora es postfija, el operador va después de sus dos operandos: ${instead ?? '3 4 +'}`,
  line: (number) => `línea ${number}`,
  unfinished: (operands) => `la entrada terminó, y faltó el operador de: ${operands}`,
  gone: (server, message) =>
    message === null
      ? `${server} cerró la conexión`
      : `${server} cerró la conexión, y no contestó «${message}»`,
  mayBeIdle: 'Un servidor puede desconectar a quien calla un rato; en soquete calc --serve lo decide --idle.',
  silent: (server, message, duration) => `${server} no contestó «${message}» en ${duration}`,
  noCalculator: (server, message, answer) =>
    `${server} no habla el protocolo de la calculadora: a «${message}» contestó «${answer}»`,
  whichServer: '¿Es ese el puerto? Un servidor del ejercicio contesta OK, RESULT o FAIL.',
  lineTooLong: (most) => `mide más de ${most}`,
}
