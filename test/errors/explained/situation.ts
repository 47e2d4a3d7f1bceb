import type { Address, AddrInfoError, SocketError } from '../../../src/index.ts'
import { AF_INET, AF_INET6 } from '../../../src/index.ts'
import { rejection } from '../failing.ts'
import { Scope } from '../loopback.ts'

/** Makes something fail for real, and gives the error. */
export type Situation = (scope: Scope) => Promise<Explainable>

export type Explainable = SocketError | AddrInfoError

export type Situations = Readonly<Record<string, Situation>>

/** The error of a call, whether it throws or rejects. */
export async function errorOf(call: () => unknown): Promise<Explainable> {
  return (await rejection((async () => call())())) as Explainable
}

/** An internet address; in a network namespace of one's own any port is free. */
export function at(port: number, address = '127.0.0.1'): Address {
  return { family: address.includes(':') ? AF_INET6 : AF_INET, address, port }
}

export const NOBODY = 65534

/** From here on the situation is one of anybody but root, to whom nothing is denied. */
export function becomeNobody(): void {
  process.setegid?.(NOBODY)
  process.seteuid?.(NOBODY)
}

function becomeRoot(): void {
  process.seteuid?.(0)
  process.setegid?.(0)
}

/** What the error of a situation says, without what differs from run to run. */
export interface Told {
  readonly code: string
  readonly en: readonly string[]
  readonly es: readonly string[]
}

export async function tell(situation: Situation): Promise<Told> {
  const scope = new Scope()
  try {
    const error = await situation(scope)
    const plain = (sentences: string[]) => sentences.map((sentence) => withoutChance(sentence, scope))
    const en = plain(await error.explain())
    return { code: error.code, en, es: plain(await error.explain({ language: 'es' })) }
  } finally {
    if (process.getuid?.() === 0) becomeRoot()
    await scope.close()
  }
}

function withoutChance(sentence: string, scope: Scope): string {
  return sentence
    .replaceAll(scope.folder, '/tmp/scope')
    .replaceAll(process.execPath, '/usr/bin/node')
    .replace(/(process|proceso) \d+/gi, '$1 PID')
    .replace(/descriptor \d+/g, 'descriptor N')
    .replace(/(itself|proceso) \(\d+,/g, '$1 (PID,')
    .replace(/\b(58|59|60) s\b/g, 'N s')
    .replace(/Linux \d[^ :]*/g, 'Linux RELEASE')
}
