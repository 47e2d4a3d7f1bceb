import { serveDuplex } from '../../src/node/index.ts'
import { obeyRunner } from './control.ts'
import { listenOnLoopback } from './listener.ts'
import { useStream } from './stream.ts'

const mode = process.argv[2]!
const { listener, port } = listenOnLoopback()
obeyRunner({ port }, () => ({}))
await serveDuplex(listener, (duplex) => useStream(duplex, mode), { noDelay: true })
