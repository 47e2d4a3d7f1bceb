/** The part of Bun's API that its peers use; its types are no dependency of ours. */

export interface BunSocket<Data> {
  data: Data
  /** How many bytes the socket took. */
  write(bytes: Uint8Array | string): number
  /** Sends what was taken, then closes. */
  end(): void
  setNoDelay(on: boolean): void
}

interface BunHandlers<Data> {
  open?(socket: BunSocket<Data>): void
  data(socket: BunSocket<Data>, bytes: Uint8Array): void
  drain?(socket: BunSocket<Data>): void
  error?(socket: BunSocket<Data>, error: Error): void
}

interface Bun {
  listen<Data>(options: { hostname: string; port: number; socket: BunHandlers<Data> }): { port: number }
}

export const bun: Bun = (globalThis as unknown as { Bun: Bun }).Bun
