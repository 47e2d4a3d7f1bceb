/** What needs Node above the contract. */
export { describeFailure, loadProgram, processStdio, runProgram } from './run-program.ts'
export type { InheritedSocket } from './systemd.ts'
export { listenFds, notify } from './systemd.ts'
export { traceToDescriptor } from './trace-file.ts'
