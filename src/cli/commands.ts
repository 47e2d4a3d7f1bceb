import { CAPTURE } from './capture/command.ts'
import { ECHO } from './echo/command.ts'
import type { Command } from './frame/command.ts'
import { PING } from './ping/command.ts'
import { CONNECT } from './transfer/connect-command.ts'

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [CONNECT, ECHO, PING, CAPTURE]
