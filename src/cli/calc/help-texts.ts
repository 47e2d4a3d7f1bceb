import type { Language } from '../../socket/language.ts'
import type { CommandText } from '../frame/command.ts'
import { ENGLISH } from '../frame/english.ts'
import { SPANISH } from '../frame/spanish.ts'
import type { CALC_OPTIONS } from './options.ts'

export const HELP_TEXTS: Readonly<Record<Language, CommandText<keyof typeof CALC_OPTIONS>>> = {
  en: {
    summary: "The calculator of the guides' exercise: its server, and a client to calculate with.",
    examples: [
      'the server, on port 51216 of this machine',
      'calculate: one message a line (3, then 4, then +), or all of them (3 4 +)',
      'the result alone: a line is a calculation',
      'without an input, at a server that is named',
      'for other machines too, and over a Unix socket; says what is calculated',
    ],
    options: {
      serve: 'be the server',
      eval: 'calculate this line, and read no input',
      timeout: 'give up when an answer takes longer (10s)',
      ...ENGLISH.shared,
      idle: 'with --serve: disconnect who says nothing for so long (1m)',
      max: 'with --serve: connections served at one time; more wait',
      verbose: 'show each message and its answer',
    },
    notes: [
      'Two operands come first, then + - * or /: postfix. Numbers are whole, of 64 bits; / cuts off the fraction. The protocol is a line of text for each message: nc is a client too.',
      'On a terminal, the operands that wait stand in the prompt; Ctrl-C drops the line, or ends, and so does Ctrl-D. Elsewhere results go to stdout, what failed to stderr, and then the exit status is 1.',
    ],
  },
  es: {
    summary: 'La calculadora del ejercicio de las guías: su servidor, y un cliente para calcular.',
    examples: [
      'el servidor, en el puerto 51216 de esta máquina',
      'calcular: un mensaje por línea (3, después 4, después +), o todos juntos (3 4 +)',
      'solo el resultado: cada línea es una cuenta',
      'sin leer entrada, en el servidor que se nombra',
      'también para otras máquinas y por un socket Unix; dice qué se calcula',
    ],
    options: {
      serve: 'ser el servidor',
      eval: 'calcula esta línea, y no lee entrada',
      timeout: 'se rinde cuando una respuesta tarda más (10s)',
      ...SPANISH.shared,
      idle: 'con --serve: desconecta a quien calla durante ese tiempo (1m)',
      max: 'con --serve: conexiones atendidas a la vez; las demás esperan',
      verbose: 'muestra cada mensaje y su respuesta',
    },
    notes: [
      'Van primero dos operandos y después + - * o /: notación postfija. Los números son enteros de 64 bits; / descarta la fracción. El protocolo es una línea de texto por mensaje: nc también es un cliente.',
      'En una terminal, los operandos que esperan aparecen a la izquierda de lo que se escribe; Ctrl-C descarta la línea, o termina, igual que Ctrl-D. Si no, los resultados van por stdout, lo que falló por stderr, y entonces el estado de salida es 1.',
    ],
  },
}
