import { CommandFailure } from '../frame/command-failure.ts'
import { Events } from '../frame/events.ts'
import { EXIT } from '../frame/exit-status.ts'
import { formatDuration } from '../frame/quantities.ts'
import type { Terminal } from '../frame/terminal.ts'
import { ConversationPackets, type Sides } from './conversation-packets.ts'
import type { Watcher } from './converse.ts'
import { HexDump } from './hex-dump.ts'
import { JsonWatcher } from './json-watcher.ts'
import { PacketFile } from './packet-file.ts'
import type { TransferWords } from './transfer-words.ts'

/** What the command line says of watching. */
export interface WatchValues {
  readonly hex: boolean
  readonly json: boolean
  readonly pcap?: string | undefined
}

/** Who watches the conversations of a command. */
export class Watching {
  readonly #terminal: Terminal
  readonly #values: WatchValues
  readonly #words: TransferWords
  readonly #packets: PacketFile | null

  constructor(terminal: Terminal, values: WatchValues, words: TransferWords) {
    this.#terminal = terminal
    this.#values = values
    this.#words = words
    this.#packets = values.pcap === undefined ? null : new PacketFile(values.pcap, words)
  }

  /** Of one conversation with `peer`. `name`: in front of what is shown, when there are several. */
  watchers(peer: string, name: string, sides: Sides): Watcher[] {
    const { stdout, stderr } = this.#terminal
    const { hex, json } = this.#values
    return [
      ...(hex ? [new HexDump(stderr, name)] : []),
      ...(json ? [new JsonWatcher(new Events(stdout), peer)] : []),
      ...(this.#packets === null
        ? []
        : [new ConversationPackets(this.#packets, sides, this.#words.pcap.unix)]),
    ]
  }
}

/** A conversation in which nothing has moved for so many milliseconds. */
export function idleFailure(words: TransferWords, name: string, idle = 0): CommandFailure {
  return new CommandFailure(words.idle(name, formatDuration(idle)), EXIT.timedOut)
}
