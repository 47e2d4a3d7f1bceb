/**
 * The way from a local address to a remote one, as IP offers it to a transport: made once for a connection, so that a
 * packet costs neither a lookup nor a sum over the addresses.
 */
export interface Path {
  readonly version: 4 | 6
  /** Addresses as text, as inet_ntop() writes them. */
  readonly source: string
  readonly destination: string
  /** The sum of the pseudo-header for a protocol, without the length: see `packet/checksum.ts`. */
  pseudoHeader(protocol: number): number
  /** Bytes of a packet at most, IP header included; path MTU discovery makes it smaller (RFC 1191, RFC 8201). */
  readonly mtu: number
  /**
   * Sends the transport's packet that the slot has, sealed: IP prepends its header and chooses the device. The slot is
   * lent, and the caller's alone (`holders` is 1). Zero, or a negative error number such as `-errno.ENETUNREACH`.
   */
  send(slot: number, protocol: number, ttl: number, tos: number): number
}

/** A transport, or whatever else IP hands packets to. */
export interface Protocol {
  /**
   * A packet for this host, judged by IP: its header begins at `ip`, the transport's at `at`, and it ends before `end`,
   * positions in the slot's view. The slot is lent.
   */
  receive(slot: number, ip: number, at: number, end: number): void
  /**
   * An ICMP error that quotes a packet of ours: `error` is the errno that it stands for, `mtu` that of the next hop for
   * "too big" (else 0), the rest as for `receive`, of the quoted packet, which may end early. Lent.
   */
  failed(slot: number, ip: number, at: number, end: number, error: number, mtu: number): void
}
