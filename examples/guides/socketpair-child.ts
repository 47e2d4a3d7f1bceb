// Guide 003, «Ejemplo con socketpair»: the child, whose descriptor 3 is its end of the pair.
import { adopt } from 'soquete'

const parent = adopt(3)
try {
  const words = await parent.recv(1024)
  console.log(`the parent says: ${new TextDecoder().decode(words)}`)
  await parent.send(new TextEncoder().encode('hello, parent'))
} finally {
  await parent.close()
}
