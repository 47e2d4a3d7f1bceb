import { setImmediate as turn } from 'node:timers/promises'
import { AF_UNIX, MSG_DONTWAIT, SOCK_STREAM, type Socket, socket, socketpair } from '../../src/index.ts'
import { within } from '../errors/failing.ts'
import { objection, type Stray } from './judgement.ts'
import { CANARY } from './memory.ts'
import { ADDRESS_SPOILERS, type Anything, type Case, filled, receiving, sending } from './spoilt-arguments.ts'

/** Connecting has to wait when the listener's backlog is full. */
async function connectSpoilt(words: string, spoil: (address: Anything) => void): Promise<string | null> {
  const name = `connect: the address has ${words}`
  const address: Anything = { family: AF_UNIX, abstract: `soquete-tampering-${process.pid}-${words}` }
  const [listener, first, second] = [0, 1, 2].map(() => socket(AF_UNIX, SOCK_STREAM)) as [
    Socket,
    Socket,
    Socket,
  ]
  try {
    listener.bind({ ...address })
    listener.listen(0)
    await first.connect({ ...address })
    const settled = second.connect(address, { timeout: 100 }).then(
      () => null,
      (error: unknown) => objection(error, name),
    )
    spoil(address)
    return (await within(1000, settled, `${name}: the call hangs`)) as string | null
  } finally {
    await Promise.all([listener.close(), first.close(), second.close()])
  }
}

async function endpoints(type: number, name: string): Promise<[Socket, Socket]> {
  if (type === SOCK_STREAM) return socketpair(AF_UNIX, type)
  const receiver = socket(AF_UNIX, type)
  receiver.bind({ family: AF_UNIX, abstract: `soquete-tampering-${process.pid}-${name}` })
  const sender = socket(AF_UNIX, type)
  await sender.connect(receiver.getsockname())
  return [sender, receiver]
}

async function fill(sender: Socket): Promise<void> {
  const bytes = filled(sender.type === SOCK_STREAM ? 65_536 : 1)
  try {
    for (;;) await sender.send(bytes, MSG_DONTWAIT)
  } catch {
    // There is no room any more.
  }
}

/** What is wrong with how a call takes it, or null. */
async function tryCase(each: Case, stray: Stray): Promise<string | null> {
  const [sender, receiver] = await endpoints(each.type, each.name)
  try {
    if (each.sends) await fill(sender)
    const [promise, tamper] = each.begin(each.sends ? sender : receiver)
    const settled = promise.then(
      () => null,
      (error: unknown) => objection(error, each.name),
    )
    await turn()
    const gone = tamper()
    if (each.sends) while (receiver.unread > 0) await receiver.recv(100_000)
    else await sender.send(new Uint8Array(5000))
    const complaint = await within(1000, settled, `${each.name}: the call hangs`)
    stray.check()
    if (complaint !== null) return complaint as string
    return gone?.some((byte) => byte !== CANARY) ? `${each.name}: memory given away was written` : null
  } catch (error) {
    return `${each.name}: ${(error as Error).message.split('\n')[0]}`
  } finally {
    await Promise.all([sender.close(), receiver.close()])
  }
}

/** Complaints about all cases, a line each. */
export async function tamper(stray: Stray): Promise<string[]> {
  const complaints: string[] = []
  for (const each of [...receiving, ...sending]) {
    const complaint = await tryCase(each, stray)
    if (complaint !== null) complaints.push(complaint)
  }
  for (const [words, spoil] of Object.entries(ADDRESS_SPOILERS)) {
    try {
      const complaint = await connectSpoilt(words, spoil)
      if (complaint !== null) complaints.push(complaint)
      stray.check()
    } catch (error) {
      complaints.push(`connect: the address has ${words}: ${(error as Error).message.split('\n')[0]}`)
    }
  }
  return complaints
}
