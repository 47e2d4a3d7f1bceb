import { CALC } from './calc/command.ts'
import { CAPTURE } from './capture/command.ts'
import { ECHO } from './echo/command.ts'
import { EXPLAIN } from './explain/command.ts'
import type { Command } from './frame/command.ts'
import { LIST } from './list/command.ts'
import { PING } from './ping/command.ts'
import { completionCommand } from './shell/completion-command.ts'
import { helpCommand } from './shell/help-command.ts'
import { CONNECT } from './transfer/connect-command.ts'
import { LISTEN } from './transfer/listen-command.ts'
import { RELAY } from './transfer/relay-command.ts'

/** The commands that do something with sockets, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [LISTEN, CONNECT, RELAY, ECHO, CALC, PING, CAPTURE, LIST, EXPLAIN]

/** And those that tell about them. */
export const ALL_COMMANDS: readonly Command[] = [
  ...COMMANDS,
  helpCommand(() => ALL_COMMANDS),
  completionCommand(() => ALL_COMMANDS),
]
