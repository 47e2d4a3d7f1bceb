// A stream on which nothing comes: does it keep the process alive?
import { connectDuplex, serveDuplex } from '../../src/node/index.ts'
import { Scope } from '../errors/loopback.ts'

const [how] = process.argv.slice(2)
const listener = new Scope().listener()
serveDuplex(listener, (duplex) => duplex.unref())
listener.unref()

const stream = connectDuplex(listener.getsockname(), () => {
  if (how === 'unref') stream.unref()
  if (how !== 'ref') return
  stream.unref().ref()
  // The timer alone would not.
  setTimeout(() => {
    console.log('still there')
    stream.unref()
  }, 100).unref()
})
if (how === 'unref before') setTimeout(() => stream.unref(), 20)
process.on('beforeExit', () => console.log('ended by itself'))
process.on('beforeExit', () => process.exit())
