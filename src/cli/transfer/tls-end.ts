import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { Names, PeerEnd } from './end.ts'

/** A connection with TLS over it. */
export class TlsEnd implements PeerEnd {
  readonly name: string
  readonly local: string
  readonly ends = true
  readonly #tls: TLSSocket
  readonly #cutFailure: () => Error
  /** TCP ended, and TLS had not. */
  #cut = false

  /** `carrier`: the stream below; `cutFailure`: when it ends before TLS has said that this is the end. */
  constructor({ name, local }: Names, tls: TLSSocket, carrier: Duplex, cutFailure: () => Error) {
    this.name = name
    this.local = local
    this.#tls = tls
    // Who receives or sends learns of it; until somebody does, it must not end the process.
    tls.on('error', () => {})
    this.#cutFailure = cutFailure
    this.#watchEnd(carrier)
  }

  /** RFC 8446, section 6.1: anybody can end TCP, and only the peer can say that nothing is missing. */
  #watchEnd(carrier: Duplex): void {
    const tls = this.#tls
    let carried = true
    carrier.prependOnceListener('end', () => {
      carried = false
    })
    const { push } = tls
    tls.push = (piece, encoding) => {
      if (piece === null) this.#cut = !carried
      return push.call(tls, piece, encoding)
    }
  }

  /** What has been agreed on, and with whom: `TLSv1.3, TLS_AES_256_GCM_SHA384, h2, CN=example.com`. */
  get agreement(): string {
    const { alpnProtocol } = this.#tls
    const { subject } = this.#tls.getPeerCertificate() as { subject?: Record<string, unknown> }
    const name = subject?.CN === undefined ? [] : [`CN=${subject.CN}`]
    const protocol = typeof alpnProtocol === 'string' ? [alpnProtocol] : []
    const all = [this.#tls.getProtocol(), this.#tls.getCipher().name, ...protocol, ...name]
    // A peer has chosen its own name.
    return all.join(', ').replace(/[^\x20-\x7e]/g, '·')
  }

  async receive(use: (piece: Uint8Array) => Promise<unknown>, signal: AbortSignal): Promise<void> {
    const abandon = () => this.#tls.destroy(signal.reason as Error)
    signal.throwIfAborted()
    signal.addEventListener('abort', abandon, { once: true })
    try {
      for await (const piece of this.#tls.iterator({ destroyOnReturn: false })) await use(piece as Uint8Array)
    } finally {
      signal.removeEventListener('abort', abandon)
    }
    signal.throwIfAborted()
    if (this.#cut) throw this.#cutFailure()
  }

  send(piece: Uint8Array): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#tls.write(piece, (error) => (error ? reject(error) : resolve(piece.length)))
    })
  }

  async endSending(): Promise<void> {
    if (this.#tls.writableEnded || this.#tls.destroyed) return
    await new Promise<void>((resolve) => {
      this.#tls.once('close', resolve)
      this.#tls.end(resolve)
    })
  }

  async close(): Promise<void> {
    await this.endSending()
    await this.abort()
  }

  /** Without TLS's closing word, which tells the peer that something is missing. */
  async abort(): Promise<void> {
    if (this.#tls.closed) return
    const closed = new Promise((resolve) => this.#tls.once('close', resolve))
    this.#tls.destroy()
    await closed
  }
}
