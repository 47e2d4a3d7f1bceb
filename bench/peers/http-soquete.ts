import { serveDuplex } from '../../src/node/index.ts'
import { obeyRunner } from './control.ts'
import { httpServer } from './http-server.ts'
import { listenOnLoopback } from './listener.ts'

const { listener, port } = listenOnLoopback()
obeyRunner({ port }, () => ({}))
await serveDuplex(listener, httpServer())
