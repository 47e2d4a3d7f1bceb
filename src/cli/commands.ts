import { ECHO } from './echo/command.ts'
import type { Command } from './frame/command.ts'
import { CONNECT } from './transfer/connect-command.ts'
import { LISTEN } from './transfer/listen-command.ts'
import { RELAY } from './transfer/relay-command.ts'

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [LISTEN, CONNECT, RELAY, ECHO]
