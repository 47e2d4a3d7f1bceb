import { testsInNamespace } from '../namespace.ts'
import { whyNoReader } from '../trace/pcapng-reader.ts'

testsInNamespace('soquete capture', new URL('capture-lines.child.js', import.meta.url))
testsInNamespace(
  'soquete capture, to files',
  new URL('capture-files.child.js', import.meta.url),
  whyNoReader(),
)
testsInNamespace('the filters of soquete capture', new URL('capture-filter.child.js', import.meta.url))
