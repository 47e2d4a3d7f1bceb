import { AF_UNIX, SOCK_DGRAM, socket } from '../../src/index.ts'
import { obeyRunner } from './control.ts'
import { DatagramCounter } from './datagram-counter.ts'

const [mode, path] = process.argv.slice(2) as [string, string]
const counter = new DatagramCounter()
const receiver = socket(AF_UNIX, SOCK_DGRAM)
receiver.bind({ family: AF_UNIX, path })
obeyRunner({ path }, counter.report)

if (mode === 'one') await counter.receiveOneByOne(receiver)
else await counter.receiveBatches(receiver, 2048)
