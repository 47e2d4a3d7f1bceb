import type { DescriptorKind, Few, Interface, Who } from './facts.ts'

/** `el proceso 4313 (node server.js)`. */
export function who(holder: Who): string {
  if (holder.kind === 'user') return `un proceso del usuario ${holder.user}`
  if (holder.kind === 'unseen') return 'un proceso que desde acá no se ve'
  const { pid, command, own } = holder
  if (own) return `este mismo proceso (${pid}, ${command})`
  return command === '' ? `el proceso ${pid}` : `el proceso ${pid} (${command})`
}

/** As a sentence begins. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `a, b y c`; before the sound of i it is `e`. */
export function all(items: readonly string[], or?: string): string {
  if (items.length < 2) return items.join('')
  const last = items.at(-1) as string
  const and = /^h?i(?!e)/i.test(last) ? 'e' : 'y'
  return `${items.slice(0, -1).join(', ')} ${or ?? and} ${last}`
}

/** `a, b y 3 más`. */
export function some({ items, more }: Few<string>): string {
  return more === 0 ? all(items) : `${items.join(', ')} y ${number(more)} más`
}

export function count(many: number, one: string, more = `${one}s`): string {
  return `${number(many)} ${many === 1 ? one : more}`
}

/** `1024`, `65 507`: groups of three from five digits on, with a space that does not break. */
export function number(value: number): string {
  return value < 10_000 ? String(value) : String(value).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
}

/** `lo (1) y eth0 (2)`: names and indices. */
export function named({ items, more }: Few<Interface>, last?: string): string {
  const names = items.map(({ name, index }) => (index === null ? name : `${name} (${index})`))
  return more === 0 ? all(names, last) : some({ items: names, more })
}

const KINDS: Readonly<Record<DescriptorKind, readonly [string, string]>> = {
  socket: ['socket', 'sockets'],
  file: ['archivo', 'archivos'],
  pipe: ['pipe', 'pipes'],
  device: ['dispositivo', 'dispositivos'],
  event: ['descriptor de epoll o eventos', 'descriptores de epoll y eventos'],
  other: ['de otra clase', 'de otras clases'],
}

export function kinds(counts: readonly (readonly [DescriptorKind, number])[]): string {
  return all(counts.map(([kind, many]) => count(many, ...KINDS[kind])))
}

export function kindsOf(kind: DescriptorKind): string {
  return KINDS[kind][1]
}
