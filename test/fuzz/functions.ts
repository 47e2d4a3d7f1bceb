import * as soquete from '../../src/index.ts'
import { within } from '../errors/failing.ts'
import { objection } from './judgement.ts'
import { make, type Recipe } from './values.ts'

/** Has a call without a socket judged, and what it made closed. */
export async function tryFunction({ name, args }: { name: string; args: Recipe[] }): Promise<void> {
  const values = args.map(make)
  if (name === 'getaddrinfo') stayHere(values)
  if (name === 'adopt') leaveOthersAlone(values)
  try {
    const member = Reflect.get(soquete, name.trim()) as (...args: unknown[]) => unknown
    const answer = await within(
      5000,
      name === 'MessageVector' ? tryVector(values) : member(...values),
      'late',
    )
    if (answer === 'late') throw new Error(`${name} hangs`)
    for (const made of [answer].flat()) if (made instanceof soquete.Socket) await made.close()
  } catch (error) {
    const complaint = objection(error, `${name}(${args.map(([kind]) => kind).join(', ')})`)
    if (complaint !== null) throw new Error(complaint)
  }
}

function tryVector([count, size, ...rest]: unknown[]): unknown {
  const vector = new soquete.MessageVector(count as number, size as number)
  for (const value of [count, size, 0, ...rest] as never[]) {
    for (const call of [
      () => vector.slot(value),
      () => vector.message(value),
      () => vector.from(value),
      () => vector.set(0, value),
      () => vector.set(value, new Uint8Array(1), value),
      () => vector.control(value),
      () => vector.setControl(0, value),
    ]) {
      try {
        call()
      } catch (error) {
        if (objection(error, '') !== null) throw error
      }
    }
  }
  return undefined
}

/** A number is a descriptor, and small ones are this process's own. */
function leaveOthersAlone(values: unknown[]): void {
  const [fd] = values
  if (typeof fd === 'number' && Number.isInteger(fd) && fd >= 0 && fd < 2 ** 20) values[0] = fd + 2 ** 20
}

/** A name that is not in this machine's files would be asked for elsewhere. */
function stayHere(values: unknown[]): void {
  const [host] = values
  if (typeof host === 'string' && host !== 'localhost') values[2] = { flags: soquete.AI_NUMERICHOST }
}
