import { AF_INET, SO_RCVBUF, SOCK_DGRAM, socket, UDP_GRO } from '../../src/index.ts'
import { obeyRunner } from './control.ts'
import { DatagramCounter } from './datagram-counter.ts'
import { portOf } from './listener.ts'

const mode = process.argv[2]
const counter = new DatagramCounter()
const receiver = socket(AF_INET, SOCK_DGRAM)
receiver.setsockopt(SO_RCVBUF, 4 << 20)
receiver.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
if (mode === 'gro') receiver.setsockopt(UDP_GRO, true)
obeyRunner({ port: portOf(receiver) }, counter.report)

if (mode === 'one') await counter.receiveOneByOne(receiver)
else await counter.receiveBatches(receiver, mode === 'gro' ? 65535 : 2048)
