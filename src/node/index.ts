/** What needs Node above the contract. */
export type { ConnectTarget } from './connect-target.ts'
export type { EndpointOptions, NodeName } from './duplex-endpoint.ts'
export { describeFailure, loadProgram, processStdio, runProgram } from './run-program.ts'
export { type ServeDuplexOptions, serveDuplex } from './serve-duplex.ts'
export type { ConnectOptions, SocketDuplexOptions } from './socket-duplex.ts'
export { connectDuplex, SocketDuplex, toDuplex } from './socket-duplex.ts'
export { traceToDescriptor } from './trace-file.ts'
