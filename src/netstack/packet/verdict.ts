/**
 * What a check says of a packet from a stranger: 0 when it is good, otherwise why it is refused. Small numbers, so
 * that a counter for each is an element of an array.
 */

export const GOOD = 0
/** Fewer bytes than the header has. */
export const TRUNCATED = 1
/** The IP version is another. */
export const WRONG_VERSION = 2
/** A header's length is less than its fixed part, or more than what there is. */
export const BAD_HEADER_LENGTH = 3
/** A length field says more than there is, or less than the header has. */
export const BAD_LENGTH = 4
export const BAD_CHECKSUM = 5
/** A fragment that would end beyond 65,535 bytes, or one before the last that is no multiple of 8 bytes. */
export const BAD_FRAGMENT = 6
/** An option's length is less than its own header, or more than what there is. */
export const BAD_OPTION_LENGTH = 7
/** An IPv6 option that nobody here knows, and that wants the packet to be discarded: RFC 8200 4.2. */
export const UNKNOWN_OPTION = 8
/** A routing header that wants the packet to go elsewhere, in a way that nobody here knows: RFC 8200 4.4. */
export const UNKNOWN_ROUTING_TYPE = 9
/** A hop-by-hop header that does not stand at once behind the IPv6 header: RFC 8200 4.1. */
export const MISPLACED_HEADER = 10
/** More extension headers than are read: RFC 8504 5.3. */
export const TOO_MANY_HEADERS = 11

/** The verdicts in words, by number. */
export const VERDICTS: readonly string[] = [
  'good',
  'cut short',
  'wrong IP version',
  'bad header length',
  'bad length',
  'bad checksum',
  'bad fragment',
  'bad option length',
  'unknown option',
  'unknown routing type',
  'misplaced header',
  'too many headers',
]
