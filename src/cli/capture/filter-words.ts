/** Words that stand alone in a filter. */
export const PROTOCOL_WORDS = ['ip', 'ip6', 'arp', 'tcp', 'udp', 'icmp', 'icmp6'] as const

export type ProtocolWord = (typeof PROTOCOL_WORDS)[number]

/** Words that two parts of a filter are joined by. */
export const JOINING_WORDS: readonly string[] = ['and', 'or']

/** All words that a filter knows, as shells and suggestions have them. */
export const FILTER_WORDS: readonly string[] = [
  ...PROTOCOL_WORDS,
  ...['port', 'host', 'src', 'dst'],
  ...JOINING_WORDS,
  'not',
]
