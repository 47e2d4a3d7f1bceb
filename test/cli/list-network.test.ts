import { testsInNamespace } from '../namespace.ts'

testsInNamespace(
  'soquete ls beside ss(8), with a network of its own',
  new URL('list.child.js', import.meta.url),
)
