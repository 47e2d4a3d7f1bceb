import { MessageVector, MSG_WAITALL, SOCK_DGRAM, SOCK_STREAM, type Socket } from '../../src/index.ts'
import { CANARY, detach, resizable } from './memory.ts'

// biome-ignore lint/suspicious/noExplicitAny: what is put where it does not belong
export type Anything = any

/** Something that a program changes while the call that was given it waits. */
export interface Case {
  readonly name: string
  readonly type: number
  /** Begins the call on a socket that has to wait, and gives what changes its arguments. */
  begin(waiting: Socket): [promise: Promise<unknown>, tamper: () => Uint8Array | undefined]
  readonly sends?: true
}

/** Where memory went must keep its canaries: nothing may be written to where it was. */
function detached(view: Uint8Array): () => Uint8Array {
  return () => detach(view)
}

export function filled(length: number): Uint8Array {
  return new Uint8Array(length).fill(CANARY)
}

function resized(to: number): [Uint8Array, () => undefined] {
  const buffer = resizable(4096, 8192)
  return [
    new Uint8Array(buffer),
    () => {
      buffer.resize(to)
      return undefined
    },
  ]
}

const SPOILERS: Record<string, (list: Anything[]) => void> = {
  'a text in place of a buffer': (list) => void (list[0] = 'x'),
  'an imitation of a buffer': (list) => void (list[0] = { byteLength: 1 << 20, length: 1 << 20 }),
  'a number more': (list) => void list.push(5),
  'no buffer any more': (list) => void (list.length = 0),
  '2,000 buffers': (list) => list.push(...Array(2000).fill(new Uint8Array(1))),
}

export const ADDRESS_SPOILERS: Record<string, (address: Anything) => void> = {
  'a number for a path': (address) => void (address.path = 5),
  'a path too long': (address) => void (address.path = 'x'.repeat(300)),
  'another family': (address) => Object.assign(address, { family: 2, address: 'nowhere', port: -1 }),
}

const receivesInto: Record<string, (s: Socket, view: Uint8Array) => Promise<unknown>> = {
  recv: (s, view) => s.recv(view),
  'exact recv': (s, view) => s.recv(view, MSG_WAITALL),
  'peeking recv': (s, view) => s.recv(view, 2),
  recvfrom: (s, view) => s.recvfrom(view),
  recvmsg: (s, view) => s.recvmsg([view]),
}

export const receiving: Case[] = [
  ...Object.entries(receivesInto).flatMap(([call, receive]): Case[] => {
    const type = call === 'exact recv' ? SOCK_STREAM : SOCK_DGRAM
    const detaching: Case = {
      name: `${call}: the buffer is detached`,
      type,
      begin: (s) => {
        const view = filled(4096)
        return [receive(s, view), detached(view)]
      },
    }
    const resizing = [0, 10, 8192].map(
      (to): Case => ({
        name: `${call}: the buffer is resized to ${to}`,
        type,
        begin: (s) => {
          const [view, resize] = resized(to)
          return [receive(s, view), resize]
        },
      }),
    )
    return [detaching, ...resizing]
  }),
  ...Object.entries(SPOILERS).map(
    ([words, spoil]): Case => ({
      name: `recvmsg: the list has ${words}`,
      type: SOCK_DGRAM,
      begin: (s) => {
        const list = [filled(100), filled(100)]
        return [s.recvmsg(list), () => void spoil(list)]
      },
    }),
  ),
  {
    name: 'recvmmsg: the arena is detached',
    type: SOCK_DGRAM,
    begin: (s) => {
      const vector = new MessageVector(2, 2048)
      vector.arena.fill(CANARY)
      return [s.recvmmsg(vector), detached(vector.arena)]
    },
  },
  ...(
    [
      'names',
      'lengths',
      'nameLengths',
      'flags',
      'segmentSizes',
      'controls',
      'controlLengths',
      'controlsToSend',
    ] as const
  ).map(
    (field): Case => ({
      name: `recvmmsg: ${field} are detached`,
      type: SOCK_DGRAM,
      begin: (s) => {
        const vector = new MessageVector(2, 2048)
        return [s.recvmmsg(vector), () => void detach(vector[field] as Uint8Array)]
      },
    }),
  ),
]

export const sending: Case[] = [
  {
    name: 'send: the bytes are detached',
    type: SOCK_STREAM,
    sends: true,
    begin: (s) => {
      const view = filled(1 << 20)
      return [s.send(view), detached(view)]
    },
  },
  {
    name: 'send: the bytes are resized',
    type: SOCK_STREAM,
    sends: true,
    begin: (s) => {
      const [view, resize] = resized(3)
      return [s.send(view), resize]
    },
  },
  ...Object.entries(SPOILERS).map(
    ([words, spoil]): Case => ({
      name: `sendmsg: the list has ${words}`,
      type: SOCK_DGRAM,
      sends: true,
      begin: (s) => {
        const buffers = [filled(10), filled(10)]
        return [s.sendmsg({ buffers }), () => void spoil(buffers)]
      },
    }),
  ),
  ...Object.entries(ADDRESS_SPOILERS).flatMap(([words, spoil]): Case[] => {
    const address = (s: Socket): Anything => ({ ...s.getpeername() })
    const base = { type: SOCK_DGRAM, sends: true } as const
    return [
      {
        ...base,
        name: `sendto: the address has ${words}`,
        begin: (s) => {
          const to = address(s)
          return [s.sendto(filled(10), to), () => void spoil(to)]
        },
      },
      {
        ...base,
        name: `sendmsg: the address has ${words}`,
        begin: (s) => {
          const to = address(s)
          return [s.sendmsg({ buffers: [filled(10)], to }), () => void spoil(to)]
        },
      },
    ]
  }),
  ...(
    ['arena', 'names', 'lengths', 'nameLengths', 'segmentSizes', 'controls', 'controlsToSend'] as const
  ).map(
    (field): Case => ({
      name: `sendmmsg: ${field} are detached`,
      type: SOCK_DGRAM,
      sends: true,
      begin: (s) => {
        const vector = new MessageVector(2, 2048)
        vector.set(0, filled(10))
        return [s.sendmmsg(vector, 1), () => void detach(vector[field] as Uint8Array)]
      },
    }),
  ),
]
