import { ECHO } from './echo/command.ts'
import { EXPLAIN } from './explain/command.ts'
import type { Command } from './frame/command.ts'

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [ECHO, EXPLAIN]
