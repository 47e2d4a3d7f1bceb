import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import {
  type ConnectionOptions,
  connect as connectTls,
  createSecureContext,
  createServer,
  type TLSSocket,
  type TlsOptions,
} from 'node:tls'
import { toDuplex } from '../../node/socket-duplex.ts'
import { isSocketError } from '../../socket/errors.ts'
import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { inet_pton } from '../../socket/posix/inet.ts'
import type { Socket } from '../../socket/socket.ts'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import type { Values } from '../frame/option.ts'
import { formatDuration } from '../frame/quantities.ts'
import { UsageError } from '../frame/usage-error.ts'
import type { Names } from './end.ts'
import type { TLS_OPTIONS } from './options.ts'
import { TlsEnd } from './tls-end.ts'
import type { TransferWords } from './transfer-words.ts'

export type TlsValues = Values<typeof TLS_OPTIONS>

/** Milliseconds for a handshake when nobody says: a stranger who says nothing is not waited for. */
const HANDSHAKE = 10_000

/** How long a client waits for the handshake. */
export interface HandshakeLimits {
  /** Milliseconds, from `started` on, as performance.now() tells it; otherwise HANDSHAKE from the handshake on. */
  readonly timeout: number | undefined
  readonly started: number
  readonly signal: AbortSignal
}

/** What both sides are configured with. Files are read once, before anybody connects. */
export class Tls {
  readonly #values: TlsValues
  readonly #words: TransferWords
  readonly #material: { readonly cert?: Buffer; readonly key?: Buffer; readonly ca?: Buffer }
  /** So that clients that come back can resume their session, although each connection has a server of its own. */
  readonly #ticketKeys = randomBytes(48)

  constructor(values: TlsValues, words: TransferWords) {
    this.#values = values
    this.#words = words
    if (values.cert !== undefined && values.key === undefined)
      throw new UsageError(words.usage.onlyWith('--cert', '--key'))
    if (values.key !== undefined && values.cert === undefined)
      throw new UsageError(words.usage.onlyWith('--key', '--cert'))
    this.#material = {
      ...(values.cert === undefined ? {} : { cert: this.#file(values.cert) }),
      ...(values.key === undefined ? {} : { key: this.#file(values.key) }),
      ...(values.ca === undefined ? {} : { ca: this.#file(values.ca) }),
    }
    try {
      createSecureContext(this.#material)
    } catch (error) {
      const files = [values.cert, values.key, values.ca].filter((file) => file !== undefined).join(', ')
      throw new CommandFailure(words.cannotRead(files, (error as Error).message), EXIT.untrusted)
    }
  }

  /** Whether it can serve; without a certificate no client would talk to it. */
  checkServer(): void {
    const { cert } = this.#material
    if (cert === undefined) throw new UsageError(this.#words.tls.needsCertificate, this.#words.tls.makeOne)
  }

  /** The handshake of a client with the host of that name. Owns the socket from now on. */
  async connect(socket: Socket, names: Names, host: string, limits: HandshakeLimits): Promise<TlsEnd> {
    const { insecure, servername } = this.#values
    const isAddress = inet_pton(AF_INET, host) !== null || inet_pton(AF_INET6, host) !== null
    const carrier = toDuplex(socket, { allowHalfOpen: true })
    const options: ConnectionOptions = {
      ...this.#material,
      ...this.#protocols(),
      host,
      // An address is no name for a server to go by: RFC 6066, section 3.
      servername: servername ?? (isAddress ? '' : host),
      rejectUnauthorized: !insecure,
      socket: carrier,
    }
    const tls = connectTls(options)
    await this.#shaken(tls, names.name, limits)
    return this.#end(names, tls, carrier)
  }

  /** The handshake of a server with a client that has connected. Owns the socket from now on. */
  async accept(socket: Socket, names: Names, signal: AbortSignal): Promise<TlsEnd> {
    const options: TlsOptions = {
      ...this.#material,
      ...this.#protocols(),
      ticketKeys: this.#ticketKeys,
      handshakeTimeout: HANDSHAKE,
      requestCert: this.#material.ca !== undefined,
      rejectUnauthorized: !this.#values.insecure,
    }
    const server = createServer(options)
    const duplex = toDuplex(socket, { allowHalfOpen: true })
    let abandon = () => {}
    try {
      const tls = await new Promise<TLSSocket>((resolve, reject) => {
        abandon = () => reject(signal.reason)
        if (signal.aborted) abandon()
        signal.addEventListener('abort', abandon)
        server.once('secureConnection', resolve)
        server.once('tlsClientError', reject)
        duplex.once('error', reject)
        // Who leaves in the middle leaves no error. What came with the end is looked at first.
        duplex.once('end', () => setImmediate(() => reject(new Error(this.#words.tls.left))))
        server.emit('connection', duplex)
      })
      duplex.allowHalfOpen = true
      return this.#end(names, tls, duplex)
    } catch (error) {
      duplex.destroy()
      if (signal.aborted) throw signal.reason
      throw this.#failure(names.name, error)
    } finally {
      signal.removeEventListener('abort', abandon)
    }
  }

  #end(names: Names, tls: TLSSocket, carrier: Duplex): TlsEnd {
    return new TlsEnd(
      names,
      tls,
      carrier,
      () => new CommandFailure(this.#words.tls.cut(names.name), EXIT.reset),
    )
  }

  async #shaken(tls: TLSSocket, name: string, { timeout, started, signal }: HandshakeLimits): Promise<void> {
    const patience = timeout === undefined ? HANDSHAKE : timeout - (performance.now() - started)
    let late: NodeJS.Timeout | undefined
    let abandon = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        late = setTimeout(() => {
          const message = this.#words.tls.noHandshake(name, formatDuration(timeout ?? HANDSHAKE))
          reject(new CommandFailure(message, EXIT.timedOut, [this.#words.tls.notTls]))
        }, patience)
        abandon = () => reject(signal.reason)
        if (signal.aborted) abandon()
        signal.addEventListener('abort', abandon)
        tls.once('secureConnect', resolve)
        tls.once('error', reject)
        tls.once('close', () => reject(new Error(this.#words.tls.left)))
      })
    } catch (error) {
      tls.destroy()
      if (signal.aborted) throw signal.reason
      throw this.#failure(name, error)
    } finally {
      clearTimeout(late)
      signal.removeEventListener('abort', abandon)
    }
  }

  #protocols(): { readonly ALPNProtocols?: string[] } {
    const { alpn } = this.#values
    return alpn === undefined ? {} : { ALPNProtocols: alpn.split(',').map((protocol) => protocol.trim()) }
  }

  #file(path: string): Buffer {
    try {
      return readFileSync(path)
    } catch (error) {
      throw new CommandFailure(this.#words.cannotRead(path, (error as Error).message), EXIT.failed)
    }
  }

  #failure(name: string, error: unknown): unknown {
    if (error instanceof CommandFailure || isSocketError(error)) return error
    const { tls } = this.#words
    // OpenSSL's reason stands in a line of its own making, `…:error:0A00009C:SSL routines:…:http request:…`.
    const { message, code = '', reason = message } = error as NodeJS.ErrnoException & { reason?: string }
    if (code === 'ECONNRESET')
      return new CommandFailure(tls.failed(name, tls.left), EXIT.untrusted, [tls.notTls])
    const advice = adviceFor(code, tls)
    const said = advice === tls.notTls ? tls.failed(name, reason) : tls.untrusted(name, message)
    return new CommandFailure(said, EXIT.untrusted, [advice], { cause: error })
  }
}

/** By OpenSSL's and Node's codes of what was wrong with a certificate; else with the handshake. */
function adviceFor(code: string, words: TransferWords['tls']): string {
  if (/SELF_SIGNED|UNABLE_TO|DEPTH_ZERO|ISSUER/.test(code)) return words.selfSigned
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return words.wrongName
  if (/^CERT_/.test(code)) return words.expired
  return words.notTls
}
