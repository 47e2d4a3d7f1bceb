import { ENGLISH_LIMITS, ENGLISH_MISUSE, ENGLISH_NAMES, ENGLISH_PERMISSIONS } from './english-calls.ts'
import { ENGLISH_ADDRESSES, ENGLISH_CONNECTING } from './english-connecting.ts'
import { ENGLISH_IDEAS } from './english-ideas.ts'
import { ENGLISH_STATES } from './english-states.ts'
import { ENGLISH_ENDINGS, ENGLISH_WAITING } from './english-talking.ts'
import type { ExplainTexts } from './texts.ts'

export const ENGLISH: ExplainTexts = {
  words: {
    headings: {
      calls: 'By call',
      who: 'Who is in it',
      way: 'The way here and on',
      lasts: 'How long on Linux',
      problem: 'Is it a problem?',
      todo: 'What to do',
      see: 'See it happen',
      also: 'See also',
      sources: 'RFC 9293',
    },
    groups: {
      addresses: 'Addresses and ports',
      connecting: 'Connecting',
      endings: 'How connections end',
      waiting: 'Calls that would have to wait',
      limits: 'Limits',
      permissions: 'Permissions and paths',
      misuse: 'Calls that do not fit',
      names: 'Names of hosts and services',
      states: 'States of a TCP connection',
      ideas: 'Ideas and options',
    },
    causes: {
      listen: 'listen()',
      connect: 'connect(): SYN goes out',
      close: 'close()',
      closeOrShutdown: 'close() or shutdown(): FIN goes out',
      synArrives: 'SYN arrives, SYN+ACK goes out',
      synMeetsSyn: 'SYN arrives: both connect at once',
      synAckArrives: 'SYN+ACK arrives, ACK goes out',
      ackArrives: 'ACK arrives',
      finArrives: 'FIN arrives, ACK goes out',
      finAndAckArrive: 'FIN and ACK of FIN arrive, ACK goes out',
      ackOfFinArrives: 'ACK of FIN arrives',
      resetOrSilence: 'RST arrives, or no answer in time',
      resetOrTimeout: 'RST arrives, or time is over',
      timeIsOver: '60 s are over',
    },
    everyCall: 'every call',
    now: (value) => `${value} on this machine`,
    contents:
      'A page on each of these: soquete explain NAME. A number, or the words of a message, will do too.',
    unknown: (said) => `there is no page about '${said}'`,
    foreign: (code, number) => `${code} is error ${number}, but calls on sockets do not give it`,
    seeContents: 'soquete explain, without a name, lists all pages.',
  },
  errors: {
    addresses: ENGLISH_ADDRESSES,
    connecting: ENGLISH_CONNECTING,
    endings: ENGLISH_ENDINGS,
    waiting: ENGLISH_WAITING,
    limits: ENGLISH_LIMITS,
    permissions: ENGLISH_PERMISSIONS,
    misuse: ENGLISH_MISUSE,
    names: ENGLISH_NAMES,
  },
  states: ENGLISH_STATES,
  ideas: ENGLISH_IDEAS,
}
