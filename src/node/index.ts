/** What needs Node above the contract. */
export { describeFailure, loadProgram, processStdio, runProgram } from './run-program.ts'
export { traceToDescriptor } from './trace-file.ts'
