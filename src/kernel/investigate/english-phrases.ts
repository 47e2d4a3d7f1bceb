import type { DescriptorKind, Few, Interface, Who } from './facts.ts'

/** `process 4313 (node server.js)`. */
export function who(holder: Who): string {
  if (holder.kind === 'user') return `a process of user ${holder.user}`
  if (holder.kind === 'unseen') return 'a process that cannot be seen from here'
  const { pid, command, own } = holder
  if (own) return `this process itself (${pid}, ${command})`
  return command === '' ? `process ${pid}` : `process ${pid} (${command})`
}

/** As a sentence begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `a, b and c`. */
export function all(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`
}

/** `a, b and 3 more`. */
export function some({ items, more }: Few<string>): string {
  return more === 0 ? all(items) : `${items.join(', ')} and ${number(more)} more`
}

/** `1 socket`, `3 sockets`. */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${number(many)} ${many === 1 ? one : more}`
}

/** `65,507`. The language's own tables take 10 ms to load. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `lo (1) and eth0 (2)`: names and indices. */
export function named({ items, more }: Few<Interface>, last?: string): string {
  const names = items.map(({ name, index }) => (index === null ? name : `${name} (${index})`))
  return more === 0 ? all(names, last) : some({ items: names, more })
}

const KINDS: Readonly<Record<DescriptorKind, readonly [string, string]>> = {
  socket: ['socket', 'sockets'],
  file: ['file', 'files'],
  pipe: ['pipe', 'pipes'],
  device: ['device', 'devices'],
  event: ['epoll or event descriptor', 'epoll and event descriptors'],
  other: ['of another kind', 'of other kinds'],
}

export function kinds(counts: readonly (readonly [DescriptorKind, number])[]): string {
  return all(counts.map(([kind, many]) => count(many, ...KINDS[kind])))
}

export function kindsOf(kind: DescriptorKind): string {
  return KINDS[kind][1]
}
