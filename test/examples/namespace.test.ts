import { testsInNamespace } from '../namespace.ts'
import { whyNoReader } from '../trace/pcapng-reader.ts'

testsInNamespace('ping, as an example', new URL('ping.child.js', import.meta.url))
testsInNamespace('ping, through a router', new URL('hops.child.js', import.meta.url))
testsInNamespace('capture, as an example', new URL('capture.child.js', import.meta.url), whyNoReader())
testsInNamespace('the filters of capture, on packets', new URL('capture-filter.child.js', import.meta.url))
