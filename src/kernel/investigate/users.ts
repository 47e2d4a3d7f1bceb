import type { Look } from './look.ts'
import type { Search } from './search.ts'

/** The name of a user, or its number as `1000`. */
export function userName(look: Look, uid: number): Promise<string> {
  return nameIn(look, '/etc/passwd', uid)
}

export function groupName(search: Search, gid: number): Promise<string> {
  return nameIn(search, '/etc/group', gid)
}

/** Whom this process runs as. */
export function ownUser(search: Search): Promise<string> {
  return userName(search, process.geteuid?.() ?? 0)
}

/** A name of passwd(5) or group(5): fields with colons in between, the number the third of them. */
async function nameIn(look: Look, file: string, id: number): Promise<string> {
  let name = String(id)
  await look.lines(file, (line) => {
    const fields = line.split(':')
    if (fields[2] === String(id) && name === String(id)) name = fields[0] as string
  })
  return name
}

/** Numbers of capabilities(7), from <linux/capability.h>. */
const CAPABILITIES = {
  CAP_NET_BIND_SERVICE: 10,
  CAP_NET_ADMIN: 12,
  CAP_NET_RAW: 13,
} as const

export type Capability = keyof typeof CAPABILITIES

/** Does this process have a capability? In a user namespace of its own it may, and yet own no network. */
export async function hasCapability(search: Search, capability: Capability): Promise<boolean> {
  const [, hex] = /^CapEff:\s*([0-9a-f]+)$/m.exec(await search.text('/proc/self/status')) ?? []
  return hex !== undefined && ((BigInt(`0x${hex}`) >> BigInt(CAPABILITIES[capability])) & 1n) === 1n
}
