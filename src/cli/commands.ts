import { ECHO } from './echo/command.ts'
import type { Command } from './frame/command.ts'
import { completionCommand } from './shell/completion-command.ts'
import { helpCommand } from './shell/help-command.ts'

/** The commands that do something with sockets, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [ECHO]

/** And those that tell about them. */
export const ALL_COMMANDS: readonly Command[] = [
  ...COMMANDS,
  helpCommand(() => ALL_COMMANDS),
  completionCommand(() => ALL_COMMANDS),
]
