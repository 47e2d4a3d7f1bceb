import { AF_UNIX } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import type { Stack } from '../../socket/stack.ts'
import type { Place } from './place.ts'

/** Closes what has listened at a place. The file of a Unix socket goes with it: nobody answers there any more. */
export async function leavePlace(stack: Stack, socket: Socket, { endpoint }: Place): Promise<void> {
  await socket.close()
  if (endpoint.family === AF_UNIX && endpoint.path !== undefined) stack.unlinkAbandoned(endpoint.path)
}
