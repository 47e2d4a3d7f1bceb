// Preloaded into every process and thread of a chapter: writes down what its sockets do, in a file of its own.
import { openSync } from 'node:fs'
import { threadId } from 'node:worker_threads'
import { kernel } from 'soquete'
import { traceToDescriptor } from '../src/node/index.ts'

const folder = process.env.SOQUETE_TOUR
if (folder !== undefined) {
  const name = `${process.pid}-${threadId}`
  kernel.tracer = traceToDescriptor(openSync(`${folder}/${name}.ndjson`, 'w'), name)
}
