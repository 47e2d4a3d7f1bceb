import assert from 'node:assert/strict'
import { constants } from 'node:os'
import { inspect } from 'node:util'
import {
  type Address,
  AF_UNIX,
  type ErrorCode,
  errno,
  formatAddress,
  isInternetAddress,
  isSocketError,
  LANGUAGES,
  SocketError,
  strerror,
} from '../../src/index.ts'

/** What each call was doing, as the message says it after "cannot". */
const DOING = {
  adopt: 'adopt',
  accept: 'accept a connection',
  bind: 'bind',
  connect: 'connect to',
  detach: 'detach',
  getpeername: "get the peer's name",
  getsockname: "get the socket's name",
  getsockopt: 'get an option',
  ioctl: 'ioctl',
  listen: 'listen',
  recv: 'receive',
  recvfrom: 'receive',
  recvmsg: 'receive a message',
  recvmmsg: 'receive messages',
  send: 'send',
  sendto: 'send to',
  sendmsg: 'send a message',
  sendmmsg: 'send messages',
  setsockopt: 'set an option',
  shutdown: 'shut down',
  socket: 'create a socket',
  socketpair: 'create a pair of sockets',
} as const

/** Calls that return promises: they reject and never throw. */
const WAITING = new Set(['accept', 'connect', 'serve'])
const isWaiting = (syscall: string) => WAITING.has(syscall) || /^(recv|send)/.test(syscall)

interface Expected {
  readonly code: ErrorCode
  readonly syscall: keyof typeof DOING
  /** The address that the call named. */
  readonly about?: Address
  /** Instead of the usual words. */
  readonly words?: string
  readonly bytesTransferred?: number
}

/** Has a call fail, and polices everything that its error tells. */
export async function fails(call: () => unknown, expected: Expected): Promise<SocketError> {
  const error = await failure(call, expected.syscall)
  assert.ok(error instanceof SocketError, `a SocketError was expected, not ${inspect(error)}`)
  assert.equal(error.code, expected.code, error.message)
  assert.equal(error.name, 'SocketError')
  assert.equal(error.errno, -errno[expected.code])
  const nodes = (constants.errno as Record<string, number>)[expected.code]
  if (nodes !== undefined) assert.equal(error.errno, -nodes, "the number is Node's too")
  assert.ok(isSocketError(error, expected.code))
  assert.equal(error.syscall, expected.syscall, error.message)
  assert.equal(error.message, message(expected))
  assert.match(inspect(error), new RegExp(`^SocketError: cannot ${DOING[expected.syscall]}`))
  checkAddressFields(error, expected.about)
  assert.equal(error.bytesTransferred, expected.bytesTransferred, 'bytesTransferred')
  await checkExplanations(error)
  return error
}

async function checkExplanations(error: SocketError): Promise<void> {
  for (const language of LANGUAGES) {
    const sentences = await error.explain({ language })
    assert.ok(
      sentences.length > 0 && sentences.length <= 4,
      `${sentences.length} sentences: ${error.message}`,
    )
    for (const sentence of sentences) assert.match(sentence, /^[A-ZÁÉÍÓÚÑ].*\.$/, 'a sentence')
  }
}

async function failure(call: () => unknown, syscall: string): Promise<unknown> {
  let answer: unknown
  try {
    answer = call()
  } catch (error) {
    assert.ok(!isWaiting(syscall), `${syscall} threw where it must reject: ${error}`)
    return error
  }
  assert.equal(answer instanceof Promise, isWaiting(syscall), `${syscall} returns ${inspect(answer)}`)
  return rejection(answer as Promise<unknown>)
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let answer: unknown
  try {
    answer = await promise
  } catch (error) {
    return error
  }
  return assert.fail(`succeeded with ${inspect(answer)}`)
}

function message({ code, syscall, about, words }: Expected): string {
  const to = syscall === 'sendmsg' ? ' to' : ''
  const address = about === undefined ? '' : `${to} ${formatAddress(about)}`
  return `cannot ${DOING[syscall]}${address}: ${words ?? strerror(errno[code])} (${code})`
}

function checkAddressFields(error: SocketError, about: Address | undefined): void {
  const found = Object.fromEntries(
    Object.entries(error).filter(([name]) => ['address', 'port', 'path'].includes(name)),
  )
  let fields = {}
  if (about?.family === AF_UNIX) fields = { path: formatAddress(about) }
  else if (about !== undefined && isInternetAddress(about))
    fields = { address: about.address, port: about.port }
  assert.deepEqual(found, fields)
}

/** What a call gives, or the text when it takes too long. */
export async function within(milliseconds: number, answer: unknown, text: string): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, milliseconds, text)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
