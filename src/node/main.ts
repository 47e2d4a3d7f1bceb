#!/usr/bin/env node
import { kernel } from '../kernel/kernel-stack.ts'
import { describeFailure, loadProgram, runProgram } from './run-program.ts'
import { traceToDescriptor } from './trace-file.ts'

/**
 * Runs a program on the kernel's stack: `node main.js FILE [ARGUMENT …]`. With SOQUETE_TRACE=FD:PARTY in the
 * environment it writes what its sockets do to that descriptor.
 */
const [file, ...args] = process.argv.slice(2)
if (file === undefined) {
  process.stderr.write('usage: node main.js FILE [ARGUMENT …], where FILE exports main(stack, args, stdio)\n')
  process.exitCode = 2
} else {
  const [, fd, party] = /^(\d+):(.*)$/.exec(process.env.SOQUETE_TRACE ?? '') ?? []
  if (fd !== undefined) kernel.tracer = traceToDescriptor(Number(fd), party ?? '')
  try {
    process.exitCode = await runProgram(await loadProgram(file), kernel, args)
  } catch (error) {
    process.stderr.write(await describeFailure(error))
    process.exitCode = 1
  }
}
