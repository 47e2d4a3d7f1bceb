/**
 * What carries IP packets: a simulated link, a fault injector around another device, a writer of pcapng, a Linux TUN.
 * A packet is a slot of the arena that all devices of a stack share, its first byte the IP header's.
 *
 * Slots are lent for a call, in both directions: who keeps one retains it, who changes one owns it first
 * (`arena.own()`).
 */
export interface Device {
  /** As `eth0`. */
  readonly name: string
  /** Bytes of an IP packet at most, header included. */
  readonly mtu: number
  /** Sends a packet. One that cannot be taken is lost, as on a full link. */
  transmit(slot: number): void
  /** Who gets what comes; called once, before anything does. */
  attach(receiver: Receiver): void
}

export interface Receiver {
  receive(slot: number, device: Device): void
}
