import { AddrInfoError, EAI } from '../socket/errors.ts'
import type { AddrInfo, AddrInfoHints, NameInfo } from '../socket/lookup.ts'
import { type Address, formatAddress } from '../socket/posix/addresses.ts'
import {
  AF_INET,
  AF_INET6,
  AI_NUMERICHOST,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
} from '../socket/posix/constants.ts'
import { inet_pton } from '../socket/posix/inet.ts'
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from '../socket/posix/sockaddr.ts'
import { loadKoffi } from './koffi.ts'
import { ADDRINFO } from './layout.ts'
import { libc } from './libc.ts'

/** Lookups in libuv's pool at one time: it has four threads, and files and zlib need some of them. */
const AT_ONCE = 2

/** `NI_MAXHOST` and `NI_MAXSERV` of <netdb.h>. */
const HOST_ROOM = 1025
const SERVICE_ROOM = 128

let running = 0
const queue: (() => void)[] = []

/** Runs a lookup on the pool when a place is free; one whose caller has gone by then is not begun. */
function onPool<Result>(
  signal: AbortSignal | undefined,
  start: (done: (finish: () => Result) => void) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const run = () => {
      if (signal?.aborted) return next()
      running++
      start((finish) => {
        running--
        next()
        try {
          resolve(finish())
        } catch (error) {
          reject(error)
        }
      })
    }
    if (running < AT_ONCE) run()
    else queue.push(run)
  })
}

function next(): void {
  queue.shift()?.()
}

/** libc's getaddrinfo(3). Numeric hosts and services are read at once, names on another thread. */
export async function lookUpAddress(
  host: string | null,
  service: string | null,
  hints: AddrInfoHints,
  signal: AbortSignal | undefined,
): Promise<AddrInfo[]> {
  const request = new Uint8Array(Math.max(ADDRINFO.size, 128))
  const view = new DataView(request.buffer)
  view.setInt32(ADDRINFO.flags, hints.flags ?? 0, true)
  view.setInt32(ADDRINFO.family, hints.family ?? 0, true)
  view.setInt32(ADDRINFO.socktype, hints.type ?? 0, true)
  view.setInt32(ADDRINFO.protocol, hints.protocol ?? 0, true)
  const list = new Uint8Array(128)
  const finish = (result: number) => {
    if (result !== 0) throw lookupError(result, 'getaddrinfo', subject(host, service))
    return readList(new DataView(list.buffer).getBigUint64(0, true))
  }
  if (isNumeric(host, service, hints)) return finish(libc().getaddrinfo(host, service, request, list))
  return onPool(signal, (done) =>
    libc().getaddrinfo.async(host, service, request, list, (error, result) =>
      done(() => {
        if (error) throw error
        return finish(result)
      }),
    ),
  )
}

function isNumeric(host: string | null, service: string | null, hints: AddrInfoHints): boolean {
  const numericHost =
    host === null ||
    ((hints.flags ?? 0) & AI_NUMERICHOST) !== 0 ||
    inet_pton(AF_INET, host) !== null ||
    inet_pton(AF_INET6, host) !== null
  return numericHost && (service === null || /^\d+$/.test(service))
}

function subject(host: string | null, service: string | null): string | null {
  if (host === null) return service === null ? null : `service ${service}`
  return host
}

function lookupError(result: number, syscall: 'getaddrinfo' | 'getnameinfo', about: string | null) {
  return new AddrInfoError(result, syscall, about, result === EAI.EAI_SYSTEM ? libc().errno() : 0)
}

/** Copies the list that libc has made, and frees it. */
function readList(head: bigint): AddrInfo[] {
  const koffi = loadKoffi()
  const answers: AddrInfo[] = []
  try {
    for (let at = head; at !== 0n; ) {
      const info = new DataView(koffi.view(at, ADDRINFO.size))
      const length = info.getUint32(ADDRINFO.addrlen, true)
      const sockaddr = new Uint8Array(koffi.view(info.getBigUint64(ADDRINFO.addr, true), length))
      const address = decodeSockaddr(sockaddr, 0, length)
      const name = info.getBigUint64(ADDRINFO.canonname, true)
      if (address !== null) {
        answers.push({
          flags: info.getInt32(ADDRINFO.flags, true),
          family: info.getInt32(ADDRINFO.family, true),
          type: info.getInt32(ADDRINFO.socktype, true),
          protocol: info.getInt32(ADDRINFO.protocol, true),
          address,
          ...(name === 0n ? {} : { canonname: koffi.decode.string(name) }),
        })
      }
      at = info.getBigUint64(ADDRINFO.next, true)
    }
  } finally {
    libc().freeaddrinfo(head)
  }
  return answers
}

/** libc's getnameinfo(3), on another thread when it may have to ask for a name. */
export async function lookUpName(
  address: Address,
  flags: number,
  signal: AbortSignal | undefined,
): Promise<NameInfo> {
  const sockaddr = new Uint8Array(SOCKADDR_SIZE)
  const length = encodeSockaddr(address, sockaddr)
  const host = new Uint8Array(HOST_ROOM)
  const service = new Uint8Array(SERVICE_ROOM)
  const args = [sockaddr, length, host, HOST_ROOM, service, SERVICE_ROOM, flags] as const
  const finish = (result: number): NameInfo => {
    if (result !== 0) throw lookupError(result, 'getnameinfo', formatAddress(address))
    return { host: cText(host), service: cText(service) }
  }
  const numeric = NI_NUMERICHOST | NI_NUMERICSERV
  if ((flags & numeric) === numeric) return finish(libc().getnameinfo(...args))
  return onPool(signal, (done) =>
    libc().getnameinfo.async(...args, (error, result) =>
      done(() => {
        if (error) throw error
        return finish(result)
      }),
    ),
  )
}

function cText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return new TextDecoder().decode(bytes.subarray(0, end === -1 ? bytes.length : end))
}
