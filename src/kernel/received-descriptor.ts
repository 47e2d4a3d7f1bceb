import type { Descriptor } from '../socket/options/descriptor.ts'
import { closeAtOnce, type Ledger } from './ledger.ts'

/** Something with a descriptor that can be closed when its holder is gone. */
export interface Droppable {
  /** -1: it is closed. */
  readonly fd: number
  describe(): string
  drop(): void
}

/** What a thread keeps of its descriptors. */
interface Keeper {
  readonly ledger: Ledger
  readonly dropped: FinalizationRegistry<Droppable>
}

/** A descriptor that the kernel has put into our table beside a message. */
export class ReceivedDescriptor implements Descriptor {
  readonly #open: OpenDescriptor

  constructor(keeper: Keeper, fd: number) {
    this.#open = new OpenDescriptor(keeper, fd)
    keeper.dropped.register(this, this.#open)
  }

  get fd(): number {
    return this.#open.fd
  }

  close(): void {
    this.#open.drop()
  }

  release(): number {
    return this.#open.release()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}

/** What outlives its holder, so that it can be closed when that has been collected. */
class OpenDescriptor implements Droppable {
  fd: number
  readonly #keeper: Keeper

  constructor(keeper: Keeper, fd: number) {
    this.#keeper = keeper
    this.fd = fd
    keeper.ledger.add(fd)
  }

  release(): number {
    const { fd } = this
    if (fd !== -1) this.#keeper.ledger.remove(fd)
    this.fd = -1
    return fd
  }

  drop(): void {
    const fd = this.release()
    if (fd !== -1) closeAtOnce(fd)
  }

  describe(): string {
    return `Descriptor ${this.fd}, received beside a message,`
  }
}
