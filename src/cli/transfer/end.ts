/** How a connection is called in messages: by the endpoints of both sides. */
export interface Names {
  /** The peer. */
  readonly name: string
  readonly local: string
}

/** A connection as an end. */
export interface PeerEnd extends End, Names {
  /** Closes so that the peer learns that something went wrong, where that can be told: TCP by a reset. */
  abort(): Promise<void>
}

/** Where bytes come from and go to: a connection, datagrams, the standard streams, a file. */
export interface End {
  /** How it is called in messages. */
  readonly name: string
  /** Whether the other side can end what it sends; nobody ends datagrams. */
  readonly ends: boolean
  /**
   * Hands over each piece as it comes, and resolves when no more will. Pieces are lent: they are good until what `use`
   * gives has settled, and nothing is received meanwhile. Rejects with the signal's reason when it aborts.
   */
  receive(use: (piece: Uint8Array) => Promise<unknown>, signal: AbortSignal): Promise<void>
  /** Resolves when all of it was taken; of messages, a piece is one. */
  send(piece: Uint8Array): Promise<unknown>
  /** No more will be sent, which the other side learns where that can be told. */
  endSending(): Promise<void>
  close(): Promise<void>
}
