// Guide 003, «Ejemplo Servidor Echo con Stream»: what its servers do with a connection, however they come to it.
import type { Socket } from 'soquete'

/** Sends back what comes, until the stream ends. */
export async function echo(peer: Socket): Promise<void> {
  for (;;) {
    const bytes = await peer.recv(1024)
    if (bytes.length === 0) return
    await peer.send(bytes)
  }
}
