import { ECHO } from './echo/command.ts'
import type { Command } from './frame/command.ts'
import { LIST } from './list/command.ts'

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [ECHO, LIST]
