import { MessageVector, type Socket } from '../../src/index.ts'

const MESSAGES = 64

/** Receives datagrams without end, one or many at a call, and counts them. */
export class DatagramCounter {
  datagrams = 0

  readonly report = (): object => ({ datagrams: this.datagrams, seconds: performance.now() / 1000 })

  async receiveOneByOne(socket: Socket): Promise<void> {
    const buffer = new Uint8Array(65536)
    for (;;) {
      await socket.recv(buffer)
      this.datagrams++
    }
  }

  /** `size`: of the longest message, which by GRO may hold many datagrams. */
  async receiveBatches(socket: Socket, size: number): Promise<void> {
    const vector = new MessageVector(MESSAGES, size)
    const { lengths, segmentSizes } = vector
    for (;;) {
      const count = await socket.recvmmsg(vector)
      for (let i = 0; i < count; i++) {
        const segment = segmentSizes[i]!
        this.datagrams += segment === 0 ? 1 : Math.ceil(lengths[i]! / segment)
      }
    }
  }
}
