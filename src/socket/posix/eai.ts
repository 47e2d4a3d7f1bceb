/** Codes of getaddrinfo(3) and getnameinfo(3), as glibc and musl number them. */
const ADDRINFO_ERRORS = {
  EAI_BADFLAGS: [-1, 'flags that do not go together or do not exist'],
  EAI_NONAME: [-2, 'name or service not known'],
  EAI_AGAIN: [-3, 'the name server did not answer; try again later'],
  EAI_FAIL: [-4, 'the name server failed'],
  EAI_NODATA: [-5, 'the name has no address'],
  EAI_FAMILY: [-6, 'address family not supported'],
  EAI_SOCKTYPE: [-7, 'socket type not supported'],
  EAI_SERVICE: [-8, 'service not known for this socket type'],
  EAI_ADDRFAMILY: [-9, 'the name has no address of this family'],
  EAI_MEMORY: [-10, 'out of memory'],
  EAI_SYSTEM: [-11, 'a system call failed'],
  EAI_OVERFLOW: [-12, 'the answer did not fit'],
} as const

export type AddrInfoCode = keyof typeof ADDRINFO_ERRORS

/** `EAI.EAI_NONAME` is -2. */
export const EAI = Object.freeze(
  Object.fromEntries(Object.entries(ADDRINFO_ERRORS).map(([code, [number]]) => [code, number])),
) as { readonly [Code in AddrInfoCode]: number }

/** The code of a lookup's error number, as `EAI_NONAME` for -2. */
export function addrInfoCode(number: number): string {
  const entry = Object.entries(EAI).find(([, value]) => value === number)
  return entry?.[0] ?? `EAI_${number}`
}

/** An error of getaddrinfo or getnameinfo in a few words: gai_strerror(3). */
export function gai_strerror(number: number): string {
  const entry = Object.values(ADDRINFO_ERRORS).find(([value]) => value === number)
  return entry === undefined ? `unknown lookup error ${number}` : entry[1]
}
