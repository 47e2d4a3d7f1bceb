/** A packet that was captured. Its bytes are lent: they are gone when the next one comes. */
export interface Captured {
  /** Nanoseconds since 1970 began. */
  readonly time: bigint
  readonly bytes: Uint8Array
  /** Bytes that it had on the wire. */
  readonly length: number
  readonly direction: 'in' | 'out'
  readonly ifindex: number
  /** The interface's name. */
  readonly interface: string
  /** What it begins with: LINKTYPE_ETHERNET and its like. */
  readonly linkType: number
}

/** Where packets go that were captured. */
export interface PacketOutput {
  packet(packet: Captured): Promise<void> | void
}
