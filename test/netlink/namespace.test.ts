import { testsInNamespace } from '../namespace.ts'

testsInNamespace(
  'links, addresses, routes and neighbours, as ip(8) tells them',
  new URL('tables.child.js', import.meta.url),
)
testsInNamespace('sockets that need a network of their own', new URL('sockets.child.js', import.meta.url))
